/// Why bytes are not the packet that they were read as, or why a value does not fit the wire.
public struct PacketError: Error, Hashable, Sendable {
    /// The protocol whose rule is broken.
    public enum Layer: String, Hashable, Sendable {
        case ethernet
        case arp
        case ipv4
        case ipv6
        case udp
        case icmp
        case icmpv6
        case dhcp
        case dhcpv6
    }

    public enum Rule: String, Hashable, Sendable {
        /// A field reaches past the end of the bytes.
        case truncated
        /// A length field contradicts the header or the bytes that are there.
        case badLength
        case badVersion
        case badChecksum
        /// The field has a value that its specification does not know.
        case badValue
        /// The field asks for a variant that is well-formed but not spoken here.
        case unsupported
        /// The DHCP options do not start with the cookie of RFC 2131 §3.
        case badCookie
        /// A value to be encoded is longer than its length field can tell.
        case tooLong
    }

    public let layer: Layer
    /// Index into the bytes that were given, so that layers decoded from slices of one frame count from its start.
    public let offset: Int
    public let rule: Rule

    public init(_ layer: Layer, at offset: Int, _ rule: Rule) {
        self.layer = layer
        self.offset = offset
        self.rule = rule
    }
}

extension PacketError: CustomStringConvertible {
    public var description: String { "\(layer.rawValue) at byte \(offset): \(rule.rawValue)" }
}
