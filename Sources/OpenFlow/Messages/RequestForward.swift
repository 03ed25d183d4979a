/// Tells a controller what another one changed: ONF's extension for 1.3 (type 2350), the message of OpenFlow 1.4.1
/// §7.4.6.
public struct RequestForward: Hashable, Sendable {
    public enum Request: Hashable, Sendable {
        case group(GroupMod)
        case meter(MeterMod)
    }

    /// The xid that the other controller's message had.
    public var xid: UInt32
    public var request: Request

    static let onfType: UInt32 = 2350

    public init(xid: UInt32, request: Request) {
        self.xid = xid
        self.request = request
    }

    static func decode(_ bytes: RawSpan, _ range: Range<Int>) throws(OpenFlowError) -> RequestForward {
        try require(MessageHeader.size, in: range, "ofp_requestforward_header")
        let start = range.lowerBound
        let length = Int(bytes.u16(start + 2))
        guard length >= MessageHeader.size, length <= range.count, range.count % 8 == 0 else {
            throw OpenFlowError(offset: start + 2, field: "ofp_requestforward_header.request.length", rule: .badLength)
        }
        guard bytes.u8(start) == MessageHeader.version13 else {
            throw OpenFlowError(offset: start, field: "ofp_requestforward_header.request.version", rule: .badVersion)
        }
        let body = (start + MessageHeader.size)..<(start + length)
        let request: Request
        switch bytes.u8(start + 1) {
        case MessageType.groupMod: request = .group(try GroupMod.decode(bytes, body))
        case MessageType.meterMod: request = .meter(try MeterMod.decode(bytes, body))
        default: throw OpenFlowError(offset: start + 1, field: "ofp_requestforward_header.request", rule: .badType)
        }
        return RequestForward(xid: bytes.u32(start + 4), request: request)
    }

    func encode(into bytes: inout [UInt8]) {
        switch request {
        case .group(let mod): OpenFlowMessage.groupMod(mod).encodeUnbounded(xid: xid, into: &bytes)
        case .meter(let mod): OpenFlowMessage.meterMod(mod).encodeUnbounded(xid: xid, into: &bytes)
        }
    }
}
