/// How a switch treats fragments, and how much of a packet it sends on a table's miss (OpenFlow 1.3.5 §7.3.2).
public struct SwitchConfig: Hashable, Sendable {
    /// 0 normal, 1 drop fragments, 2 reassemble.
    public var flags: UInt16
    /// Bytes of a packet-in; `FlowAction.maxLengthNoBuffer` for all of it.
    public var missSendLength: UInt16

    public init(flags: UInt16 = 0, missSendLength: UInt16) {
        self.flags = flags
        self.missSendLength = missSendLength
    }

    static func decode(_ bytes: RawSpan, _ range: Range<Int>) throws(OpenFlowError) -> SwitchConfig {
        try requireExactly(4, in: range, "ofp_switch_config")
        return SwitchConfig(flags: bytes.u16(range.lowerBound), missSendLength: bytes.u16(range.lowerBound + 2))
    }

    /// Reads the one that a controller sends, in which a switch takes no flags that it does not know.
    static func decodeOrder(_ bytes: RawSpan, _ range: Range<Int>) throws(OpenFlowError) -> SwitchConfig {
        let config = try decode(bytes, range)
        guard config.flags & ~fragmentMask == 0 else {
            throw OpenFlowError(offset: range.lowerBound, field: "ofp_switch_config.flags", rule: .badValue)
        }
        return config
    }

    /// OFPC_FRAG_MASK.
    private static let fragmentMask: UInt16 = 3

    func encode(into bytes: inout [UInt8]) {
        bytes.put(flags)
        bytes.put(missSendLength)
    }
}
