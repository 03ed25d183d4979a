import ArgumentParser
import Lab
import NetworkTypes

/// What the lab runs inside a machine's namespace; not for people.
struct ProbeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "probe", abstract: "Traffic inside a namespace.", shouldDisplay: false,
        subcommands: [
            Sniff.self, SendFrames.self, SendDatagram.self, UDPSend.self, UDPReceive.self, TCPSend.self,
            TCPReceive.self, StationProbe.self, Ask.self, Converse.self,
        ])

    static func address(_ text: String) throws -> IPAddress {
        guard let address = IPAddress(text) else { throw ValidationError("\(text) is no address") }
        return address
    }

    static func bytes(_ text: String) throws -> [UInt8] {
        guard let bytes = Hex.bytes(of: text) else { throw ValidationError("\(text) is not hexadecimal") }
        return bytes
    }

    struct Sniff: ParsableCommand {
        @Option var interface: String
        @Option var seconds: Double

        func run() throws { try Probe.sniff(interface: interface, seconds: seconds) }
    }

    struct SendFrames: ParsableCommand {
        @Option var interface: String
        @Option var rounds: Int
        @Option var pause: UInt32
        @Argument var frames: [String]

        func run() throws {
            try Probe.sendFrames(
                try frames.map(ProbeCommand.bytes), interface: interface, rounds: rounds, pause: pause)
        }
    }

    struct SendDatagram: ParsableCommand {
        @Option var to: String
        @Option var port: UInt16
        @Option var source: UInt16 = 0
        @Option var hex: String

        func run() throws {
            try Probe.sendDatagram(
                try ProbeCommand.bytes(hex), to: try ProbeCommand.address(to), port: port, from: source)
        }
    }

    struct UDPSend: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "udp-send")
        @Option var to: String
        @Option var port: UInt16
        @Option var rate: Int
        @Option var seconds: Double

        func run() throws {
            try DatagramStream.send(to: try ProbeCommand.address(to), port: port, rate: rate, seconds: seconds)
        }
    }

    struct UDPReceive: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "udp-receive")
        @Option var port: UInt16
        @Option var seconds: Double
        @Flag(name: .customLong("ipv6")) var isIPv6 = false

        func run() throws {
            try DatagramStream.receive(port: port, family: isIPv6 ? .v6 : .v4, seconds: seconds)
        }
    }

    struct TCPSend: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "tcp-send")
        @Option var to: String
        @Option var port: UInt16
        @Option var bytes: Int

        func run() throws { try ByteStream.send(to: try ProbeCommand.address(to), port: port, bytes: bytes) }
    }

    struct TCPReceive: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "tcp-receive")
        @Option var port: UInt16
        @Option var seconds: Double
        @Flag(name: .customLong("ipv6")) var isIPv6 = false

        func run() throws { try ByteStream.receive(port: port, family: isIPv6 ? .v6 : .v4, seconds: seconds) }
    }

    struct StationProbe: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "station")
        @Option var socket: String
        @Option(name: .customLong("port")) var ports: [UInt16]

        func run() throws { try Station(path: socket, ports: ports).run() }
    }

    struct Ask: ParsableCommand {
        @Option var to: String
        @Option var transport: String
        @Option var port: UInt16
        @Option var milliseconds = 500

        func run() throws {
            guard ["tcp", "udp"].contains(transport) else { throw ValidationError("--transport takes tcp or udp") }
            try Probe.ask(
                try ProbeCommand.address(to), isTCP: transport == "tcp", port: port, milliseconds: milliseconds)
        }
    }

    struct Converse: ParsableCommand {
        @Option var to: String?
        @Option var transport: String
        @Option var port: UInt16
        @Option var source: UInt16 = 0
        @Option var seconds: Double
        @Flag(name: .customLong("ipv6")) var isIPv6 = false

        func run() throws {
            let isTCP = transport == "tcp"
            if let to {
                try Conversation.call(
                    isTCP: isTCP, to: try ProbeCommand.address(to), port: port, source: source, seconds: seconds)
            } else {
                try Conversation.listen(isTCP: isTCP, port: port, family: isIPv6 ? .v6 : .v4, seconds: seconds)
            }
        }
    }
}
