import Foundation

/// Where one lab lives: its name prefix, its folder and its command runner.
///
/// Everything that a lab makes on the machine (namespaces, interfaces, files) carries the prefix, so that two labs
/// never meet and a lost one can be swept.
public struct LabPlace {
    /// What every lab's names begin with.
    public static let mark = "nl-"
    /// The folder that holds one folder per running lab.
    public static let root = "/run/naru-lab"

    /// Such as `nl-3f2a-`; with it, interface names stay under the kernel's 15 bytes.
    public let prefix: String
    /// Where sockets, databases and logs lie; short, since a socket's path may have 107 bytes.
    public let directory: String
    public let shell: Shell
    /// The program to run inside namespaces as a traffic probe: the lab's own.
    public let probeProgram: String

    public init(probeProgram: String) throws(LabError) {
        let number = String(ProcessInfo.processInfo.processIdentifier % 1_679_616, radix: 36)
        prefix = "\(Self.mark)\(number)-"
        directory = "\(Self.root)/\(number)"
        shell = Shell(directory: directory)
        self.probeProgram = probeProgram
        try Self.makeDirectory(directory)
        try Shell.write("\(ProcessInfo.processInfo.processIdentifier)\n", to: "\(directory)/owner.pid")
    }

    static func makeDirectory(_ path: String) throws(LabError) {
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        } catch {
            throw .systemCall(name: "mkdir \(path)", reason: "\(error)")
        }
    }

    /// Makes a namespace with its loopback up and IPv6 off, so that only what a test sends is on its wires.
    func addNamespace(_ name: String) throws(LabError) {
        try shell.run(["ip", "netns", "add", name])
        try shell.run(["ip", "-n", name, "link", "set", "lo", "up"])
        try shell.run(
            ["ip", "netns", "exec", name, "sysctl", "-qw", "net.ipv6.conf.all.disable_ipv6=1"])
        try shell.run(
            ["ip", "netns", "exec", name, "sysctl", "-qw", "net.ipv6.conf.default.disable_ipv6=1"])
    }
}

extension LabPlace {
    /// The commands to paste while the lab stays up and the logs to read are in this folder until here.
    func removeDirectory() { try? FileManager.default.removeItem(atPath: directory) }

    /// Takes away what labs left that were killed before they could tidy up: namespaces, interfaces, and processes
    /// in those namespaces. A lab whose program still runs is left alone. Returns what it removed.
    public static func sweep() throws(LabError) -> [String] {
        let scratch = "\(root)/sweep"
        try makeDirectory(scratch)
        let shell = Shell(directory: scratch)
        defer { try? FileManager.default.removeItem(atPath: scratch) }
        let alive = Set(
            ((try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []).filter { number in
                guard let owner = Int(Shell.contents(of: "\(root)/\(number)/owner.pid").dropLast()) else { return false }
                return FileManager.default.fileExists(atPath: "/proc/\(owner)")
            }.map { "\(mark)\($0)-" })
        var removed: [String] = []
        let namespaces = try shell.run(["ip", "netns", "list"]).split(separator: "\n")
            .compactMap { $0.split(separator: " ").first.map(String.init) }
        for name in namespaces where isOrphan(name, alive) {
            for pid in try shell.run(["ip", "netns", "pids", name]).split(separator: "\n") {
                shell.runQuietly(["kill", "-9", String(pid)])
            }
            shell.runQuietly(["ip", "netns", "del", name])
            removed.append("namespace \(name)")
        }
        let links = try shell.run(["ip", "-o", "link", "show"]).split(separator: "\n")
            .compactMap { $0.split(separator: " ").dropFirst().first.map { String($0.prefix { $0 != ":" && $0 != "@" }) } }
        for name in links where isOrphan(name, alive) {
            shell.runQuietly(["ip", "link", "del", name])
            removed.append("interface \(name)")
        }
        return removed
    }

    private static func isOrphan(_ name: String, _ alive: Set<String>) -> Bool {
        name.hasPrefix(mark) && !alive.contains { name.hasPrefix($0) }
    }
}
