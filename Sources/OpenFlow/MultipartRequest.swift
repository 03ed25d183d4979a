/// Asks a switch for what may take many messages to answer (OpenFlow 1.3.5 §7.3.5).
public struct MultipartRequest: Hashable, Sendable {
    public enum Body: Hashable, Sendable {
        case description
        case flow(FlowStatsRequest)
        case aggregate(FlowStatsRequest)
        case portDescription
        /// One meter, or `MeterNumber.all`.
        case meterConfig(meter: UInt32)
        case opaque(type: UInt16, body: [UInt8])
    }

    public var body: Body
    /// Whether another request with the same xid follows.
    public var hasMore: Bool

    public init(_ body: Body, hasMore: Bool = false) {
        self.body = body
        self.hasMore = hasMore
    }

    /// The multipart type, which the reply repeats.
    public var type: UInt16 {
        switch body {
        case .description: MultipartType.description
        case .flow: MultipartType.flow
        case .aggregate: MultipartType.aggregate
        case .portDescription: MultipartType.portDescription
        case .meterConfig: MultipartType.meterConfig
        case .opaque(let type, _): type
        }
    }

    static func decode(_ bytes: RawSpan, _ range: Range<Int>) throws(OpenFlowError) -> MultipartRequest {
        try require(MultipartType.headerSize, in: range, "ofp_multipart_request")
        let rest = (range.lowerBound + MultipartType.headerSize)..<range.upperBound
        let type = bytes.u16(range.lowerBound)
        let body: Body
        switch type {
        case MultipartType.description:
            try requireExactly(0, in: rest, "ofp_multipart_request")
            body = .description
        case MultipartType.portDescription:
            try requireExactly(0, in: rest, "ofp_multipart_request")
            body = .portDescription
        case MultipartType.flow: body = .flow(try FlowStatsRequest.decode(bytes, rest))
        case MultipartType.aggregate: body = .aggregate(try FlowStatsRequest.decode(bytes, rest))
        case MultipartType.meterConfig:
            try requireExactly(8, in: rest, "ofp_meter_multipart_request")
            body = .meterConfig(meter: bytes.u32(rest.lowerBound))
        default: body = .opaque(type: type, body: bytes.array(rest))
        }
        return MultipartRequest(body, hasMore: bytes.u16(range.lowerBound + 2) & MultipartType.more != 0)
    }

    func encode(into bytes: inout [UInt8]) {
        bytes.put(type)
        bytes.put(hasMore ? MultipartType.more : 0)
        bytes.putZeros(4)
        switch body {
        case .description, .portDescription: break
        case .flow(let request), .aggregate(let request): request.encode(into: &bytes)
        case .meterConfig(let meter):
            bytes.put(meter)
            bytes.putZeros(4)
        case .opaque(_, let body): bytes.append(contentsOf: body)
        }
    }
}
