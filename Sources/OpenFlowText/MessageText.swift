import JSONText
import NetworkTypes
public import OpenFlow

/// An OpenFlow message in JSON: one object with `xid`, `type` and the members of that type.
///
/// Members have the names of the specification without their prefix, and stand in its order. Writing a message and reading it
/// again gives the same message; what this codec has no name for is hexadecimal.
public struct MessageText: Hashable, Sendable {
    public var xid: UInt32
    public var message: OpenFlowMessage

    /// The longest JSON text of a message, in bytes. The longest message of Open vSwitch has about eight digits of text for
    /// each of its bytes.
    public static let limit = 4 << 20

    public init(xid: UInt32, message: OpenFlowMessage) {
        self.xid = xid
        self.message = message
    }

    /// Reads one whole message off the wire.
    public init(decoding bytes: [UInt8]) throws(OpenFlowError) {
        (xid, message) = try OpenFlowMessage.decode(bytes)
    }

    /// Reads one JSON object, as `json` writes it. Members that have a default may be left out; `time`, `from` and `to`, which
    /// tell where a message was seen, are passed over.
    public init(json: [UInt8]) throws(OpenFlowTextError) {
        let value: JSONValue
        do {
            value = try JSONValue(parsing: json, limits: JSONLimits(depth: 64, bytes: Self.limit))
        } catch {
            throw OpenFlowTextError(path: "$", problem: "no JSON: \(error)", remedy: "write one JSON object a line")
        }
        self.init(xid: 0, message: .featuresRequest)
        if value["error"] != nil, value["hex"] != nil, value["type"] == nil {
            throw OpenFlowTextError(
                path: "$", problem: "this is what is said of a message that does not decode",
                remedy: "leave the line out, or send the bytes of its \"hex\" as they are")
        }
        try JSONForm.read(value, into: &self)
    }

    /// One JSON object without line breaks, in UTF-8.
    public var json: [UInt8] { JSONForm.write(self) }

    /// The message's bytes, after the codec itself has taken them back: what it would refuse is an error here.
    public func encode() throws(OpenFlowTextError) -> [UInt8] {
        guard let bytes = message.encodeWithinLimit(xid: xid) else {
            throw OpenFlowTextError(
                path: "$", problem: "the message is longer than 65535 bytes",
                remedy: "put less into it, or send several")
        }
        do {
            _ = try OpenFlowMessage.decode(bytes)
        } catch {
            throw OpenFlowTextError(
                path: "$",
                problem: "a switch would refuse this: \(error.field) at byte \(error.offset), "
                    + error.rule.jsonName, remedy: error.rule.remedy)
        }
        return bytes
    }
}

extension MessageText: JSONDescribed {
    mutating func describe(_ form: inout JSONForm) throws(OpenFlowTextError) {
        for name in ["time", "from", "to"] { form.ignore(name) }
        if form.isReading { xid = form.xid }
        try form.member("xid", &xid, .number, .optional)
        form.xid = xid
        try form.variant("type", &message)
    }
}
