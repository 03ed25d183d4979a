/// Asks a switch for what may take many messages to answer (OpenFlow 1.3.5 §7.3.5).
public struct MultipartRequest: Hashable, Sendable {
    public enum Body: Hashable, Sendable {
        case description
        case flow(FlowStatsRequest)
        case aggregate(FlowStatsRequest)
        case table
        /// One port, or `PortNumber.any` for all.
        case port(UInt32)
        case queue(QueueStatsRequest)
        /// One group, or `GroupNumber.all`.
        case group(UInt32)
        case groupDescription
        case groupFeatures
        /// One meter, or `MeterNumber.all`.
        case meter(UInt32)
        /// One meter, or `MeterNumber.all`.
        case meterConfig(meter: UInt32)
        case meterFeatures
        /// Asks with an empty list; with any other, sets the whole pipeline up.
        case tableFeatures([TableFeatures])
        case portDescription
        case flowMonitor([FlowMonitorRequest])
        /// An experimenter's, without a name here.
        case experimenter(Experimenter)
        /// A type without a name here.
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
        case .table: MultipartType.table
        case .port: MultipartType.port
        case .queue: MultipartType.queue
        case .group: MultipartType.group
        case .groupDescription: MultipartType.groupDescription
        case .groupFeatures: MultipartType.groupFeatures
        case .meter: MultipartType.meter
        case .meterConfig: MultipartType.meterConfig
        case .meterFeatures: MultipartType.meterFeatures
        case .tableFeatures: MultipartType.tableFeatures
        case .portDescription: MultipartType.portDescription
        case .flowMonitor, .experimenter: MultipartType.experimenter
        case .opaque(let type, _): type
        }
    }

    static func decode(_ bytes: RawSpan, _ range: Range<Int>) throws(OpenFlowError) -> MultipartRequest {
        try require(MultipartType.headerSize, in: range, "ofp_multipart_request")
        let rest = (range.lowerBound + MultipartType.headerSize)..<range.upperBound
        let hasMore = bytes.u16(range.lowerBound + 2) & MultipartType.more != 0
        return MultipartRequest(try decodeBody(bytes, rest, type: bytes.u16(range.lowerBound)), hasMore: hasMore)
    }

    private static func decodeBody(
        _ bytes: RawSpan, _ range: Range<Int>, type: UInt16
    ) throws(OpenFlowError) -> Body {
        switch type {
        case MultipartType.description: return try empty(.description, range)
        case MultipartType.flow: return .flow(try FlowStatsRequest.decode(bytes, range))
        case MultipartType.aggregate: return .aggregate(try FlowStatsRequest.decode(bytes, range))
        case MultipartType.table: return try empty(.table, range)
        case MultipartType.port:
            let port = try decodeNumber(bytes, range, "ofp_port_stats_request")
            try requirePort(port, at: range.lowerBound, "ofp_port_stats_request.port_no")
            return .port(port)
        case MultipartType.queue: return .queue(try QueueStatsRequest.decode(bytes, range))
        case MultipartType.group: return .group(try decodeNumber(bytes, range, "ofp_group_stats_request"))
        case MultipartType.groupDescription: return try empty(.groupDescription, range)
        case MultipartType.groupFeatures: return try empty(.groupFeatures, range)
        case MultipartType.meter: return .meter(try decodeNumber(bytes, range, "ofp_meter_multipart_request"))
        case MultipartType.meterConfig:
            return .meterConfig(meter: try decodeNumber(bytes, range, "ofp_meter_multipart_request"))
        case MultipartType.meterFeatures: return try empty(.meterFeatures, range)
        case MultipartType.tableFeatures: return .tableFeatures(try TableFeatures.decodeList(bytes, range))
        case MultipartType.portDescription: return try empty(.portDescription, range)
        case MultipartType.experimenter:
            if MultipartType.isFlowMonitor(bytes, range) {
                let requests = (range.lowerBound + Experimenter.headerSize)..<range.upperBound
                return .flowMonitor(try FlowMonitorRequest.decodeList(bytes, requests))
            }
            return .experimenter(try Experimenter.decode(bytes, range))
        default: return .opaque(type: type, body: bytes.array(range))
        }
    }

    private static func empty(_ body: Body, _ range: Range<Int>) throws(OpenFlowError) -> Body {
        try requireExactly(0, in: range, "ofp_multipart_request")
        return body
    }

    /// Reads a number and four bytes of padding.
    private static func decodeNumber(
        _ bytes: RawSpan, _ range: Range<Int>, _ field: String
    ) throws(OpenFlowError) -> UInt32 {
        try requireExactly(8, in: range, field)
        return bytes.u32(range.lowerBound)
    }

    func encode(into bytes: inout [UInt8]) {
        bytes.put(type)
        bytes.put(hasMore ? MultipartType.more : 0)
        bytes.putZeros(4)
        switch body {
        case .description, .table, .groupDescription, .groupFeatures, .meterFeatures, .portDescription: break
        case .flow(let request), .aggregate(let request): request.encode(into: &bytes)
        case .port(let number), .group(let number), .meter(let number), .meterConfig(let number):
            bytes.put(number)
            bytes.putZeros(4)
        case .queue(let request): request.encode(into: &bytes)
        case .tableFeatures(let tables): TableFeatures.encode(tables, into: &bytes)
        case .flowMonitor(let requests):
            MultipartType.putFlowMonitorHeader(into: &bytes)
            FlowMonitorRequest.encode(requests, into: &bytes)
        case .experimenter(let experimenter): experimenter.encode(into: &bytes)
        case .opaque(_, let body): bytes.append(contentsOf: body)
        }
    }
}
