/// An experimenter's message (OpenFlow 1.3.5 §7.5.4), or the body of its multipart message (§7.3.5.15), that has no
/// type of its own in this codec.
public struct Experimenter: Hashable, Sendable {
    /// The experimenter's number (`ExperimenterID` has some).
    public var experimenter: UInt32
    /// What the experimenter means by the message.
    public var type: UInt32
    /// What follows, in bytes.
    public var body: [UInt8]

    public init(experimenter: UInt32, type: UInt32, body: [UInt8] = []) {
        self.experimenter = experimenter
        self.type = type
        self.body = body
    }

    /// Reads the header and what follows it until the end of `range`.
    static func decode(_ bytes: RawSpan, _ range: Range<Int>) throws(OpenFlowError) -> Experimenter {
        try require(headerSize, in: range, "ofp_experimenter_header")
        let start = range.lowerBound
        return Experimenter(
            experimenter: bytes.u32(start), type: bytes.u32(start + 4),
            body: bytes.array((start + headerSize)..<range.upperBound))
    }

    static let headerSize = 8

    func encode(into bytes: inout [UInt8]) {
        bytes.put(experimenter)
        bytes.put(type)
        bytes.append(contentsOf: body)
    }
}
