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

    /// Called last: sockets and logs are gone with it.
    func removeDirectory() { try? FileManager.default.removeItem(atPath: directory) }

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
