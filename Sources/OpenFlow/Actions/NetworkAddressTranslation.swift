public import NetworkTypes

/// Nicira's `nat` action inside of `ct` (ovs-actions(7)). Without a direction it translates as its connection does.
public struct NetworkAddressTranslation: Hashable, Sendable {
    /// What is translated, and how (NX_NAT_F_*).
    public struct Flags: OptionSet, Hashable, Sendable {
        public let rawValue: UInt16
        public init(rawValue: UInt16) { self.rawValue = rawValue }
        /// Translates the source; not with `destination`.
        public static let source = Flags(rawValue: 1)
        public static let destination = Flags(rawValue: 2)
        public static let persistent = Flags(rawValue: 4)
        /// Chooses ports by a hash; not with `protocolRandom`.
        public static let protocolHash = Flags(rawValue: 8)
        public static let protocolRandom = Flags(rawValue: 16)
    }

    /// What is translated, and how.
    public var flags: Flags
    /// The first and last address to translate to, of one family; `last` may be left out.
    public var firstAddress: IPAddress?
    /// The last address to translate to, not below the first; `nil` where there is one alone.
    public var lastAddress: IPAddress?
    /// The first and last port, 0 for none; only with an address.
    public var firstPort: UInt16
    /// The last port, not below the first; 0 for none.
    public var lastPort: UInt16

    public init(
        flags: Flags = [], firstAddress: IPAddress? = nil, lastAddress: IPAddress? = nil, firstPort: UInt16 = 0,
        lastPort: UInt16 = 0
    ) {
        self.flags = flags
        self.firstAddress = firstAddress
        self.lastAddress = lastAddress
        self.firstPort = firstPort
        self.lastPort = lastPort
    }

    /// Bits of `range_present`.
    private enum Present {
        static let ipv4First: UInt16 = 1
        static let ipv4Last: UInt16 = 2
        static let ipv6First: UInt16 = 4
        static let ipv6Last: UInt16 = 8
        static let portFirst: UInt16 = 16
        static let portLast: UInt16 = 32
    }

    /// Reads the action, and tells where its addresses and ports end. Open vSwitch reads past the padding before and after.
    static func decode(_ bytes: RawSpan, _ range: Range<Int>) throws(OpenFlowError) -> (
        NetworkAddressTranslation, end: Int
    ) {
        try require(16, in: range, "nx_action_nat")
        let start = range.lowerBound
        func refused(_ offset: Int, _ field: String, _ rule: OpenFlowError.Rule = .badValue) -> OpenFlowError {
            OpenFlowError(offset: offset, field: field, rule: rule)
        }
        var nat = NetworkAddressTranslation(flags: Flags(rawValue: bytes.u16(start + 12)))
        guard nat.flags.rawValue & ~0x1f == 0, !nat.flags.isSuperset(of: [.source, .destination]),
            !nat.flags.isSuperset(of: [.protocolHash, .protocolRandom])
        else { throw refused(start + 12, "nx_action_nat.flags") }
        let present = bytes.u16(start + 14)
        var offset = start + 16
        func take(_ bit: UInt16, _ count: Int) throws(OpenFlowError) -> UInt128? {
            guard present & bit != 0 else { return nil }
            guard range.upperBound - offset >= count else { throw refused(offset, "nx_action_nat range", .truncated) }
            offset += count
            return bytes.unsigned(offset - count, count: count)
        }
        let firstV4 = try take(Present.ipv4First, 4)
        let lastV4 = try take(Present.ipv4Last, 4)
        let firstV6 = try take(Present.ipv6First, 16)
        let lastV6 = try take(Present.ipv6Last, 16)
        guard firstV4 == nil || firstV6 == nil, lastV4 == nil || firstV4 != nil, lastV6 == nil || firstV6 != nil else {
            throw refused(start + 14, "nx_action_nat.range_present")
        }
        nat.firstAddress =
            firstV4.map { IPAddress(family: .v4, bits: $0) } ?? firstV6.map { .init(family: .v6, bits: $0) }
        nat.lastAddress = lastV4.map { IPAddress(family: .v4, bits: $0) } ?? lastV6.map { .init(family: .v6, bits: $0) }
        let firstPort = try take(Present.portFirst, 2)
        let lastPort = try take(Present.portLast, 2)
        guard firstPort == nil || nat.firstAddress != nil, lastPort == nil || firstPort != nil else {
            throw refused(start + 14, "nx_action_nat.range_present")
        }
        nat.firstPort = UInt16(truncatingIfNeeded: firstPort ?? 0)
        nat.lastPort = UInt16(truncatingIfNeeded: lastPort ?? 0)
        guard nat.firstAddress.map({ $0.bits != 0 }) ?? true, firstPort != 0,
            nat.lastAddress.map({ last in nat.firstAddress.map { $0 <= last } ?? false }) ?? true,
            lastPort == nil || nat.lastPort >= nat.firstPort
        else { throw refused(start + 16, "nx_action_nat range") }
        return (nat, offset)
    }

    func encode(into bytes: inout [UInt8]) {
        bytes.putZeros(2)
        bytes.put(flags.rawValue)
        let presentAt = bytes.count
        bytes.put(UInt16(0))
        var present: UInt16 = 0
        for (address, isFirst) in [(firstAddress, true), (lastAddress, false)] {
            switch address {
            case .v4(let address):
                present |= isFirst ? Present.ipv4First : Present.ipv4Last
                bytes.put(address.bits)
            case .v6(let address):
                present |= isFirst ? Present.ipv6First : Present.ipv6Last
                bytes.put(address.high)
                bytes.put(address.low)
            case nil: break
            }
        }
        if firstPort != 0 {
            present |= Present.portFirst
            bytes.put(firstPort)
            if lastPort != 0 {
                present |= Present.portLast
                bytes.put(lastPort)
            }
        }
        bytes.patch(Int(present), at: presentAt)
    }
}
