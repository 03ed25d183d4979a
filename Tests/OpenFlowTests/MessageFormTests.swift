import NetworkTypes
import OpenFlow
import Testing

/// Messages that no Open vSwitch of the tests' own sends: what is built is what is read, and Open vSwitch reads the
/// same.
struct MessageFormTests {
    struct Form: CustomTestStringConvertible {
        let name: String
        let message: OpenFlowMessage
        /// What ovs-ofctl prints of it, in part.
        let text: String

        var testDescription: String { name }
    }

    private static let everyTableFeature: [TableFeatureProperty] = [
        .instructions(
            [.init(type: 1), .init(type: 4), .init(type: 0xffff, experimenterData: [0, 0, 0x23, 0x20])], onMiss: false),
        .instructions([.init(type: 4)], onMiss: true), .nextTables([1, 2, 3], onMiss: false),
        .nextTables([], onMiss: true), .writeActions([.init(type: 0)], onMiss: false),
        .applyActions([.init(type: 0), .init(type: 22)], onMiss: false),
        .match([
            FieldHeader(oxmClass: 0x8000, field: 0, length: 4),
            FieldHeader(oxmClass: 0x8000, field: 3, length: 12, hasMask: true),
        ]),
        .wildcards([FieldHeader(oxmClass: 0x8000, field: 0, length: 4)]),
        .writeSetField([], onMiss: false),
        .applySetField([FieldHeader(oxmClass: 0x8000, field: 3, length: 6)], onMiss: false),
        .experimenter(0x2320, type: 0x1234, data: [1, 2, 3, 4, 5], onMiss: true), .unknown(type: 0x77, payload: [9]),
    ]

    private static var metadata: FlowMatch {
        var match = FlowMatch()
        match.set(.inPort, 4)
        match.set(.register(3), 7)
        return match
    }

    static let forms: [Form] = [
        Form(
            name: "queues with rates",
            message: .queueGetConfigReply(
                QueueGetConfigReply(
                    port: 3,
                    queues: [
                        QueueConfig(number: 5, port: 3, properties: [.minimumRate(500), .maximumRate(800)]),
                        QueueConfig(
                            number: 6, port: 3,
                            properties: [.experimenter(7, data: Array(1...8)), .unknown(type: 9, body: Array(1...8))]),
                    ])), text: "min_rate:50.0% max_rate:80.0%"),
        Form(
            name: "port-mod",
            message: .portMod(
                PortMod(
                    number: 3, hardwareAddress: MACAddress(bits: 0x5054_0000_0001), configuration: [.down],
                    mask: [.down, .noForward], advertisedFeatures: 1)), text: "config: PORT_DOWN"),
        Form(
            name: "table-mod", message: .tableMod(TableMod(table: FlowMod.allTables, configuration: 3)),
            text: "table_id: ALL_TABLES"),
        Form(
            name: "meter with a remark band",
            message: .multipartReply(
                MultipartReply(
                    .meterConfig([
                        MeterConfig(
                            number: 3, flags: [.packetsPerSecond],
                            bands: [.dscpRemark(rate: 9, burst: 0, level: 1), .drop(rate: 100, burst: 0)])
                    ]))), text: "type=dscp_remark rate=9"),
        Form(
            name: "one port's statistics", message: .multipartRequest(MultipartRequest(.port(7))), text: "port_no=7"),
        Form(
            name: "one queue's statistics",
            message: .multipartRequest(MultipartRequest(.queue(QueueStatsRequest(port: 1, queue: 2)))),
            text: "port=1 queue=2"),
        Form(
            name: "one group's statistics", message: .multipartRequest(MultipartRequest(.group(9))),
            text: "group_id=9"),
        Form(
            name: "queue statistics",
            message: .multipartReply(
                MultipartReply(
                    .queue([
                        QueueStats(
                            port: 1, queue: 2, transmittedBytes: 3, transmittedPackets: 4, transmitErrors: 5,
                            durationSeconds: 6, durationNanoseconds: 500_000_000)
                    ]))), text: "port 1 queue 2: bytes=3, pkts=4, errors=5, duration=6.500s"),
        Form(
            name: "table features with every property",
            message: .multipartReply(
                MultipartReply(
                    .tableFeatures([
                        TableFeatures(
                            table: 7, name: "seven", metadataMatch: 0xff, metadataWrite: 0xf, maximumEntries: 99,
                            properties: everyTableFeature)
                    ]))), text: "metadata: match=0xff write=0xf"),
        Form(
            name: "role status",
            message: .roleStatus(RoleStatus(role: .slave, reason: 1, generation: 5, properties: Array(1...8))),
            text: "reason=configuration_changed"),
        Form(name: "flow monitor paused", message: .flowMonitorPaused, text: "ONFT_FLOW_MONITOR_PAUSED"),
        Form(name: "flow monitor resumed", message: .flowMonitorResumed, text: "ONFT_FLOW_MONITOR_RESUMED"),
        Form(
            name: "bundle with a property",
            message: .bundleControl(
                BundleControl(bundleID: 1, kind: .openRequest, flags: [.atomic], properties: Array(1...16))),
            text: "type=OPEN_REQUEST flags=atomic"),
        Form(
            name: "cut packet with all it can tell",
            message: .nicira(
                .packetIn(
                    PacketIn2(
                        packet: Array(repeating: 0, count: 20), fullLength: 60, bufferID: 5, table: 3, cookie: 9,
                        reason: 1,
                        metadata: metadata, userdata: [1, 2], continuation: []))),
            text: "cookie=0x9 total_len=60 reg3=0x7,in_port=4"),
    ]

    @Test(arguments: forms)
    func whatIsBuiltIsRead(_ form: Form) throws {
        let bytes = form.message.encode(xid: 7)
        #expect(try OpenFlowMessage.decode(bytes) == (7, form.message))
    }

    @Test(.enabled(if: JudgeProgram.ofctl.isInstalled, "SKIPPED: ovs-ofctl is not installed"), arguments: forms)
    func openVSwitchReadsTheSame(_ form: Form) throws {
        let text = try JudgeProgram.printed([form.message.encode(xid: 7)])
        #expect(text.contains(form.text) && !text.contains("***"), "\(text)")
    }

    /// A message of some sort must not cost memory where messages of all sorts wait: the rare and large ones lie
    /// elsewhere.
    @Test func noMessageIsLargerThanAFlowOrAPacket() {
        let frequent = max(
            MemoryLayout<FlowMod>.size, MemoryLayout<PacketIn>.size, MemoryLayout<FlowRemoved>.size,
            MemoryLayout<PortStatus>.size)
        #expect(MemoryLayout<OpenFlowMessage>.size <= frequent + 1)
    }
}
