/// Configures a flow table (OpenFlow 1.3.5 §7.3.3). OpenFlow 1.3 has no bit to configure; those of 1.1 and 1.2 are
/// deprecated.
public struct TableMod: Hashable, Sendable {
    /// `FlowMod.allTables` for every one.
    public var table: UInt8
    public var configuration: UInt32

    public init(table: UInt8, configuration: UInt32 = 0) {
        self.table = table
        self.configuration = configuration
    }

    static func decode(_ bytes: RawSpan, _ range: Range<Int>) throws(OpenFlowError) -> TableMod {
        try requireExactly(8, in: range, "ofp_table_mod")
        return TableMod(table: bytes.u8(range.lowerBound), configuration: bytes.u32(range.lowerBound + 4))
    }

    func encode(into bytes: inout [UInt8]) {
        bytes.put(table)
        bytes.putZeros(3)
        bytes.put(configuration)
    }
}
