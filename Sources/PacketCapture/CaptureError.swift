/// Why bytes are not a capture file.
public struct CaptureError: Error, Hashable, Sendable {
    /// What is wrong.
    public enum Reason: String, Hashable, Sendable {
        /// The file begins like no capture: neither pcap nor pcapng.
        case unknownFormat
        /// A version of the format that is not known.
        case badVersion
        /// A length field contradicts the structure that it is in.
        case badLength
        /// A packet of an interface that was not described.
        case unknownInterface
        /// A record is longer than `CaptureLimit` allows.
        case limit
        /// The file ends inside of a record.
        case truncated
    }

    /// Bytes from the start of the file to the record that is wrong.
    public let offset: Int
    /// What is wrong.
    public let reason: Reason

    public init(offset: Int, reason: Reason) {
        self.offset = offset
        self.reason = reason
    }
}

extension CaptureError: CustomStringConvertible {
    public var description: String {
        let what =
            switch reason {
            case .unknownFormat: "this is neither pcap nor pcapng"
            case .badVersion: "a version of the format that is not known"
            case .badLength: "a length that contradicts what it measures"
            case .unknownInterface: "a packet of an interface that was not described"
            case .limit: "a record that is too long"
            case .truncated: "the file ends inside of a record"
            }
        return "byte \(offset): \(what)"
    }
}

/// Bounds on what a capture may ask for.
public enum CaptureLimit {
    /// The longest packet, in bytes: the most that libpcap takes too.
    public static let packetLength = 262_144
    /// The longest block of pcapng, in bytes. Blocks that are not packets may hold certificates and names.
    public static let blockLength = 16 << 20
    /// Interfaces of one section of pcapng.
    public static let interfaces = 4096
    /// TCP streams (a direction each) that are followed at a time.
    public static let streams = 4096
    /// Bytes of one stream that wait for what comes before them.
    public static let pendingBytes = 1 << 20
    /// Segments of one stream that wait for what comes before them.
    public static let pendingSegments = 1024
    /// How far a sequence number may lie from the one that is waited for and still be of the same connection.
    public static let sequenceJump = 16 << 20
    /// VLAN tags and IPv6 extension headers before the payload.
    public static let headers = 8
}
