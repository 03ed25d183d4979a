/// The value of option 53 (RFC 2132 §9.6).
public enum DHCPMessageType: UInt8, Hashable, Sendable, CaseIterable {
    case discover = 1
    case offer = 2
    case request = 3
    case decline = 4
    case acknowledge = 5
    case refuse = 6
    case release = 7
    case inform = 8
}
