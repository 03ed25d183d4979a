import OpenFlow

/// Whole messages around parts that have no door of their own.
enum WireForm {
    static func word(_ value: Int) -> [UInt8] {
        [UInt8(truncatingIfNeeded: value >> 8), UInt8(truncatingIfNeeded: value)]
    }

    static func zeros(_ count: Int) -> [UInt8] { [UInt8](repeating: 0, count: count) }

    /// A message with a header; nil where it is too long for one.
    static func message(type: UInt8, _ body: [UInt8]) -> [UInt8]? {
        guard body.count <= OpenFlowLimit.messageLength - 8 else { return nil }
        return [4, type] + word(body.count + 8) + [0, 0, 0, 1] + body
    }

    /// An `ofp_match` that holds these fields.
    static func match(_ fields: [UInt8]) -> [UInt8] {
        let length = 4 + fields.count
        return word(1) + word(length) + fields + zeros((8 - length % 8) % 8)
    }

    /// A flow-mod that adds a flow to table 3, with a match and instructions in their wire form.
    static func flowMod(match: [UInt8], instructions: [UInt8]) -> [UInt8]? {
        let noBufferPortOrGroup = [UInt8](repeating: 0xff, count: 12)
        let fixed = zeros(16) + [3, 0] + zeros(4) + word(0x8000) + noBufferPortOrGroup + zeros(4)
        return message(type: 14, fixed + match + instructions)
    }

    /// A packet-in whose packet has one byte.
    static func packetIn(match: [UInt8]) -> [UInt8]? {
        message(type: 10, [0xff, 0xff, 0xff, 0xff] + word(1) + [0, 0] + zeros(8) + match + zeros(2) + [0xaa])
    }

    /// A packet-out whose packet has one byte.
    static func packetOut(actions: [UInt8]) -> [UInt8]? {
        let fixed: [UInt8] = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xfd] + word(actions.count) + zeros(6)
        return actions.count > Int(UInt16.max) ? nil : message(type: 13, fixed + actions + [0xaa])
    }

    /// Matches that fulfil the prerequisites of actions: none, then one for each kind of packet.
    static let matches: [[UInt8]] = [
        [],
        // IPv4; IPv4 with TCP, UDP, SCTP, ICMP; IPv6; IPv6 with TCP, neighbour solicitation; ARP; MPLS; a tag.
        ipv4, ipv4 + ipProtocol(6), ipv4 + ipProtocol(17), ipv4 + ipProtocol(132), ipv4 + ipProtocol(1),
        ipv6, ipv6 + ipProtocol(6), ipv6 + ipProtocol(58) + [0x80, 0, 0x3a, 1, 135, 0x80, 0, 0x3c, 1, 0],
        [0x80, 0, 0x0a, 2, 0x08, 0x06], [0x80, 0, 0x0a, 2, 0x88, 0x47],
        [0x80, 0, 0x0c, 2, 0x10, 5] + ipv4, [0x80, 0, 0x0a, 2, 0x89, 0x4f],
    ]

    private static let ipv4: [UInt8] = [0x80, 0, 0x0a, 2, 0x08, 0x00]
    private static let ipv6: [UInt8] = [0x80, 0, 0x0a, 2, 0x86, 0xdd]

    private static func ipProtocol(_ number: UInt8) -> [UInt8] { [0x80, 0, 0x14, 1, number] }
}
