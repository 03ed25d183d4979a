import JSONText
public import NetworkTypes
import OpenFlow
public import PacketCapture

/// A message as it went by: what `MessageText` or `RefusedMessage` writes, behind `time`, `from` and `to`.
public struct SeenMessage: Hashable, Sendable {
    public enum Content: Hashable, Sendable {
        case message(MessageText)
        case refused(RefusedMessage)
    }

    /// When its last byte was seen; nil where the capture does not tell.
    public let time: Timestamp?
    public let stream: StreamKey
    public let content: Content

    /// One JSON object without line breaks, in UTF-8.
    public var json: [UInt8] { JSONForm.write(self) }
}

extension SeenMessage: JSONDescribed {
    func describe(_ form: inout JSONForm) throws(OpenFlowTextError) {
        var time = time
        try form.member("time", &time, ifPresent: .moment)
        var (from, to) = (stream.from, stream.to)
        try form.member("from", &from, .text)
        try form.member("to", &to, .text)
        switch content {
        case .message(var message): try message.describe(&form)
        case .refused(let refused): try refused.describe(&form)
        }
    }
}

extension JSONScalar where Value == Timestamp {
    /// RFC 3339 in UTC with nanoseconds. It is written only.
    fileprivate static var moment: Self {
        Self(
            expected: "nothing",
            write: { time in
                let fraction = String(time.nanoseconds % 1_000_000)
                let zeros = String(repeating: "0", count: max(0, 6 - fraction.utf8.count))
                return .string("\(time.description.dropLast())\(zeros)\(fraction)Z")
            }, read: { _ in nil })
    }
}
