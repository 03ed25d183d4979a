public import NetworkTypes

/// One direction of a TCP connection.
public struct StreamKey: Hashable, Sendable {
    /// The sender's address.
    public var source: IPAddress
    /// The sender's port.
    public var sourcePort: UInt16
    /// The receiver's address.
    public var destination: IPAddress
    /// The receiver's port.
    public var destinationPort: UInt16

    public init(source: IPAddress, sourcePort: UInt16, destination: IPAddress, destinationPort: UInt16) {
        self.source = source
        self.sourcePort = sourcePort
        self.destination = destination
        self.destinationPort = destinationPort
    }

    /// Address and port of the sender, as in "10.0.0.1:6653" and "[fd00::1]:6653".
    public var from: String { Self.text(source, sourcePort) }
    /// Address and port of the receiver.
    public var to: String { Self.text(destination, destinationPort) }

    private static func text(_ address: IPAddress, _ port: UInt16) -> String {
        address.family == .v6 ? "[\(address)]:\(port)" : "\(address):\(port)"
    }
}

/// A TCP segment (RFC 9293 §3.1), as far as its place in the stream goes. Checksums are not looked at: interfaces that
/// compute them themselves leave them open in captures.
public struct TCPSegment: Hashable, Sendable {
    /// The direction of the connection that it belongs to.
    public var stream: StreamKey
    /// The sequence number of the first byte, or of the SYN before it.
    public var sequence: UInt32
    /// Whether it opens the connection.
    public var isSYN: Bool
    /// Whether the sender sends no more after it.
    public var isFIN: Bool
    /// Whether it breaks the connection off.
    public var isRST: Bool
    /// The bytes that it carries, as far as the capture has them.
    public var payload: ArraySlice<UInt8>
    /// Bytes behind `payload` that the packet had and the capture has not.
    public var missing: Int

    public init(
        stream: StreamKey, sequence: UInt32, isSYN: Bool = false, isFIN: Bool = false, isRST: Bool = false,
        payload: ArraySlice<UInt8>, missing: Int = 0
    ) {
        self.stream = stream
        self.sequence = sequence
        self.isSYN = isSYN
        self.isFIN = isFIN
        self.isRST = isRST
        self.payload = payload
        self.missing = missing
    }
}

/// What a captured packet turned out to be.
public enum PacketContent: Hashable, Sendable {
    case segment(TCPSegment)
    /// A fragment of an IP packet with TCP, which is not put together.
    case fragment
    /// A link type that this target does not know.
    case unknownLinkType(UInt16)
    /// Anything else: another protocol, or headers that are cut off or broken.
    case other
}
