/// One message of an answer to a multipart request (OpenFlow 1.3.5 §7.3.5).
public struct MultipartReply: Hashable, Sendable {
    public enum Body: Hashable, Sendable {
        indirect case description(SwitchDescription)
        case flow([FlowStatsEntry])
        indirect case aggregate(AggregateStats)
        case table([TableStats])
        case port([PortStats])
        case queue([QueueStats])
        case group([GroupStats])
        case groupDescription([GroupDescription])
        indirect case groupFeatures(GroupFeatures)
        case meter([MeterStats])
        case meterConfig([MeterConfig])
        indirect case meterFeatures(MeterFeatures)
        case tableFeatures([TableFeatures])
        case portDescription([PortDescription])
        /// Changes of flows. They come under xid 0, and not as the end of an answer, once the monitor has begun.
        case flowMonitor([FlowUpdate])
        /// An experimenter's, without a name here.
        case experimenter(Experimenter)
        /// A type without a name here.
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

    static func decode(_ bytes: RawSpan, _ range: Range<Int>) throws(OpenFlowError) -> MultipartReply {
        try require(MultipartType.headerSize, in: range, "ofp_multipart_reply")
        let rest = (range.lowerBound + MultipartType.headerSize)..<range.upperBound
        let hasMore = bytes.u16(range.lowerBound + 2) & MultipartType.more != 0
        return MultipartReply(try decodeBody(bytes, rest, type: bytes.u16(range.lowerBound)), hasMore: hasMore)
    }

    private static func decodeBody(
        _ bytes: RawSpan, _ range: Range<Int>, type: UInt16
    ) throws(OpenFlowError) -> Body {
        switch type {
        case MultipartType.flow: return .flow(try FlowStatsEntry.decodeList(bytes, range))
        case MultipartType.description: return .description(try SwitchDescription.decode(bytes, range))
        case MultipartType.aggregate: return .aggregate(try AggregateStats.decode(bytes, range))
        case MultipartType.table: return .table(try TableStats.decodeList(bytes, range))
        case MultipartType.port: return .port(try PortStats.decodeList(bytes, range))
        case MultipartType.queue: return .queue(try QueueStats.decodeList(bytes, range))
        case MultipartType.group: return .group(try GroupStats.decodeList(bytes, range))
        case MultipartType.groupDescription:
            return .groupDescription(try GroupDescription.decodeList(bytes, range))
        case MultipartType.groupFeatures: return .groupFeatures(try GroupFeatures.decode(bytes, range))
        case MultipartType.meter: return .meter(try MeterStats.decodeList(bytes, range))
        case MultipartType.meterConfig: return .meterConfig(try MeterConfig.decodeList(bytes, range))
        case MultipartType.meterFeatures: return .meterFeatures(try MeterFeatures.decode(bytes, range))
        case MultipartType.tableFeatures: return .tableFeatures(try TableFeatures.decodeList(bytes, range))
        case MultipartType.portDescription: return .portDescription(try PortDescription.decodeList(bytes, range))
        case MultipartType.experimenter:
            if MultipartType.isFlowMonitor(bytes, range) {
                let updates = (range.lowerBound + Experimenter.headerSize)..<range.upperBound
                return .flowMonitor(try FlowUpdate.decodeList(bytes, updates))
            }
            return .experimenter(try Experimenter.decode(bytes, range))
        default: return .opaque(type: type, body: bytes.array(range))
        }
    }

    func encode(into bytes: inout [UInt8]) {
        bytes.put(type)
        bytes.put(hasMore ? MultipartType.more : 0)
        bytes.putZeros(4)
        switch body {
        case .description(let description): description.encode(into: &bytes)
        case .flow(let flows): FlowStatsEntry.encode(flows, into: &bytes)
        case .aggregate(let stats): stats.encode(into: &bytes)
        case .table(let tables): TableStats.encode(tables, into: &bytes)
        case .port(let ports): PortStats.encode(ports, into: &bytes)
        case .queue(let queues): QueueStats.encode(queues, into: &bytes)
        case .group(let groups): GroupStats.encode(groups, into: &bytes)
        case .groupDescription(let groups): GroupDescription.encode(groups, into: &bytes)
        case .groupFeatures(let features): features.encode(into: &bytes)
        case .meter(let meters): MeterStats.encode(meters, into: &bytes)
        case .meterConfig(let meters): MeterConfig.encode(meters, into: &bytes)
        case .meterFeatures(let features): features.encode(into: &bytes)
        case .tableFeatures(let tables): TableFeatures.encode(tables, into: &bytes)
        case .portDescription(let ports): PortDescription.encode(ports, into: &bytes)
        case .flowMonitor(let updates):
            MultipartType.putFlowMonitorHeader(into: &bytes)
            FlowUpdate.encode(updates, into: &bytes)
        case .experimenter(let experimenter): experimenter.encode(into: &bytes)
        case .opaque(_, let body): bytes.append(contentsOf: body)
        }
    }
}
