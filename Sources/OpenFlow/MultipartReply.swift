/// One message of an answer to a multipart request (OpenFlow 1.3.5 §7.3.5).
public struct MultipartReply: Hashable, Sendable {
    public enum Body: Hashable, Sendable {
        case description(SwitchDescription)
        case flow([FlowStatsEntry])
        case aggregate(AggregateStats)
        case portDescription([PortDescription])
        case meterConfig([MeterConfig])
        case opaque(type: UInt16, body: [UInt8])
    }

    public var body: Body
    /// Whether another message of the same answer follows.
    public var hasMore: Bool

    public init(_ body: Body, hasMore: Bool = false) {
        self.body = body
        self.hasMore = hasMore
    }

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

    static func decode(_ bytes: RawSpan, _ range: Range<Int>) throws(OpenFlowError) -> MultipartReply {
        try require(MultipartType.headerSize, in: range, "ofp_multipart_reply")
        let rest = (range.lowerBound + MultipartType.headerSize)..<range.upperBound
        let hasMore = bytes.u16(range.lowerBound + 2) & MultipartType.more != 0
        return MultipartReply(try decodeBody(bytes, rest, type: bytes.u16(range.lowerBound)), hasMore: hasMore)
    }

    private static func decodeBody(
        _ bytes: RawSpan, _ range: Range<Int>, type: UInt16
    ) throws(OpenFlowError) -> Body {
        var offset = range.lowerBound
        switch type {
        case MultipartType.description: return .description(try SwitchDescription.decode(bytes, range))
        case MultipartType.aggregate: return .aggregate(try AggregateStats.decode(bytes, range))
        case MultipartType.flow:
            var flows: [FlowStatsEntry] = []
            while offset < range.upperBound {
                let (flow, end) = try FlowStatsEntry.decode(bytes, offset..<range.upperBound)
                flows.append(flow)
                offset = end
            }
            return .flow(flows)
        case MultipartType.portDescription:
            var ports: [PortDescription] = []
            while offset < range.upperBound {
                try require(PortDescription.size, in: offset..<range.upperBound, "ofp_port")
                ports.append(try PortDescription.decode(bytes, offset..<(offset + PortDescription.size)))
                offset += PortDescription.size
            }
            return .portDescription(ports)
        case MultipartType.meterConfig:
            var meters: [MeterConfig] = []
            while offset < range.upperBound {
                let (meter, end) = try MeterConfig.decode(bytes, offset..<range.upperBound)
                meters.append(meter)
                offset = end
            }
            return .meterConfig(meters)
        default: return .opaque(type: type, body: bytes.array(range))
        }
    }

    func encode(into bytes: inout [UInt8]) {
        bytes.put(type)
        bytes.put(hasMore ? MultipartType.more : 0)
        bytes.putZeros(4)
        switch body {
        case .description(let description): description.encode(into: &bytes)
        case .aggregate(let stats): stats.encode(into: &bytes)
        case .flow(let flows): for flow in flows { flow.encode(into: &bytes) }
        case .portDescription(let ports): for port in ports { port.encode(into: &bytes) }
        case .meterConfig(let meters): for meter in meters { meter.encode(into: &bytes) }
        case .opaque(_, let body): bytes.append(contentsOf: body)
        }
    }
}
