/// The number of a flow table on a switch, 0 to 254.
public struct TableID: Hashable, Comparable, Sendable {
    public let value: UInt8

    public init(_ value: UInt8) { self.value = value }

    public static func < (left: Self, right: Self) -> Bool { left.value < right.value }
}

/// A level of precedence. Levels are names, so that two flows are equal or ordered by intention, never by accident.
public struct Priority: Hashable, Comparable, Sendable {
    public let value: UInt16

    private init(named value: UInt16) { self.value = value }

    /// The drop, or the fall-through, of a table.
    public static let miss = Priority(named: 0)
    /// A drop that has a name of its own, below everything that lets a packet pass.
    public static let low = Priority(named: 50)
    public static let normal = Priority(named: 100)
    /// Of two ways to the same end the one that goes first, or what is taken out before the normal ways.
    public static let elevated = Priority(named: 500)
    /// An exception from all else.
    public static let high = Priority(named: 1000)
    /// What a switch compares every packet with, before anything else.
    public static let first = Priority(named: 2000)

    /// 100 + `length`, 100 to 228: a longer prefix wins. A length beyond 128 is a programmer's error.
    public static func longestPrefix(_ length: Int) -> Priority {
        precondition((0...128).contains(length), "a prefix has 0 to 128 bits")
        return Priority(named: normal.value + UInt16(length))
    }

    /// The level that a number on the wire stands for; nil when no name stands for it.
    public init?(value: UInt16) {
        guard [0, 50, 500, 1000, 2000].contains(value) || Self.prefixBand.contains(value) else { return nil }
        self.init(named: value)
    }

    /// The numbers of `longestPrefix`.
    static let prefixBand: ClosedRange<UInt16> = 100...228

    public static func < (left: Self, right: Self) -> Bool { left.value < right.value }
}

/// One flow of a bridge.
public struct Flow: Hashable, Sendable {
    public let table: TableID
    public let priority: Priority
    public let match: Match
    /// In order; empty drops.
    public let actions: [Action]
    /// What the flow was compiled from; never 0.
    public let cookie: UInt64

    public init(table: TableID, priority: Priority, match: Match, actions: [Action], cookie: UInt64) {
        self.table = table
        self.priority = priority
        self.match = match
        self.actions = actions
        self.cookie = cookie
    }

    /// What a switch tells flows apart by: an addition with an equal identity replaces.
    public var identity: FlowIdentity { FlowIdentity(table: table, priority: priority, match: match) }
}

public struct FlowIdentity: Hashable, Sendable {
    public let table: TableID
    public let priority: Priority
    public let match: Match
}

/// A packet meter that drops what exceeds its rate.
public struct Meter: Hashable, Comparable, Sendable {
    /// 1 to 0xffff0000 (OpenFlow 1.3.5 §7.3.4.4); a switch may allow fewer.
    public let id: UInt32
    public let packetsPerSecond: UInt32
    /// Packets that may come at once.
    public let burst: UInt32

    public init(id: UInt32, packetsPerSecond: UInt32, burst: UInt32) {
        self.id = id
        self.packetsPerSecond = packetsPerSecond
        self.burst = burst
    }

    public static func < (left: Self, right: Self) -> Bool {
        (left.id, left.packetsPerSecond, left.burst) < (right.id, right.packetsPerSecond, right.burst)
    }
}
