import Foundation

/// A program of others that judges our bytes.
struct JudgeProgram {
    let path: String

    static let ofctl = JudgeProgram("ovs-ofctl")
    static let tshark = JudgeProgram("tshark")

    /// Looks where distributions put programs; a path that is not there where they put it nowhere.
    init(_ name: String) {
        let places = ["/usr/bin", "/usr/sbin", "/usr/local/bin", "/usr/local/sbin", "/opt/homebrew/bin"].map {
            "\($0)/\(name)"
        }
        path = places.first { FileManager.default.isExecutableFile(atPath: $0) } ?? name
    }

    var isInstalled: Bool { FileManager.default.isExecutableFile(atPath: path) }

    struct Outcome {
        /// Standard output, then standard error.
        let text: String
        let status: Int32
    }

    /// Runs to the end, `input` on its standard input. Files on both sides: a pipe that fills up would stop both processes.
    func run(_ arguments: [String], input: Data = Data()) throws -> Outcome {
        let folder = try Self.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let process = try start(arguments, input: input, in: folder)
        return try Self.outcome(of: process, in: folder)
    }

    /// Starts with its input and its output in files of `folder`.
    func start(
        _ arguments: [String], input: Data = Data(), environment: [String: String] = [:], in folder: URL
    ) throws -> JudgeProcess {
        let input = try Self.write(input, to: "input", in: folder)
        // Output and errors apart: a warning would come in the middle of a line.
        let files = [input.path, folder.appending(path: "output").path, folder.appending(path: "errors").path]
        let environment = ProcessInfo.processInfo.environment.merging(environment) { _, new in new }
        return try JudgeProcess(path, arguments, environment: environment, files: files)
    }

    /// Waits for the end of what `start` began, and gives what it said.
    static func outcome(of process: JudgeProcess, in folder: URL) throws -> Outcome {
        let status = process.wait()
        let text = try ["output", "errors"].map { try Data(contentsOf: folder.appending(path: $0)) }
        return Outcome(
            text: String(decoding: text[0] + text[1], as: UTF8.self), status: status)
    }

    static func temporaryFolder() throws -> URL {
        // Not below the user's own temporary folder: the path of a socket has at most 107 bytes.
        let folder = URL(filePath: "/tmp/naru-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
    }

    static func write(_ contents: Data, to name: String, in folder: URL) throws -> URL {
        let file = folder.appending(path: name)
        try contents.write(to: file)
        return file
    }

    /// What `ovs-ofctl ofp-parse` reads in whole messages, one after another.
    static func printed(_ messages: [[UInt8]]) throws -> String {
        let folder = try temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = try write(Data(messages.flatMap { $0 }), to: "messages", in: folder)
        return try ofctl.run(["ofp-parse", file.path]).text
    }

    /// The messages that Open vSwitch refuses, as the errors it names, by their index. `ofp-print` reads as a switch does.
    static func refusals(_ messages: [[UInt8]]) throws -> [Int: String] {
        let numbered = messages.enumerated().map { index, message in
            message.prefix(4) + [0, 1, 2, 3].map { UInt8(truncatingIfNeeded: (index + 1) >> (24 - 8 * $0)) }
                + message.dropFirst(8)
        }
        var refusals: [Int: String] = [:]
        var current = 0
        for line in try printed(numbered.map { Array($0) }).split(separator: "\n") {
            if let match = line.firstMatch(of: /\(xid=0x([0-9a-f]+)\)/), line.hasPrefix("OFPT") || line.hasPrefix("NX")
            {
                current = Int(match.1, radix: 16).map { $0 - 1 } ?? current
            }
            if let match = line.firstMatch(of: /\*\*\*(?:decode error: )?([^*]+)\*\*\*/) {
                refusals[current] = refusals[current] ?? String(match.1)
            }
        }
        return refusals
    }
}
