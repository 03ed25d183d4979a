import OpenFlow

/// Masks of reasons as lists of the reasons' names.
extension AsyncConfig: JSONDescribed {
    private static let nothing = Masks(packetIn: 0, portStatus: 0, flowRemoved: 0)
    static let unread = AsyncConfig(master: nothing, slave: nothing)

    mutating func describe(_ form: inout JSONForm) throws(OpenFlowTextError) {
        try form.object("master", &master)
        try form.object("slave", &slave)
    }
}

extension AsyncConfig.Masks: JSONDescribed {
    mutating func describe(_ form: inout JSONForm) throws(OpenFlowTextError) {
        try form.member("packet_in", &packetIn, .flags(AsyncReason.packetIn), .optional)
        try form.member("port_status", &portStatus, .flags(AsyncReason.portStatus), .optional)
        try form.member("flow_removed", &flowRemoved, .flags(AsyncReason.flowRemoved), .optional)
    }
}

/// Bits of reasons, bit n for reason n.
private enum AsyncReason {
    static let packetIn = bits(["no_match", "action", "invalid_ttl", "action_set", "group", "packet_out"])
    static let portStatus = bits(["add", "delete", "modify"])
    static let flowRemoved = bits([
        "idle_timeout", "hard_timeout", "delete", "group_delete", "meter_delete", "eviction",
    ])
    static let roleStatus = bits(["master_request", "config", "experimenter"])
    static let tableStatus: [(bit: UInt32, name: String)] = [(8, "vacancy_down"), (16, "vacancy_up")]
    static let requestForward = bits(["group_mod", "meter_mod"])

    private static func bits(_ names: [String]) -> [(bit: UInt32, name: String)] {
        names.enumerated().map { (1 << UInt32($0.offset), $0.element) }
    }
}

extension AsyncProperties: JSONDescribed {
    mutating func describe(_ form: inout JSONForm) throws(OpenFlowTextError) {
        try form.variants("properties", &masks)
    }
}

extension AsyncProperties.Mask: JSONVariant {
    static let variantNames = AsyncProperties.Kind.allCases.map(\.jsonName)

    var variantName: String { kind.jsonName }

    static func variant(named name: String) -> AsyncProperties.Mask? {
        AsyncProperties.Kind.allCases.first { $0.jsonName == name }.map { Self($0, reasons: 0) }
    }

    mutating func describe(_ form: inout JSONForm) throws(OpenFlowTextError) {
        try form.member("mask", &reasons, .flags(kind.jsonReasons))
    }
}

extension AsyncProperties.Kind {
    fileprivate var jsonName: String {
        switch self {
        case .packetInSlave: "packet_in_slave"
        case .packetInMaster: "packet_in_master"
        case .portStatusSlave: "port_status_slave"
        case .portStatusMaster: "port_status_master"
        case .flowRemovedSlave: "flow_removed_slave"
        case .flowRemovedMaster: "flow_removed_master"
        case .roleStatusSlave: "role_status_slave"
        case .roleStatusMaster: "role_status_master"
        case .tableStatusSlave: "table_status_slave"
        case .tableStatusMaster: "table_status_master"
        case .requestForwardSlave: "requestforward_slave"
        case .requestForwardMaster: "requestforward_master"
        }
    }

    fileprivate var jsonReasons: [(bit: UInt32, name: String)] {
        switch self {
        case .packetInSlave, .packetInMaster: AsyncReason.packetIn
        case .portStatusSlave, .portStatusMaster: AsyncReason.portStatus
        case .flowRemovedSlave, .flowRemovedMaster: AsyncReason.flowRemoved
        case .roleStatusSlave, .roleStatusMaster: AsyncReason.roleStatus
        case .tableStatusSlave, .tableStatusMaster: AsyncReason.tableStatus
        case .requestForwardSlave, .requestForwardMaster: AsyncReason.requestForward
        }
    }
}
