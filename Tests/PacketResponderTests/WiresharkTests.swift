import Foundation
import NaruTesting
import NetworkTypes
import PacketCodec
import PacketResponder
import Testing

/// Others read what we answer: tshark takes the frames apart, sums their checksums, and finds nothing to complain about.
@Suite struct WiresharkTests {
    private static let program = ["/usr/bin/tshark", "/usr/local/bin/tshark", "/opt/homebrew/bin/tshark"]
        .first { FileManager.default.isExecutableFile(atPath: $0) }

    /// From this severity on Wireshark finds something wrong; below are notes, on a quoted TTL of 1 for one.
    private static let warning = 0x60_0000

    private static func answers() throws -> [(name: String, frame: [UInt8], protocols: String)] {
        typealias Ask = DHCPv6Dialogue
        let association = Ask.association(1, RoutedPort.address, RoutedPort.neighbor)
        let long = [UInt8](repeating: 0, count: 2000)[...]
        let four = IPv4Packet(
            protocolNumber: IPProtocolNumber.udp, source: RoutedPort.addressV4, destination: RoutedPort.farV4,
            payload: try UDPDatagram(sourcePort: 9, destinationPort: 9, payload: long).encode(
                source: RoutedPort.addressV4, destination: RoutedPort.farV4)[...])
        let six = IPv6Packet(
            nextHeader: IPProtocolNumber.udp, source: RoutedPort.address, destination: RoutedPort.far,
            payload: try UDPDatagram(sourcePort: 9, destinationPort: 9, payload: long).encode(
                source: RoutedPort.address, destination: RoutedPort.far)[...])
        func ended<Packet>(_ packet: Packet, _ change: (inout Packet) -> Void) -> Packet {
            var packet = packet
            change(&packet)
            return packet
        }
        let shortV4 = ended(four) { packet in
            packet.timeToLive = 1
            packet.payload = [0, 9, 0, 9, 0, 8, 0, 0]
        }
        let shortV6 = ended(six) { packet in
            packet.hopLimit = 1
            packet.nextHeader = IPProtocolNumber.tcp
            packet.payload = [0, 9, 0, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0x50, 2, 0, 0, 0, 0, 0, 0]
        }
        func reply(_ frame: [UInt8]) throws -> [UInt8] {
            let outcome = RoutedPort.outcome(frame)
            guard case .reply(let answer) = outcome else { throw Missing(outcome: outcome) }
            return answer
        }
        let advertisement = try #require(PacketResponder.advertisement(for: RoutedPort.service()))
        return [
            ("advertisement", advertisement, "eth:ethertype:ipv6:icmpv6"),
            ("DHCPv4", try reply(ClientFrames.dhclient), "eth:ethertype:ip:udp:dhcp"),
            (
                "solicit", try reply(Ask(kind: .solicit, associations: [association]).frame()),
                "eth:ethertype:ipv6:udp:dhcpv6"
            ),
            (
                "renew",
                try reply(
                    Ask(kind: .renew, server: Ask.server, associations: [association, Ask.association(2)]).frame()),
                "eth:ethertype:ipv6:udp:dhcpv6"
            ),
            (
                "release", try reply(Ask(kind: .release, server: Ask.server).frame()), "eth:ethertype:ipv6:udp:dhcpv6"
            ),
            ("fragmentation needed", try reply(try RoutedPort.frame(four)), "eth:ethertype:ip:icmp:ip:udp:data"),
            ("too big", try reply(try RoutedPort.frame(six)), "eth:ethertype:ipv6:icmpv6:ipv6:udp:data"),
            ("time exceeded", try reply(try RoutedPort.frame(shortV4)), "eth:ethertype:ip:icmp:ip:udp"),
            ("hop limit", try reply(try RoutedPort.frame(shortV6)), "eth:ethertype:ipv6:icmpv6:ipv6:tcp"),
        ]
    }

    @Test(.enabled(if: Self.program != nil, "SKIPPED: tshark is not installed"))
    func everyAnswerIsDissected() throws {
        let answers = try Self.answers()
        var capture = CaptureFile(.littleMicroseconds)
        for (index, answer) in answers.enumerated() {
            capture.append(answer.frame, nanoseconds: UInt64(index) * 1_000_000)
        }
        let file = FileManager.default.temporaryDirectory.appending(path: "naru-answers-\(UUID()).pcap")
        try Data(capture.bytes).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let lines = try Self.dissect(file)
        #expect(lines.count == answers.count, "\(lines)")
        for (line, answer) in zip(lines, answers) {
            let columns = line.split(separator: ";", omittingEmptySubsequences: false)
            try #require(columns.count == 7, "\(line)")
            #expect(columns[0].hasPrefix(answer.protocols), "\(answer.name): \(line)")
            #expect(columns[1].isEmpty, "\(answer.name) is malformed: \(line)")
            // 1 is good, 0 and 4 are bad. What is quoted comes behind the answer's own; of UDP there it has nothing.
            let ownLayers = answer.protocols.contains("icmp") ? columns[2...4] : columns[2...5]
            for states in ownLayers where !states.isEmpty {
                #expect(states.hasPrefix("1"), "\(answer.name) has a bad checksum: \(line)")
            }
            for states in columns[2...5] {
                #expect(!states.contains("0") && !states.contains("4"), "\(answer.name): \(line)")
            }
            let complaints = columns[6].split(separator: ",").filter { (Int($0) ?? .max) >= Self.warning }
            #expect(complaints.isEmpty, "\(answer.name): \(line)")
        }
    }

    /// A line a frame: protocols, malformed parts, states of checksums, severities of remarks.
    private static func dissect(_ file: URL) throws -> [Substring] {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try #require(program))
        let checked = ["ip.check_checksum", "udp.check_checksum"].flatMap { ["-o", "\($0):TRUE"] }
        let states = ["ip", "icmp", "icmpv6", "udp"].flatMap { ["-e", "\($0).checksum.status"] }
        process.arguments =
            ["-r", file.path] + checked + ["-T", "fields", "-E", "separator=;", "-E", "occurrence=a"]
            + ["-e", "frame.protocols", "-e", "_ws.malformed"] + states + ["-e", "_ws.expert.severity"]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let text = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        return text.split(separator: "\n")
    }
}
