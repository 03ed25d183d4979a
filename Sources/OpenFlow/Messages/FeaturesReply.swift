/// What a switch is (OpenFlow 1.3.5 §7.3.1).
public struct FeaturesReply: Hashable, Sendable {
    /// The datapath's number: 48 bits of an Ethernet address under 16 of the maker's.
    public var datapathID: UInt64
    /// Packets it can hold for a controller.
    public var bufferCount: UInt32
    /// Flow tables that the switch has.
    public var tableCount: UInt8
    /// 0 for the main connection.
    public var auxiliaryID: UInt8
    /// OFPC_* bits.
    public var capabilities: UInt32

    public init(
        datapathID: UInt64, bufferCount: UInt32 = 0, tableCount: UInt8, auxiliaryID: UInt8 = 0, capabilities: UInt32 = 0
    ) {
        self.datapathID = datapathID
        self.bufferCount = bufferCount
        self.tableCount = tableCount
        self.auxiliaryID = auxiliaryID
        self.capabilities = capabilities
    }

    static func decode(_ bytes: RawSpan, _ range: Range<Int>) throws(OpenFlowError) -> FeaturesReply {
        try requireExactly(24, in: range, "ofp_switch_features")
        let start = range.lowerBound
        return FeaturesReply(
            datapathID: bytes.u64(start), bufferCount: bytes.u32(start + 8), tableCount: bytes.u8(start + 12),
            auxiliaryID: bytes.u8(start + 13), capabilities: bytes.u32(start + 16))
    }

    func encode(into bytes: inout [UInt8]) {
        bytes.put(datapathID)
        bytes.put(bufferCount)
        bytes.put(tableCount)
        bytes.put(auxiliaryID)
        bytes.putZeros(2)
        bytes.put(capabilities)
        bytes.putZeros(4)
    }
}
