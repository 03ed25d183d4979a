import OpenFlow

extension QueueGetConfigRequest: JSONDescribed {
    mutating func describe(_ form: inout JSONForm) throws(OpenFlowTextError) {
        try form.member("port", &port, .port, .optional)
    }
}

extension QueueGetConfigReply: JSONDescribed {
    mutating func describe(_ form: inout JSONForm) throws(OpenFlowTextError) {
        try form.member("port", &port, .port)
        try form.array("queues", &queues, of: .unread, .optional)
    }
}

extension QueueConfig: JSONDescribed {
    static let unread = QueueConfig(number: 0, port: 0, properties: [])

    mutating func describe(_ form: inout JSONForm) throws(OpenFlowTextError) {
        try form.member("queue_id", &number, .queue)
        try form.member("port", &port, .port)
        try form.variants("properties", &properties, .optional)
    }
}

extension QueueConfig.Property: JSONVariant {
    static let variantNames = ["min_rate", "max_rate", "experimenter", "unknown"]

    var variantName: String {
        switch self {
        case .minimumRate: "min_rate"
        case .maximumRate: "max_rate"
        case .experimenter: "experimenter"
        case .unknown: "unknown"
        }
    }

    static func variant(named name: String) -> Self? {
        switch name {
        case "min_rate": .minimumRate(0)
        case "max_rate": .maximumRate(0)
        case "experimenter": .experimenter(0, data: [])
        case "unknown": .unknown(type: 0, body: [])
        default: nil
        }
    }

    mutating func describe(_ form: inout JSONForm) throws(OpenFlowTextError) {
        switch self {
        case .minimumRate(var rate):
            try form.member("rate", &rate, .number)
            self = .minimumRate(rate)
        case .maximumRate(var rate):
            try form.member("rate", &rate, .number)
            self = .maximumRate(rate)
        case .experimenter(var experimenter, var data):
            try form.member("experimenter", &experimenter, .experimenter)
            try form.member("data", &data, .bytes, .optional)
            self = .experimenter(experimenter, data: data)
        case .unknown(var type, var body):
            try form.member("number", &type, .number)
            try form.member("data", &body, .bytes, .optional)
            self = .unknown(type: type, body: body)
        }
    }
}

extension QueueStatsRequest: JSONDescribed {
    mutating func describe(_ form: inout JSONForm) throws(OpenFlowTextError) {
        try form.member("port_no", &port, .port, .optional)
        try form.member("queue_id", &queue, .queue, .optional)
    }
}

extension QueueStats: JSONDescribed {
    static let unread = QueueStats(port: 0, queue: 0, transmittedBytes: 0, transmittedPackets: 0, transmitErrors: 0)

    mutating func describe(_ form: inout JSONForm) throws(OpenFlowTextError) {
        try form.member("port_no", &port, .port)
        try form.member("queue_id", &queue, .queue)
        try form.member("tx_bytes", &transmittedBytes, .number)
        try form.member("tx_packets", &transmittedPackets, .number)
        try form.member("tx_errors", &transmitErrors, .number)
        try form.member("duration_sec", &durationSeconds, .number, .optional)
        try form.member("duration_nsec", &durationNanoseconds, .number, .optional)
    }
}
