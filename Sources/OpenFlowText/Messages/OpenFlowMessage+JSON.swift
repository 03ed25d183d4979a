import NetworkTypes
import OpenFlow

/// The message's members stand beside `type`, which is the name of OpenFlow 1.3.5 §7.1.1 or of the extension.
extension OpenFlowMessage: JSONVariant {
    static let variantNames =
        [
            "hello", "error", "echo_request", "echo_reply", "experimenter", "features_request", "features_reply",
            "get_config_request", "get_config_reply", "set_config", "packet_in", "flow_removed", "port_status",
            "packet_out", "flow_mod", "group_mod", "port_mod", "table_mod", "meter_mod", "multipart_request",
            "multipart_reply", "barrier_request",
            "barrier_reply", "queue_get_config_request", "queue_get_config_reply", "role_request", "role_reply",
            "get_async_request", "get_async_reply", "set_async", "role_status", "bundle_control", "bundle_add_message",
            "requestforward", "flow_monitor_cancel", "flow_monitor_paused", "flow_monitor_resumed",
        ] + NiciraMessage.variantNames + ["unknown"]

    var variantName: String {
        switch self {
        case .hello: "hello"
        case .error: "error"
        case .echoRequest: "echo_request"
        case .echoReply: "echo_reply"
        case .experimenter: "experimenter"
        case .featuresRequest: "features_request"
        case .featuresReply: "features_reply"
        case .getConfigRequest: "get_config_request"
        case .getConfigReply: "get_config_reply"
        case .setConfig: "set_config"
        case .packetIn: "packet_in"
        case .flowRemoved: "flow_removed"
        case .portStatus: "port_status"
        case .packetOut: "packet_out"
        case .flowMod: "flow_mod"
        case .groupMod: "group_mod"
        case .portMod: "port_mod"
        case .tableMod: "table_mod"
        case .meterMod: "meter_mod"
        case .multipartRequest: "multipart_request"
        case .multipartReply: "multipart_reply"
        case .barrierRequest: "barrier_request"
        case .barrierReply: "barrier_reply"
        case .queueGetConfigRequest: "queue_get_config_request"
        case .queueGetConfigReply: "queue_get_config_reply"
        case .roleRequest: "role_request"
        case .roleReply: "role_reply"
        case .getAsyncRequest: "get_async_request"
        case .getAsyncReply: "get_async_reply"
        case .setAsync: "set_async"
        case .roleStatus: "role_status"
        case .bundleControl: "bundle_control"
        case .bundleAdd: "bundle_add_message"
        case .requestForward: "requestforward"
        case .flowMonitorCancel: "flow_monitor_cancel"
        case .flowMonitorPaused: "flow_monitor_paused"
        case .flowMonitorResumed: "flow_monitor_resumed"
        case .nicira(let message): message.variantName
        case .unknown: "unknown"
        }
    }

    static func variant(named name: String) -> OpenFlowMessage? {
        switch name {
        case "hello": .hello(Hello(version: MessageHeader.version13))
        case "error": .error(ErrorMessage(type: 0, code: 0))
        case "echo_request": .echoRequest([])
        case "echo_reply": .echoReply([])
        case "experimenter": .experimenter(Experimenter(experimenter: 0, type: 0))
        case "features_request": .featuresRequest
        case "features_reply": .featuresReply(FeaturesReply(datapathID: 0, tableCount: 0))
        case "get_config_request": .getConfigRequest
        case "get_config_reply": .getConfigReply(SwitchConfig(missSendLength: 0))
        case "set_config": .setConfig(SwitchConfig(missSendLength: 0))
        case "multipart_request": .multipartRequest(MultipartRequest(.description))
        case "multipart_reply": .multipartReply(MultipartReply(.description(.unread)))
        case "barrier_request": .barrierRequest
        case "barrier_reply": .barrierReply
        case "queue_get_config_request": .queueGetConfigRequest(QueueGetConfigRequest())
        case "queue_get_config_reply": .queueGetConfigReply(QueueGetConfigReply(port: 0, queues: []))
        case "role_request": .roleRequest(RoleRequest(role: .noChange, generation: 0))
        case "role_reply": .roleReply(RoleRequest(role: .noChange, generation: 0))
        case "get_async_request": .getAsyncRequest
        case "get_async_reply": .getAsyncReply(.unread)
        case "set_async": .setAsync(.unread)
        case "unknown": .unknown(type: 0, body: [])
        default: change(named: name) ?? event(named: name) ?? NiciraMessage.variant(named: name).map { .nicira($0) }
        }
    }

    /// Messages that change a switch.
    private static func change(named name: String) -> OpenFlowMessage? {
        switch name {
        case "packet_out": .packetOut(PacketOut(actions: [], data: []))
        case "flow_mod": .flowMod(FlowMod(table: 0))
        case "group_mod": .groupMod(GroupMod(command: .add, type: .all, number: 0))
        case "port_mod":
            .portMod(PortMod(number: 0, hardwareAddress: MACAddress.zero, configuration: [], mask: []))
        case "table_mod": .tableMod(TableMod(table: 0))
        case "meter_mod": .meterMod(MeterMod(command: .add, meter: .unread))
        case "bundle_control": .bundleControl(BundleControl(bundleID: 0, kind: .openRequest, flags: []))
        case "bundle_add_message": .bundleAdd(BundleAdd(bundleID: 0, flags: [], message: []))
        case "flow_monitor_cancel": .flowMonitorCancel(0)
        default: nil
        }
    }

    /// Messages that a switch sends by itself.
    private static func event(named name: String) -> OpenFlowMessage? {
        switch name {
        case "packet_in":
            .packetIn(PacketIn(totalLength: 0, reason: 0, table: 0, cookie: .max, match: FlowMatch(), data: []))
        case "flow_removed": .flowRemoved(FlowRemoved(table: 0, priority: 0, cookie: 0, reason: 0, match: FlowMatch()))
        case "port_status": .portStatus(PortStatus(reason: .add, port: .unread))
        case "role_status": .roleStatus(RoleStatus(role: .noChange, reason: 0, generation: 0))
        case "requestforward":
            .requestForward(
                RequestForward(xid: 0, request: .group(GroupMod(command: .add, type: .all, number: 0))))
        case "flow_monitor_paused": .flowMonitorPaused
        case "flow_monitor_resumed": .flowMonitorResumed
        default: nil
        }
    }

    mutating func describe(_ form: inout JSONForm) throws(OpenFlowTextError) {
        switch self {
        case .featuresRequest, .getConfigRequest, .barrierRequest, .barrierReply, .getAsyncRequest,
            .flowMonitorPaused, .flowMonitorResumed:
            break
        case .hello(let body): self = .hello(try body.described(by: &form))
        case .error(let body): self = .error(try body.described(by: &form))
        case .echoRequest(let data): self = .echoRequest(try form.data(data))
        case .echoReply(let data): self = .echoReply(try form.data(data))
        case .experimenter(let body): self = .experimenter(try body.described(by: &form))
        case .featuresReply(let body): self = .featuresReply(try body.described(by: &form))
        case .getConfigReply(let body): self = .getConfigReply(try body.described(by: &form))
        case .setConfig(let body): self = .setConfig(try body.described(by: &form))
        case .packetIn(let body): self = .packetIn(try body.described(by: &form))
        case .flowRemoved(let body): self = .flowRemoved(try body.described(by: &form))
        case .portStatus(let body): self = .portStatus(try body.described(by: &form))
        case .packetOut(let body): self = .packetOut(try body.described(by: &form))
        case .flowMod(let body): self = .flowMod(try body.described(by: &form))
        case .groupMod(let body): self = .groupMod(try body.described(by: &form))
        case .portMod(let body): self = .portMod(try body.described(by: &form))
        case .tableMod(let body): self = .tableMod(try body.described(by: &form))
        case .queueGetConfigRequest(let body): self = .queueGetConfigRequest(try body.described(by: &form))
        case .queueGetConfigReply(let body): self = .queueGetConfigReply(try body.described(by: &form))
        case .getAsyncReply(let body): self = .getAsyncReply(try body.described(by: &form))
        case .setAsync(let body): self = .setAsync(try body.described(by: &form))
        case .requestForward(let body): self = .requestForward(try body.described(by: &form))
        case .flowMonitorCancel(var monitor):
            try form.member("monitor_id", &monitor, .number)
            self = .flowMonitorCancel(monitor)
        case .nicira(let body): self = .nicira(try body.described(by: &form))
        case .meterMod(let body): self = .meterMod(try body.described(by: &form))
        case .multipartRequest(let body): self = .multipartRequest(try body.described(by: &form))
        case .multipartReply(let body): self = .multipartReply(try body.described(by: &form))
        case .roleRequest(let body): self = .roleRequest(try body.described(by: &form))
        case .roleReply(let body): self = .roleReply(try body.described(by: &form))
        case .roleStatus(let body): self = .roleStatus(try body.described(by: &form))
        case .bundleControl(let body): self = .bundleControl(try body.described(by: &form))
        case .bundleAdd(let body): self = .bundleAdd(try body.described(by: &form))
        case .unknown(var type, let body):
            try form.member("number", &type, .number)
            self = .unknown(type: type, body: try form.data(body))
        }
    }
}

extension JSONForm {
    /// The member `data`, which may be left out.
    fileprivate mutating func data(_ data: [UInt8]) throws(OpenFlowTextError) -> [UInt8] {
        var data = data
        try member("data", &data, .bytes, .optional)
        return data
    }
}
