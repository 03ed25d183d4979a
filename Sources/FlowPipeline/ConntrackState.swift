/// Connection-tracking state bits, as Open vSwitch numbers them (ovs-fields(7), ct_state).
public struct ConntrackState: OptionSet, Hashable, Sendable {
    public let rawValue: UInt32
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    public static let new = ConntrackState(rawValue: 0x01)
    public static let established = ConntrackState(rawValue: 0x02)
    public static let related = ConntrackState(rawValue: 0x04)
    public static let reply = ConntrackState(rawValue: 0x08)
    public static let invalid = ConntrackState(rawValue: 0x10)
    public static let tracked = ConntrackState(rawValue: 0x20)
    public static let sourceNAT = ConntrackState(rawValue: 0x40)
    public static let destinationNAT = ConntrackState(rawValue: 0x80)
}
