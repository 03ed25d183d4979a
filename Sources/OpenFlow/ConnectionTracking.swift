/// Nicira's `ct` action: sends the packet through the connection tracker (ovs-actions(7)).
public struct ConnectionTracking: Hashable, Sendable {
    public struct Flags: OptionSet, Hashable, Sendable {
        public let rawValue: UInt16
        public init(rawValue: UInt16) { self.rawValue = rawValue }
        /// Puts the connection into the table.
        public static let commit = Flags(rawValue: 1)
        /// Takes the packet's direction as the connection's; only with `commit`.
        public static let force = Flags(rawValue: 2)
    }

    public enum Zone: Hashable, Sendable {
        case immediate(UInt16)
        /// 16 bits of a field, from bit `offset`.
        case field(FieldHeader, offset: UInt16)
    }

    public var flags: Flags
    public var zone: Zone
    /// The table where a copy of the packet goes on with its state known; `nil` for none.
    public var recirculationTable: UInt8?
    /// The well-known port of a helper (21 FTP, 69 TFTP), 0 for none.
    public var helper: UInt16
    /// `nat`, and loads of ct_mark and ct_label.
    public var actions: ActionList

    public init(
        flags: Flags = [], zone: Zone, recirculationTable: UInt8? = nil, helper: UInt16 = 0, actions: ActionList = []
    ) {
        self.flags = flags
        self.zone = zone
        self.recirculationTable = recirculationTable
        self.helper = helper
        self.actions = actions
    }

    private static let noRecirculation: UInt8 = 0xff

    /// Reads the body of an action of at least 24 bytes.
    static func decode(_ bytes: RawSpan, _ range: Range<Int>, depth: Int) throws(OpenFlowError) -> ConnectionTracking {
        try require(24, in: range, "nx_action_conntrack")
        let start = range.lowerBound
        let flags = Flags(rawValue: bytes.u16(start + 10))
        guard flags.isSubset(of: [.commit, .force]), !flags.contains(.force) || flags.contains(.commit) else {
            throw OpenFlowError(offset: start + 10, field: "nx_action_conntrack.flags", rule: .badValue)
        }
        guard bytes.isZero((start + 19)..<(start + 22)) else {
            throw OpenFlowError(offset: start + 19, field: "nx_action_conntrack.pad", rule: .badPadding)
        }
        let source = bytes.u32(start + 12)
        let bits = bytes.u16(start + 16)
        let zone: Zone
        if source == 0 {
            zone = .immediate(bits)
        } else {
            let header = FieldHeader(word: source)
            let offset = bits >> 6
            guard bits & 0x3f == 15, Int(offset) + 16 <= header.valueBits else {
                throw OpenFlowError(offset: start + 16, field: "nx_action_conntrack.zone_ofs_nbits", rule: .badValue)
            }
            zone = .field(header, offset: offset)
        }
        let table = bytes.u8(start + 18)
        return ConnectionTracking(
            flags: flags, zone: zone, recirculationTable: table == noRecirculation ? nil : table,
            helper: bytes.u16(start + 22),
            actions: try ActionList.decode(bytes, (start + 24)..<range.upperBound, depth: depth + 1))
    }

    func encode(into bytes: inout [UInt8]) {
        bytes.put(flags.rawValue)
        switch zone {
        case .immediate(let number):
            bytes.put(UInt32(0))
            bytes.put(number)
        case .field(let header, let offset):
            bytes.put(header.word)
            bytes.put(offset << 6 | 15)
        }
        bytes.put(recirculationTable ?? Self.noRecirculation)
        bytes.putZeros(3)
        bytes.put(helper)
        actions.encode(into: &bytes)
    }
}
