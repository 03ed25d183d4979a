import JSONText
import OpenFlow

extension MeterMod: JSONDescribed {
    mutating func describe(_ form: inout JSONForm) throws(OpenFlowTextError) {
        try form.member("command", &command, .name)
        try meter.describe(&form)
    }
}

extension MeterMod.Command: JSONNamed {
    var jsonName: String {
        switch self {
        case .add: "add"
        case .modify: "modify"
        case .delete: "delete"
        }
    }
}

extension MeterConfig: JSONDescribed {
    static let unread = MeterConfig(number: 0, flags: [], bands: [])

    mutating func describe(_ form: inout JSONForm) throws(OpenFlowTextError) {
        try form.member("meter_id", &number, .meter)
        try form.member("flags", &flags, .options(MeterFlags.jsonNames), .optional)
        try form.variants("bands", &bands, .optional)
    }
}

extension MeterFlags {
    static let jsonNames: [(bit: MeterFlags, name: String)] = [
        (.kilobitsPerSecond, "kbps"), (.packetsPerSecond, "pktps"), (.burst, "burst"), (.statistics, "stats"),
    ]
}

extension MeterBand: JSONVariant {
    static let variantNames = ["drop", "dscp_remark", "unknown"]

    var variantName: String {
        switch self {
        case .drop: "drop"
        case .dscpRemark: "dscp_remark"
        case .unknown: "unknown"
        }
    }

    static func variant(named name: String) -> MeterBand? {
        switch name {
        case "drop": .drop(rate: 0, burst: 0)
        case "dscp_remark": .dscpRemark(rate: 0, burst: 0, level: 0)
        case "unknown": .unknown([])
        default: nil
        }
    }

    mutating func describe(_ form: inout JSONForm) throws(OpenFlowTextError) {
        switch self {
        case .drop(var rate, var burst):
            try form.member("rate", &rate, .number)
            try form.member("burst_size", &burst, .number, .optional)
            self = .drop(rate: rate, burst: burst)
        case .dscpRemark(var rate, var burst, var level):
            try form.member("rate", &rate, .number)
            try form.member("burst_size", &burst, .number, .optional)
            try form.member("prec_level", &level, .number)
            self = .dscpRemark(rate: rate, burst: burst, level: level)
        case .unknown(var bytes):
            try form.member("bytes", &bytes, .meterBand)
            self = .unknown(bytes)
        }
    }
}

extension JSONScalar where Value == [UInt8] {
    /// A whole meter band, whose header tells its length.
    fileprivate static var meterBand: Self {
        Self(
            expected:
                "a whole band in hexadecimal digits, of 16 bytes or more, a multiple of 8 that its bytes 2 and 3 tell",
            write: bytes.write,
            read: { json in
                guard let band = bytes.read(json), band.count >= 16, band.count % 8 == 0,
                    Int(band[2]) << 8 | Int(band[3]) == band.count
                else { return nil }
                return band
            })
    }
}
