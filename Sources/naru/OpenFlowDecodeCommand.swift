import ArgumentParser
import OpenFlowText

struct OpenFlowDecodeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "decode", abstract: "Prints OpenFlow messages as JSON, one object a line.",
        discussion: """
            Reads hexadecimal digits from standard input, one message a line; spaces and colons between digits, \
            empty lines and lines that begin with # do not matter. With --pcap it reads the messages of a \
            capture, pcap or pcapng, puts its TCP streams together, and adds when a message was seen, from \
            where and to where.

            A message that does not decode is printed as {"error": {"offset", "field", "rule"}, "hex"}. What is \
            missing in a capture is told on standard error. In both cases the exit status is 1, after all else \
            was printed.

            EXAMPLES
              echo 0400000800000001 | naru openflow decode
              naru openflow decode --pcap control.pcap | grep flow_mod
              tcpdump -i any -U -w - tcp port 6653 | naru openflow decode --pcap -
            """)

    @Option(name: .customLong("pcap"), help: "A capture file to read, - for standard input.")
    var capture: String?

    @Option(
        name: .customLong("port"),
        help: "A TCP port of the control channel in the capture, more than once for several. (default: 6653, 6633)")
    var ports: [UInt16] = []

    func validate() throws {
        guard ports.isEmpty || capture != nil else { throw ValidationError("--port goes with --pcap") }
    }

    func run() throws {
        var run = Run()
        if let capture {
            try run.decodeCapture(capture, ports: ports.isEmpty ? ControlCapture.defaultPorts : Set(ports))
        } else {
            try run.decodeLines()
        }
        if run.hasFailed { throw ExitCode.failure }
    }

    private struct Run {
        var hasFailed = false
        private var output = StandardOutput()

        mutating func decodeLines() throws {
            let input = try InputFile(standardInput: ())
            var lines = TextLines(limit: HexLine.limit)
            while let chunk = try input.read() {
                lines.append(chunk)
                while let line = lines.next() { decode(line) }
                try output.flush()
            }
            if let line = lines.finish() { decode(line) }
            try output.flush()
        }

        private mutating func decode(_ line: TextLines.Line) {
            guard let bytes = line.bytes else {
                complain("line \(line.number): longer than any message; passed over")
                return
            }
            switch HexLine(bytes) {
            case .message(let message): output.write(line: message.json)
            case .refused(let refused):
                output.write(line: refused.json)
                hasFailed = true
            case .notHexadecimal(let place):
                let fault = place.map { "character \($0 + 1) is no hexadecimal digit" } ?? "an odd number of digits"
                complain("line \(line.number): \(fault); write one message in hexadecimal digits")
            case .empty: break
            }
        }

        mutating func decodeCapture(_ path: String, ports: Set<UInt16>) throws {
            let input = try path == "-" ? InputFile(standardInput: ()) : InputFile(path: path)
            var capture = ControlCapture(ports: ports)
            var isWhole = true
            while isWhole, let chunk = try input.read() {
                capture.append(chunk)
                do {
                    while let outputs = try capture.next() { print(outputs) }
                } catch {
                    complain("\(path): \(error); what follows was not read")
                    isWhole = false
                }
                try output.flush()
            }
            print(capture.finish(isWhole: isWhole))
            try output.flush()
        }

        private mutating func print(_ outputs: [ControlCapture.Output]) {
            for item in outputs {
                switch item {
                case .message(let message):
                    output.write(line: message.json)
                    if case .refused = message.content { hasFailed = true }
                case .notice(let text): complain(text)
                }
            }
        }

        private mutating func complain(_ text: String) {
            Terminal.complain(text)
            hasFailed = true
        }
    }
}
