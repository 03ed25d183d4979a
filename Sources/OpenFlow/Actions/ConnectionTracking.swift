/// Nicira's `ct` action: sends the packet through the connection tracker (ovs-actions(7)).
public struct ConnectionTracking: Hashable, Sendable {
    /// What the tracker does with the connection.
    public struct Flags: OptionSet, Hashable, Sendable {
        public let rawValue: UInt16
        public init(rawValue: UInt16) { self.rawValue = rawValue }
        /// Puts the connection into the table.
        public static let commit = Flags(rawValue: 1)
        /// Takes the packet's direction as the connection's; only with `commit`.
        public static let force = Flags(rawValue: 2)
    }

    /// Which of the tracker's tables of connections the packet is looked up in.
    public enum Zone: Hashable, Sendable {
        /// The zone's number itself.
        case immediate(UInt16)
        /// 16 bits of a field, from bit `offset` (0 to 1023).
        case field(FieldHeader, offset: UInt16)
    }

    /// What the tracker does with the connection.
    public var flags: Flags
    /// Where the packet is looked up.
    public var zone: Zone
    /// The table where a copy of the packet goes on with its state known; `nil` for none. The wire has 255 for none, so
    /// 255 is read back as `nil`.
    public var recirculationTable: UInt8?
    /// The well-known port of a helper (21 FTP for TCP, 69 TFTP for UDP), 0 for none.
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

    /// Numbers of `helper` that ask for a protocol.
    static let ftp: UInt16 = 21
    static let tftp: UInt16 = 69

    /// An action that was checked, of at least 24 bytes.
    init(checked bytes: RawSpan, _ range: Range<Int>) {
        let start = range.lowerBound
        let source = bytes.u32(start + 12)
        let bits = bytes.u16(start + 16)
        let table = bytes.u8(start + 18)
        var ipProtocol: UInt8 = 0
        self.init(
            flags: Flags(rawValue: bytes.u16(start + 10)),
            zone: source == 0
                ? .immediate(bits) : .field(FieldHeader(word: source).unmasked, offset: bits >> 6),
            recirculationTable: table == Self.noRecirculation ? nil : table, helper: bytes.u16(start + 22),
            actions: ActionList(checked: bytes, (start + 24)..<range.upperBound, ipProtocol: &ipProtocol))
    }

    func encode(into bytes: inout [UInt8]) {
        bytes.put(flags.rawValue)
        switch zone {
        case .immediate(let number):
            bytes.put(UInt32(0))
            bytes.put(number)
        case .field(let header, let offset):
            bytes.put(header.moveForm.word)
            bytes.put(FlowAction.place(offset, 16))
        }
        bytes.put(recirculationTable ?? Self.noRecirculation)
        bytes.putZeros(3)
        bytes.put(helper)
        actions.encode(into: &bytes)
    }
}
