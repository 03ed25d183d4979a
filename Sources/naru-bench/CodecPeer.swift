import Foundation

/// Another codec under measurement: a program of `tools/codec-peers` that answers each line with a line.
final class CodecPeer {
    let side: CodecFigures.Side
    /// Such as `3.1.0-2+deb12u1`; empty for the floor.
    let version: String
    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()
    private var rest: [UInt8] = []

    init(_ side: CodecFigures.Side, version: String = "", program: String) throws {
        self.side = side
        self.version = version
        process.executableURL = URL(fileURLWithPath: program)
        process.standardInput = input
        process.standardOutput = output
        try process.run()
    }

    /// It ends at the end of its input.
    func stop() {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }

    /// Why it refuses a message; nil where it takes it.
    func refusal(_ command: String, _ message: [UInt8]) throws -> String? {
        let answer = try ask("\(command) \(message.hex)")
        return answer.hasPrefix("refused") ? String(answer.dropFirst("refused ".count)) : nil
    }

    /// Nil where it has no such operation.
    func time(_ operation: CodecOperation, times: Int) throws -> CodecBatch? {
        let answer = try ask("time \(operation.rawValue) \(times)")
        let words = answer.split(separator: " ")
        guard words.count == 2, let nanoseconds = UInt64(words[0]), let sum = UInt64(words[1]) else {
            if answer == "unknown operation" { return nil }
            throw BenchmarkError.unexpectedAnswer(request: "time \(operation.rawValue)", body: answer)
        }
        return CodecBatch(nanoseconds: nanoseconds, sum: sum)
    }

    func ask(_ line: String) throws -> String {
        try input.fileHandleForWriting.write(contentsOf: Data((line + "\n").utf8))
        while true {
            if let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                defer { rest.removeSubrange(...end) }
                return String(decoding: rest[..<end], as: UTF8.self)
            }
            let more = output.fileHandleForReading.availableData
            guard !more.isEmpty else {
                throw BenchmarkError.peerGone(process.executableURL?.lastPathComponent ?? side.rawValue)
            }
            rest += more
        }
    }
}

extension [UInt8] {
    /// Two digits for each byte.
    var hex: String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        text.reserveCapacity(count * 2)
        for byte in self {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}
