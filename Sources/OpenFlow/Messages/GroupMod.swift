/// What a group does with its buckets (OpenFlow 1.3.5 §5.6.1).
public enum GroupType: UInt8, Hashable, Sendable {
    /// Every bucket, each with a copy of the packet.
    case all = 0
    /// One bucket, chosen by the switch according to the weights.
    case select = 1
    /// The one bucket that the group has.
    case indirect = 2
    /// The first bucket whose port or group is live.
    case fastFailover = 3
}

/// Numbers of groups that stand for more than one, or for none (OpenFlow 1.3.5 §7.3.4.2).
public enum GroupNumber {
    /// The highest number of a single group (OFPG_MAX).
    public static let max: UInt32 = 0xffff_ff00
    /// Every group, in a delete (OFPG_ALL).
    public static let all: UInt32 = 0xffff_fffc
    /// No group, or any, where a group may be left out (OFPG_ANY).
    public static let any: UInt32 = 0xffff_ffff
}

/// Adds, changes or deletes a group (OpenFlow 1.3.5 §7.3.4.2). Deleting a group deletes the flows that output to it.
public struct GroupMod: Hashable, Sendable {
    /// What is done (ofp_group_mod_command).
    public enum Command: UInt16, Hashable, Sendable {
        /// Adds a group; an error where there is one of this number.
        case add = 0
        /// Changes a group that is there.
        case modify = 1
        /// Deletes a group, or all; no error where there is none.
        case delete = 2
        /// Open vSwitch's own: modify, or add where there is no such group.
        case addOrModify = 0x8000
    }

    /// What is done with the group.
    public var command: Command
    /// What the group does with its buckets.
    public var type: GroupType
    /// `GroupNumber.all` in a delete means every one.
    public var number: UInt32
    /// None in a delete.
    public var buckets: [GroupBucket]

    public init(command: Command, type: GroupType, number: UInt32, buckets: [GroupBucket] = []) {
        self.command = command
        self.type = type
        self.number = number
        self.buckets = buckets
    }

    static func decode(_ bytes: RawSpan, _ range: Range<Int>) throws(OpenFlowError) -> GroupMod {
        try require(8, in: range, "ofp_group_mod")
        let start = range.lowerBound
        guard let command = Command(rawValue: bytes.u16(start)) else {
            throw OpenFlowError(offset: start, field: "ofp_group_mod.command", rule: .badValue)
        }
        guard let type = GroupType(rawValue: bytes.u8(start + 2)) else {
            throw OpenFlowError(offset: start + 2, field: "ofp_group_mod.type", rule: .badType)
        }
        let mod = GroupMod(
            command: command, type: type, number: bytes.u32(start + 4),
            buckets: try GroupBucket.decodeList(bytes, (start + 8)..<range.upperBound))
        guard command == .delete || mod.number <= GroupNumber.max else {
            throw OpenFlowError(offset: start + 4, field: "ofp_group_mod.group_id", rule: .badValue)
        }
        try mod.checkBuckets(bytes, at: start + 8)
        return mod
    }

    /// Throws unless the buckets are what Open vSwitch asks for: none to delete, one for an indirect group, weights for
    /// a select group alone, something to watch for fast failover always, and for all and indirect groups never.
    private func checkBuckets(_ bytes: RawSpan, at start: Int) throws(OpenFlowError) {
        if command == .delete, buckets.isEmpty { return }
        guard command != .delete, type != .indirect || buckets.count == 1 else {
            throw OpenFlowError(offset: start, field: "ofp_group_mod.buckets", rule: .badValue)
        }
        var offset = start
        for bucket in buckets {
            guard bucket.weight == 0 || type == .select, bucket.watches || type != .fastFailover else {
                throw OpenFlowError(offset: offset, field: "ofp_group_mod.buckets", rule: .badValue)
            }
            guard !bucket.watches || type == .select || type == .fastFailover else {
                throw OpenFlowError(offset: offset, field: "ofp_bucket.watch", rule: .badValue)
            }
            offset += Int(bytes.u16(offset))
        }
    }

    func encode(into bytes: inout [UInt8]) {
        bytes.put(command.rawValue)
        bytes.put(type.rawValue)
        bytes.putZeros(1)
        bytes.put(number)
        GroupBucket.encode(buckets, into: &bytes)
    }
}
