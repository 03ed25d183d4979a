import JSONText
import OpenFlow

/// The body's members stand beside `multipart_type`.
extension MultipartRequest: JSONDescribed {
    mutating func describe(_ form: inout JSONForm) throws(OpenFlowTextError) {
        try form.member("more", &hasMore, .truth, .optional)
        try form.variant("multipart_type", &body)
    }
}

extension MultipartRequest.Body: JSONVariant {
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
        case "desc": .description
        case "flow": .flow(FlowStatsRequest())
        case "aggregate": .aggregate(FlowStatsRequest())
        case "port_desc": .portDescription
        case "meter_config": .meterConfig(meter: MeterNumber.all)
        case "opaque": .opaque(type: 0, body: [])
        default: nil
        }
    }

    mutating func describe(_ form: inout JSONForm) throws(OpenFlowTextError) {
        switch self {
        case .description, .portDescription: break
        case .flow(var request):
            try request.describe(&form)
            self = .flow(request)
        case .aggregate(var request):
            try request.describe(&form)
            self = .aggregate(request)
        case .meterConfig(var meter):
            try form.member("meter_id", &meter, .meter, .optional)
            self = .meterConfig(meter: meter)
        case .opaque(var type, var body):
            try form.member("number", &type, .number)
            try form.member("body", &body, .bytes)
            self = .opaque(type: type, body: body)
        }
    }
}
