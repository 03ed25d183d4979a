/// A packet that a controller sends through a switch (OpenFlow 1.3.5 §7.3.7).
public struct PacketOut: Hashable, Sendable {
    public var bufferID: UInt32
    /// The port that the packet counts as coming from; `PortNumber.controller` for none.
    public var inPort: UInt32
    public var actions: ActionList
    public var data: [UInt8]

    public init(
        bufferID: UInt32 = FlowMod.noBuffer, inPort: UInt32 = PortNumber.controller, actions: ActionList,
        data: [UInt8]
    ) {
        self.bufferID = bufferID
        self.inPort = inPort
        self.actions = actions
        self.data = data
    }

    static func decode(_ bytes: RawSpan, _ range: Range<Int>) throws(OpenFlowError) -> PacketOut {
        try require(16, in: range, "ofp_packet_out")
        let start = range.lowerBound
        let end = start + 16 + Int(bytes.u16(start + 8))
        guard end <= range.upperBound else {
            throw OpenFlowError(offset: start + 8, field: "ofp_packet_out.actions_len", rule: .badLength)
        }
        try requireInPort(bytes.u32(start + 4), at: start + 4)
        return PacketOut(
            bufferID: bytes.u32(start), inPort: bytes.u32(start + 4),
            actions: try ActionList.decode(bytes, (start + 16)..<end), data: bytes.array(end..<range.upperBound))
    }

    /// Of the reserved ports, a packet comes from the local one, the controller or none.
    private static func requireInPort(_ number: UInt32, at offset: Int) throws(OpenFlowError) {
        try requirePort(number, at: offset, "ofp_packet_out.in_port")
        switch number {
        case ..<PortNumber.max, PortNumber.local, PortNumber.controller, PortNumber.any: return
        default: throw OpenFlowError(offset: offset, field: "ofp_packet_out.in_port (reserved)", rule: .badValue)
        }
    }

    func encode(into bytes: inout [UInt8]) {
        let length = UInt16(truncatingIfNeeded: actions.byteCount)
        bytes.put(UInt64(bufferID) << 32 | UInt64(inPort), UInt64(length) << 48)
        actions.encode(into: &bytes)
        bytes.append(contentsOf: data)
    }
}
