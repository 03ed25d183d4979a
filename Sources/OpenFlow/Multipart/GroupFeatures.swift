/// What groups a switch can have (OpenFlow 1.3.5 §7.3.5.11).
public struct GroupFeatures: Hashable, Sendable {
    /// What holds for the groups of one type.
    public struct Limits: Hashable, Sendable {
        /// Groups of this type that the switch can have.
        public var maximumCount: UInt32
        /// A bit for each action type that buckets may have, bit n for type n.
        public var actions: UInt32

        public init(maximumCount: UInt32, actions: UInt32) {
            self.maximumCount = maximumCount
            self.actions = actions
        }
    }

    /// A bit for each `GroupType`.
    public var types: UInt32
    /// OFPGFC_* bits: select by weight 1, select by liveness 2, chaining 4, chains checked for loops 8.
    public var capabilities: UInt32
    /// Of groups of type all.
    public var all: Limits
    /// Of groups of type select.
    public var select: Limits
    /// Of groups of type indirect.
    public var indirect: Limits
    /// Of groups of type fast failover.
    public var fastFailover: Limits

    public init(
        types: UInt32, capabilities: UInt32, all: Limits, select: Limits, indirect: Limits, fastFailover: Limits
    ) {
        self.types = types
        self.capabilities = capabilities
        self.all = all
        self.select = select
        self.indirect = indirect
        self.fastFailover = fastFailover
    }

    static func decode(_ bytes: RawSpan, _ range: Range<Int>) throws(OpenFlowError) -> GroupFeatures {
        try requireExactly(40, in: range, "ofp_group_features")
        let start = range.lowerBound
        func limits(_ type: GroupType) -> Limits {
            let index = Int(type.rawValue) * 4
            return Limits(maximumCount: bytes.u32(start + 8 + index), actions: bytes.u32(start + 24 + index))
        }
        return GroupFeatures(
            types: bytes.u32(start), capabilities: bytes.u32(start + 4), all: limits(.all), select: limits(.select),
            indirect: limits(.indirect), fastFailover: limits(.fastFailover))
    }

    func encode(into bytes: inout [UInt8]) {
        bytes.put(types)
        bytes.put(capabilities)
        for limits in [all, select, indirect, fastFailover] { bytes.put(limits.maximumCount) }
        for limits in [all, select, indirect, fastFailover] { bytes.put(limits.actions) }
    }
}
