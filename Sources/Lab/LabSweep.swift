import Foundation
import Glibc

/// Takes away what labs left that were killed before they could tidy up: their controllers, their namespaces with all
/// that runs in them, their interfaces and folders. A lab whose program still runs is left alone.
public struct LabSweep {
    private let shell: Shell
    private var removed: [String] = []

    /// Removes, and returns what it removed, a line each.
    public static func run() throws(LabError) -> [String] {
        let scratch = "\(LabPlace.root)/sweep"
        try LabPlace.makeDirectory(scratch)
        defer { try? FileManager.default.removeItem(atPath: scratch) }
        var sweep = LabSweep(shell: Shell(directory: scratch))
        let folders = ((try? FileManager.default.contentsOfDirectory(atPath: LabPlace.root)) ?? [])
            .filter { $0 != "sweep" }.sorted()
        let alive = folders.filter(isAlive)
        try sweep.removeNamespaces(keeping: alive)
        try sweep.removeInterfaces(keeping: alive)
        for folder in folders where !alive.contains(folder) { sweep.removeFolder(folder) }
        return sweep.removed
    }

    private static func isAlive(_ folder: String) -> Bool {
        guard let owner = Int32(firstLine(of: "\(LabPlace.root)/\(folder)/owner.pid")) else { return false }
        return commandLine(of: owner).contains("naru-lab")
    }

    private mutating func removeNamespaces(keeping alive: [String]) throws(LabError) {
        for line in try shell.run(["ip", "netns", "list"]).split(separator: "\n") {
            guard let name = line.split(separator: " ").first.map(String.init), isOrphan(name, alive) else { continue }
            for text in try shell.run(["ip", "netns", "pids", name]).split(separator: "\n") {
                if let pid = Int32(text) { kill(pid, SIGKILL) }
            }
            shell.runQuietly(["ip", "netns", "del", name])
            removed.append("namespace \(name)")
        }
    }

    private mutating func removeInterfaces(keeping alive: [String]) throws(LabError) {
        for line in try shell.run(["ip", "-o", "link", "show"]).split(separator: "\n") {
            let words = line.split(separator: " ")
            guard words.count > 1 else { continue }
            let name = String(words[1].prefix { $0 != ":" && $0 != "@" })
            guard isOrphan(name, alive) else { continue }
            shell.runQuietly(["ip", "link", "del", name])
            removed.append("interface \(name)")
        }
    }

    private mutating func removeFolder(_ folder: String) {
        let path = "\(LabPlace.root)/\(folder)"
        // A process id may have been given to another program since: only one that has this folder in its arguments is
        // the lab's narud.
        if let pid = Int32(Self.firstLine(of: "\(path)/narud.pid")), Self.commandLine(of: pid).contains("\(path)/data")
        {
            kill(pid, SIGKILL)
            removed.append("narud \(pid)")
        }
        try? FileManager.default.removeItem(atPath: path)
        removed.append("folder \(path)")
    }

    private func isOrphan(_ name: String, _ alive: [String]) -> Bool {
        name.hasPrefix(LabPlace.mark) && !alive.contains { name.hasPrefix("\(LabPlace.mark)\($0)-") }
    }

    private static func firstLine(of path: String) -> String {
        Shell.contents(of: path).split(separator: "\n").first.map(String.init) ?? ""
    }

    private static func commandLine(of pid: Int32) -> String { Shell.contents(of: "/proc/\(pid)/cmdline") }
}
