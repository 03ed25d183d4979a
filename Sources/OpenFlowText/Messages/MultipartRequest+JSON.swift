import JSONText
import OpenFlow

/// The body's members stand beside `multipart_type`.
extension MultipartRequest: JSONDescribed {
    mutating func describe(_ form: inout JSONForm) throws(OpenFlowTextError) {
        try form.member("flags", &hasMore, .more, .optional)
        try form.variant("multipart_type", &body)
    }
}

extension JSONScalar where Value == Bool {
    /// The flags of a multipart message, of which there is one.
    static var more: Self {
        let flags = JSONScalar<UInt16>.flags([(1, "more")])
        return Self(
            expected: "[], or [\"more\"] where another message follows",
            write: { flags.write($0 ? 1 : 0) },
            read: { json in flags.read(json).flatMap { $0 <= 1 ? $0 == 1 : nil } })
    }
}

extension MultipartRequest.Body: JSONVariant {
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
        case "desc": .description
        case "flow": .flow(FlowStatsRequest())
        case "aggregate": .aggregate(FlowStatsRequest())
        case "table": .table
        case "port_stats": .port(PortNumber.any)
        case "queue": .queue(QueueStatsRequest())
        case "group": .group(GroupNumber.all)
        case "group_desc": .groupDescription
        case "group_features": .groupFeatures
        case "meter": .meter(MeterNumber.all)
        case "meter_config": .meterConfig(meter: MeterNumber.all)
        case "meter_features": .meterFeatures
        case "table_features": .tableFeatures([])
        case "port_desc": .portDescription
        case "flow_monitor": .flowMonitor([])
        case "experimenter": .experimenter(Experimenter(experimenter: 0, type: 0))
        case "unknown": .opaque(type: 0, body: [])
        default: nil
        }
    }

    mutating func describe(_ form: inout JSONForm) throws(OpenFlowTextError) {
        switch self {
        case .description, .table, .groupDescription, .groupFeatures, .meterFeatures, .portDescription: break
        case .flow(let request): self = .flow(try request.described(by: &form))
        case .aggregate(let request): self = .aggregate(try request.described(by: &form))
        case .port(var port):
            try form.member("port_no", &port, .port, .optional)
            self = .port(port)
        case .queue(let request): self = .queue(try request.described(by: &form))
        case .group(var group):
            try form.member("group_id", &group, .group, .optional)
            self = .group(group)
        case .meter(var meter):
            try form.member("meter_id", &meter, .meter, .optional)
            self = .meter(meter)
        case .meterConfig(var meter):
            try form.member("meter_id", &meter, .meter, .optional)
            self = .meterConfig(meter: meter)
        case .tableFeatures(var tables):
            try form.array("tables", &tables, of: .unread, .optional)
            self = .tableFeatures(tables)
        case .flowMonitor(var monitors):
            try form.array("monitors", &monitors, of: .unread)
            self = .flowMonitor(monitors)
        case .experimenter(let experimenter): self = .experimenter(try experimenter.described(by: &form))
        case .opaque(var type, var body):
            try form.member("number", &type, .number)
            try form.member("data", &body, .bytes, .optional)
            self = .opaque(type: type, body: body)
        }
    }
}

/// Names of OFPMP_* (OpenFlow 1.3.5 §7.3.5), and of what has another name among experimenters' types.
let multipartTypeNames = [
    "desc", "flow", "aggregate", "table", "port_stats", "queue", "group", "group_desc", "group_features", "meter",
    "meter_config", "meter_features", "table_features", "port_desc", "flow_monitor", "experimenter", "unknown",
]
