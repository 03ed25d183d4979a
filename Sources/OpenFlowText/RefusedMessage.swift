import JSONText
import NetworkTypes
public import OpenFlow

/// What is said of bytes that are no message: `{"error": {"offset": 12, "field": "…", "rule": "…"}, "hex": "…"}`.
public struct RefusedMessage: Hashable, Sendable {
    public let error: OpenFlowError
    public let bytes: [UInt8]

    public init(error: OpenFlowError, bytes: [UInt8]) {
        self.error = error
        self.bytes = bytes
    }

    /// One JSON object without line breaks, in UTF-8.
    public var json: [UInt8] { JSONForm.write(self) }
}

extension RefusedMessage: JSONDescribed {
    func describe(_ form: inout JSONForm) throws(OpenFlowTextError) {
        var reason = Reason(error: error)
        try form.object("error", &reason)
        var bytes = bytes
        try form.member("hex", &bytes, .bytes)
    }

    private struct Reason: JSONDescribed {
        let error: OpenFlowError

        func describe(_ form: inout JSONForm) throws(OpenFlowTextError) {
            var offset = UInt32(truncatingIfNeeded: error.offset)
            try form.member("offset", &offset, .number)
            var field = error.field
            try form.member("field", &field, .text)
            var rule = error.rule.jsonName
            try form.member("rule", &rule, .text)
        }
    }
}

extension OpenFlowError.Rule {
    var jsonName: String {
        switch self {
        case .truncated: "truncated"
        case .badLength: "bad_length"
        case .badPadding: "bad_padding"
        case .badValue: "bad_value"
        case .badMask: "bad_mask"
        case .duplicate: "duplicate"
        case .missingPrerequisite: "missing_prerequisite"
        case .badType: "bad_type"
        case .badVersion: "bad_version"
        case .limit: "limit"
        }
    }

    /// What the writer of a message can do about it.
    var remedy: String {
        switch self {
        case .truncated, .badLength: "give it the length that the specification tells"
        case .badPadding: "leave padding zero"
        case .badValue: "write a value that the specification allows there"
        case .badMask: "take away the mask, or the bits outside of it"
        case .duplicate: "write it once"
        case .missingPrerequisite: "match on what the field needs as well, such as eth_type or ip_proto"
        case .badType: "write a type that OpenFlow 1.3 or Open vSwitch knows"
        case .badVersion: "write version 4, which is OpenFlow 1.3"
        case .limit: "write less of it"
        }
    }
}
