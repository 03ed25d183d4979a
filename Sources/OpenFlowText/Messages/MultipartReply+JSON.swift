import OpenFlow

/// The body's members stand beside `multipart_type`.
extension MultipartReply: JSONDescribed {
    mutating func describe(_ form: inout JSONForm) throws(OpenFlowTextError) {
        try form.member("flags", &hasMore, .more, .optional)
        try form.variant("multipart_type", &body)
    }
}

extension MultipartReply.Body: JSONVariant {
    static let variantNames = multipartTypeNames

    var variantName: String {
        switch self {
        case .description: "desc"
        case .flow: "flow"
        case .aggregate: "aggregate"
        case .table: "table"
        case .port: "port_stats"
        case .queue: "queue"
        case .group: "group"
        case .groupDescription: "group_desc"
        case .groupFeatures: "group_features"
        case .meter: "meter"
        case .meterConfig: "meter_config"
        case .meterFeatures: "meter_features"
        case .tableFeatures: "table_features"
        case .portDescription: "port_desc"
        case .flowMonitor: "flow_monitor"
        case .experimenter: "experimenter"
        case .opaque: "unknown"
        }
    }

    static func variant(named name: String) -> Self? {
        switch name {
        case "desc": .description(.unread)
        case "flow": .flow([])
        case "aggregate": .aggregate(AggregateStats(packetCount: 0, byteCount: 0, flowCount: 0))
        case "table": .table([])
        case "port_stats": .port([])
        case "queue": .queue([])
        case "group": .group([])
        case "group_desc": .groupDescription([])
        case "group_features": .groupFeatures(.unread)
        case "meter": .meter([])
        case "meter_config": .meterConfig([])
        case "meter_features": .meterFeatures(.unread)
        case "table_features": .tableFeatures([])
        case "port_desc": .portDescription([])
        case "flow_monitor": .flowMonitor([])
        case "experimenter": .experimenter(Experimenter(experimenter: 0, type: 0))
        case "unknown": .opaque(type: 0, body: [])
        default: nil
        }
    }

    mutating func describe(_ form: inout JSONForm) throws(OpenFlowTextError) {
        switch self {
        case .description(let body): self = .description(try body.described(by: &form))
        case .flow(let flows): self = .flow(try form.entries("flows", flows, of: .unread))
        case .aggregate(let body): self = .aggregate(try body.described(by: &form))
        case .table(let tables): self = .table(try form.entries("tables", tables, of: .unread))
        case .port(let ports): self = .port(try form.entries("ports", ports, of: .unread))
        case .queue(let queues): self = .queue(try form.entries("queues", queues, of: .unread))
        case .group(let groups): self = .group(try form.entries("groups", groups, of: .unread))
        case .groupDescription(let groups):
            self = .groupDescription(try form.entries("groups", groups, of: .unread))
        case .groupFeatures(let body): self = .groupFeatures(try body.described(by: &form))
        case .meter(let meters): self = .meter(try form.entries("meters", meters, of: .unread))
        case .meterConfig(let meters): self = .meterConfig(try form.entries("meters", meters, of: .unread))
        case .meterFeatures(let body): self = .meterFeatures(try body.described(by: &form))
        case .tableFeatures(let tables): self = .tableFeatures(try form.entries("tables", tables, of: .unread))
        case .portDescription(let ports): self = .portDescription(try form.entries("ports", ports, of: .unread))
        case .flowMonitor(var updates):
            try form.variants("updates", &updates)
            self = .flowMonitor(updates)
        case .experimenter(let body): self = .experimenter(try body.described(by: &form))
        case .opaque(var type, var body):
            try form.member("number", &type, .number)
            try form.member("data", &body, .bytes, .optional)
            self = .opaque(type: type, body: body)
        }
    }
}

extension JSONForm {
    /// The array `name` of the structures that make a multipart body.
    fileprivate mutating func entries<Element: JSONDescribed>(
        _ name: String, _ entries: [Element], of first: @autoclosure () -> Element
    ) throws(OpenFlowTextError) -> [Element] {
        var entries = entries
        try array(name, &entries, of: first())
        return entries
    }
}
