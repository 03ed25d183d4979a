import JSONText
import OpenFlow

/// The body's members stand beside `multipart_type`.
extension MultipartReply: JSONDescribed {
    mutating func describe(_ form: inout JSONForm) throws(OpenFlowTextError) {
        try form.member("more", &hasMore, .truth, .optional)
        try form.variant("multipart_type", &body)
    }
}

extension MultipartReply.Body: JSONVariant {
    static let variantNames = ["desc", "flow", "aggregate", "port_desc", "meter_config", "opaque"]

    var variantName: String {
        switch self {
        case .description: "desc"
        case .flow: "flow"
        case .aggregate: "aggregate"
        case .portDescription: "port_desc"
        case .meterConfig: "meter_config"
        case .opaque: "opaque"
        }
    }

    static func variant(named name: String) -> Self? {
        switch name {
        case "desc": .description(.unread)
        case "flow": .flow([])
        case "aggregate": .aggregate(AggregateStats(packetCount: 0, byteCount: 0, flowCount: 0))
        case "port_desc": .portDescription([])
        case "meter_config": .meterConfig([])
        case "opaque": .opaque(type: 0, body: [])
        default: nil
        }
    }

    mutating func describe(_ form: inout JSONForm) throws(OpenFlowTextError) {
        switch self {
        case .description(var description):
            try description.describe(&form)
            self = .description(description)
        case .flow(var flows):
            try form.array("flows", &flows, of: .unread)
            self = .flow(flows)
        case .aggregate(var stats):
            try stats.describe(&form)
            self = .aggregate(stats)
        case .portDescription(var ports):
            try form.array("ports", &ports, of: .unread)
            self = .portDescription(ports)
        case .meterConfig(var meters):
            try form.array("meters", &meters, of: .unread)
            self = .meterConfig(meters)
        case .opaque(var type, var body):
            try form.member("number", &type, .number)
            try form.member("body", &body, .bytes)
            self = .opaque(type: type, body: body)
        }
    }
}
