import ArgumentParser
import NetworkTypes
import OpenFlowText

struct OpenFlowEncodeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "encode",
        abstract: "Turns JSON objects, one a line, into OpenFlow messages in hexadecimal digits.",
        discussion: """
            Reads from standard input what decode prints; members that have a default may be left out, and time, \
            from and to are passed over. What a switch would refuse is refused here. A line that is wrong is \
            told on standard error with the place in it and a remedy; the others are encoded, and the exit \
            status is 1.

            EXAMPLES
              echo '{"type": "echo_request", "xid": 1}' | naru openflow encode
              naru openflow decode < messages.hex \\
                | jq -c 'select(.type == "flow_mod") | .priority = 7' \\
                | naru openflow encode
            """)

    func run() throws {
        let input = try InputFile(standardInput: ())
        var output = StandardOutput()
        var lines = TextLines(limit: MessageText.limit)
        var hasFailed = false
        func encode(_ line: TextLines.Line) {
            do {
                guard let bytes = try Self.encode(line) else { return }
                output.write(line: Array(hexadecimal(bytes: bytes).utf8))
            } catch {
                Terminal.complain("line \(line.number): \(error)")
                hasFailed = true
            }
        }
        while let chunk = try input.read() {
            lines.append(chunk)
            while let line = lines.next() { encode(line) }
            try output.flush()
        }
        if let line = lines.finish() { encode(line) }
        try output.flush()
        if hasFailed { throw ExitCode.failure }
    }

    /// The message of a line; nil for an empty line and for one that begins with `#`.
    private static func encode(_ line: TextLines.Line) throws(OpenFlowTextError) -> [UInt8]? {
        guard let bytes = line.bytes else {
            throw OpenFlowTextError(
                path: "$", problem: "the line is longer than \(MessageText.limit) bytes",
                remedy: "write one message a line")
        }
        guard let first = bytes.first(where: { $0 != 0x20 && $0 != 0x09 }), first != UInt8(ascii: "#") else {
            return nil
        }
        return try MessageText(json: bytes).encode()
    }
}
