public import NetworkTypes

/// One packet as it was seen on an interface.
public struct CapturedPacket: Hashable, Sendable {
    /// When it was seen; nil where the file does not tell.
    public var time: Timestamp?
    /// What `bytes` begin with: a LINKTYPE_ number (https://www.tcpdump.org/linktypes.html).
    public var linkType: UInt16
    /// Bytes that the packet had; `bytes` may be fewer.
    public var originalLength: Int
    /// The packet as far as it was captured, from the header of its link type on.
    public var bytes: [UInt8]

    public init(time: Timestamp?, linkType: UInt16, originalLength: Int, bytes: [UInt8]) {
        self.time = time
        self.linkType = linkType
        self.originalLength = originalLength
        self.bytes = bytes
    }
}
