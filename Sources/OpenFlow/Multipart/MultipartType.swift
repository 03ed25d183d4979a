/// Types of multipart messages (OpenFlow 1.3.5 §7.3.5).
public enum MultipartType {
    /// What the switch is.
    public static let description: UInt16 = 0
    /// Flows, with their counters.
    public static let flow: UInt16 = 1
    /// Sums over flows.
    public static let aggregate: UInt16 = 2
    /// Counters of tables.
    public static let table: UInt16 = 3
    /// Counters of ports.
    public static let port: UInt16 = 4
    /// Counters of queues.
    public static let queue: UInt16 = 5
    /// Counters of groups.
    public static let group: UInt16 = 6
    /// Groups' types and buckets.
    public static let groupDescription: UInt16 = 7
    /// What groups the switch can have.
    public static let groupFeatures: UInt16 = 8
    /// Counters of meters.
    public static let meter: UInt16 = 9
    /// Meters' bands.
    public static let meterConfig: UInt16 = 10
    /// What meters the switch can have.
    public static let meterFeatures: UInt16 = 11
    /// What tables can do.
    public static let tableFeatures: UInt16 = 12
    /// Ports' names, addresses and states.
    public static let portDescription: UInt16 = 13
    /// An extension's.
    public static let experimenter: UInt16 = 0xffff

    /// The bit of `flags` that says that more follows under the same xid.
    static let more: UInt16 = 1
    /// Bytes before the body.
    static let headerSize = 8

    /// Whether the body of an experimenter's multipart message is about flow monitors.
    static func isFlowMonitor(_ bytes: RawSpan, _ body: Range<Int>) -> Bool {
        body.count >= Experimenter.headerSize && bytes.u32(body.lowerBound) == ExperimenterID.onf
            && bytes.u32(body.lowerBound + 4) == FlowMonitorType.monitor
    }

    static func putFlowMonitorHeader(into bytes: inout [UInt8]) {
        bytes.put(ExperimenterID.onf)
        bytes.put(FlowMonitorType.monitor)
    }
}
