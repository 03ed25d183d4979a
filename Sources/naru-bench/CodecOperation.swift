/// What `naru-bench codec` times. The raw value is the peers' name for it.
enum CodecOperation: String, CaseIterable {
    case flowModDecode = "flow-mod-decode"
    case flowModEncode = "flow-mod-encode"
    /// From numbers to bytes: the match, the actions, the message.
    case flowModBuild = "flow-mod-build"
    /// The frame stays where it is in the message, as it does in Open vSwitch.
    case packetInView = "packet-in-view"
    /// The frame is copied out of the message.
    case packetInOwned = "packet-in-owned"
    case packetOutEncode = "packet-out-encode"
    case flowStatsDecode = "flow-stats-decode"
    case flowStatsEncode = "flow-stats-encode"

    var title: String {
        switch self {
        case .flowModDecode: "FLOW_MOD decode"
        case .flowModEncode: "FLOW_MOD encode, value built"
        case .flowModBuild: "FLOW_MOD build + encode"
        case .packetInView: "PACKET_IN decode, view"
        case .packetInOwned: "PACKET_IN decode, owned"
        case .packetOutEncode: "PACKET_OUT encode"
        case .flowStatsDecode: "flow stats decode, entry"
        case .flowStatsEncode: "flow stats encode, entry"
        }
    }

    /// What one run works on: the entries of a flow stats reply are counted one by one.
    var itemsPerRun: Int {
        switch self {
        case .flowStatsDecode, .flowStatsEncode: CodecMessages.statsEntries
        default: 1
        }
    }

    var bound: CodecBound? {
        switch self {
        case .flowModDecode: .all([.openVSwitch(0.3, .flowModDecode), .floor(1.5)])
        case .flowModEncode: .any([.nanoseconds(50), .openVSwitch(0.12, .flowModEncode)])
        case .flowModBuild: .all([.openVSwitch(0.5, .flowModEncode)])
        case .packetInView: .all([.openVSwitch(0.25, .packetInView)])
        case .flowStatsDecode: .all([.openVSwitch(0.3, .flowStatsDecode)])
        case .packetInOwned, .packetOutEncode, .flowStatsEncode: nil
        }
    }
}
