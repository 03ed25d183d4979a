import Foundation
import Glibc
import Lab

/// The other codecs, built on this machine by `tools/codec-peers/build`.
struct CodecPeers {
    let peers: [CodecPeer]
    /// Why some of them are not there.
    let skipped: [String]

    /// Where the script lies below the root of the project.
    private static let script = "tools/codec-peers/build"
    /// The longest build that is waited for: Open vSwitch's library, from nothing.
    private static let buildLimit = 1800.0

    /// Builds what is not built yet and starts all.
    static func start(script: String?, folder: String?) throws -> CodecPeers {
        guard let script = script ?? locate() else {
            return CodecPeers(
                peers: [], skipped: ["no \(Self.script) above this program or the working folder; name it by --peers"])
        }
        let log = try TemporaryFolder(in: "/tmp")
        defer { log.remove() }
        Terminal.error("· building the other codecs; Open vSwitch's takes a minute the first time")
        let build = try ChildProcess(
            [script] + (folder.map { [$0] } ?? []), output: "\(log.path)/out", error: "\(log.path)/err")
        do {
            try build.wait(seconds: buildLimit)
        } catch {
            // It leads a process group of its own: make and the compilers end with it.
            kill(-build.pid, SIGTERM)
            build.stop()
            throw error
        }
        switch build.status {
        case 0: return try start(build.output)
        case 2: return CodecPeers(peers: [], skipped: ["there is no C compiler: apt-get install gcc make"])
        default:
            let text = (try? String(contentsOfFile: build.errorPath, encoding: .utf8)) ?? ""
            throw BenchmarkError.buildFailed(script, text)
        }
    }

    /// Starts what the script says it has built.
    private static func start(_ answer: String) throws -> CodecPeers {
        var peers: [CodecPeer] = []
        var skipped: [String] = []
        for line in answer.split(separator: "\n") {
            let words = line.split(separator: " ").map(String.init)
            switch (words.first, words.count) {
            case ("floor", 2): peers.append(try CodecPeer(.floor, program: words[1]))
            case ("ovs", 3): peers.append(try CodecPeer(.openVSwitch, version: words[1], program: words[2]))
            default: skipped.append(line.hasPrefix("SKIPPED ") ? String(line.dropFirst("SKIPPED ".count)) : "\(line)")
            }
        }
        return CodecPeers(peers: peers, skipped: skipped)
    }

    func stop() {
        for peer in peers { peer.stop() }
    }

    /// The script, in a folder above this program or the working folder.
    private static func locate() -> String? {
        let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? "/"
        for start in [own, FileManager.default.currentDirectoryPath + "/."] {
            var folder = URL(fileURLWithPath: start).deletingLastPathComponent()
            while folder.path != "/" {
                let path = folder.appendingPathComponent(script).path
                if access(path, X_OK) == 0 { return path }
                folder.deleteLastPathComponent()
            }
        }
        return nil
    }
}
