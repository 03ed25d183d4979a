extension OpenFlowMessage {
    /// Reads one whole message, as `MessageFramer` found it. A hello or an error may have any version, all else is 1.3.
    ///
    /// - Throws: `OpenFlowError`, with offsets from the start of `bytes`. Of scope `.message`, the channel may go on. What
    ///   would be too long for a message in its canonical form is refused, too: what was read can be written.
    public static func decode(_ bytes: RawSpan) throws(OpenFlowError) -> (xid: UInt32, message: OpenFlowMessage) {
        let header = try MessageHeader.decode(bytes)
        guard Int(header.length) == bytes.byteCount else {
            throw OpenFlowError(scope: .channel, offset: 2, field: "ofp_header.length", rule: .badLength)
        }
        if header.version != MessageHeader.version13, header.type != MessageType.hello, header.type != MessageType.error
        {
            throw OpenFlowError(scope: .channel, offset: 0, field: "ofp_header.version", rule: .badVersion)
        }
        let message = try decodeBody(bytes, MessageHeader.size..<bytes.byteCount, header)
        // Nothing grows to more than twice its size in its canonical form: an action of eight bytes to one of sixteen.
        if bytes.byteCount > OpenFlowLimit.messageLength / 2, !message.fitsWhenWritten {
            throw OpenFlowError(offset: 0, field: "ofp_header.length", rule: .limit)
        }
        return (header.xid, message)
    }

    /// Reads one whole message out of an array.
    public static func decode(_ bytes: [UInt8]) throws(OpenFlowError) -> (xid: UInt32, message: OpenFlowMessage) {
        try decode(bytes.span.bytes)
    }

    @inline(__always)
    private static func decodeBody(
        _ bytes: RawSpan, _ body: Range<Int>, _ header: MessageHeader
    ) throws(OpenFlowError) -> OpenFlowMessage {
        switch header.type {
        case MessageType.hello: return .hello(Hello.decode(bytes, body, version: header.version))
        case MessageType.error: return .error(try ErrorMessage.decode(bytes, body))
        case MessageType.echoRequest: return .echoRequest(bytes.array(body))
        case MessageType.echoReply: return .echoReply(bytes.array(body))
        case MessageType.experimenter: return try decodeExperimenter(bytes, body)
        case MessageType.featuresRequest: return try empty(.featuresRequest, body)
        case MessageType.featuresReply: return .featuresReply(try FeaturesReply.decode(bytes, body))
        case MessageType.getConfigRequest: return try empty(.getConfigRequest, body)
        case MessageType.getConfigReply: return .getConfigReply(try SwitchConfig.decode(bytes, body))
        case MessageType.setConfig: return .setConfig(try SwitchConfig.decodeOrder(bytes, body))
        case MessageType.packetIn: return .packetIn(try PacketIn.decode(bytes, body))
        case MessageType.flowRemoved: return .flowRemoved(try FlowRemoved.decode(bytes, body))
        case MessageType.portStatus: return .portStatus(try PortStatus.decode(bytes, body))
        case MessageType.packetOut: return .packetOut(try PacketOut.decode(bytes, body))
        case MessageType.flowMod: return .flowMod(try FlowMod.decode(bytes, body))
        case MessageType.groupMod: return .groupMod(try GroupMod.decode(bytes, body))
        case MessageType.portMod: return .portMod(try PortMod.decode(bytes, body))
        case MessageType.tableMod: return .tableMod(try TableMod.decode(bytes, body))
        case MessageType.meterMod: return .meterMod(try MeterMod.decode(bytes, body))
        case MessageType.multipartRequest: return .multipartRequest(try MultipartRequest.decode(bytes, body))
        case MessageType.multipartReply: return .multipartReply(try MultipartReply.decode(bytes, body))
        case MessageType.barrierRequest: return try empty(.barrierRequest, body)
        case MessageType.barrierReply: return try empty(.barrierReply, body)
        case MessageType.queueGetConfigRequest:
            return .queueGetConfigRequest(try QueueGetConfigRequest.decode(bytes, body))
        case MessageType.queueGetConfigReply:
            return .queueGetConfigReply(try QueueGetConfigReply.decode(bytes, body))
        case MessageType.getAsyncRequest: return try empty(.getAsyncRequest, body)
        case MessageType.getAsyncReply: return .getAsyncReply(try AsyncConfig.decode(bytes, body))
        case MessageType.setAsync: return .setAsync(try AsyncConfig.decode(bytes, body))
        case MessageType.roleRequest: return .roleRequest(try RoleRequest.decode(bytes, body))
        case MessageType.roleReply: return .roleReply(try RoleRequest.decode(bytes, body))
        default: return .unknown(type: header.type, body: bytes.array(body))
        }
    }

    private static func empty(
        _ message: OpenFlowMessage, _ body: Range<Int>
    ) throws(OpenFlowError) -> OpenFlowMessage {
        try requireExactly(0, in: body, "ofp_header.length")
        return message
    }

    private static func decodeExperimenter(
        _ bytes: RawSpan, _ body: Range<Int>
    ) throws(OpenFlowError) -> OpenFlowMessage {
        try require(8, in: body, "ofp_experimenter_header")
        let experimenter = bytes.u32(body.lowerBound)
        let type = bytes.u32(body.lowerBound + 4)
        let rest = (body.lowerBound + 8)..<body.upperBound
        switch experimenter {
        case ExperimenterID.onf:
            if let message = try decodeONF(bytes, rest, type: type) { return message }
        case ExperimenterID.nicira:
            if let message = try NiciraMessage.decode(bytes, rest, type: type) { return .nicira(message) }
        default: break
        }
        return .experimenter(Experimenter(experimenter: experimenter, type: type, body: bytes.array(rest)))
    }

    private static func decodeONF(
        _ bytes: RawSpan, _ body: Range<Int>, type: UInt32
    ) throws(OpenFlowError) -> OpenFlowMessage? {
        switch type {
        case BundleControl.onfType: return .bundleControl(try BundleControl.decode(bytes, body))
        case BundleAdd.onfType: return .bundleAdd(try BundleAdd.decode(bytes, body))
        case RoleStatus.onfType: return .roleStatus(try RoleStatus.decode(bytes, body))
        case RequestForward.onfType: return .requestForward(try RequestForward.decode(bytes, body))
        case FlowMonitorType.cancel:
            try requireExactly(4, in: body, "nx_flow_monitor_cancel")
            return .flowMonitorCancel(bytes.u32(body.lowerBound))
        case FlowMonitorType.paused: return try empty(.flowMonitorPaused, body)
        case FlowMonitorType.resumed: return try empty(.flowMonitorResumed, body)
        default: return nil
        }
    }
}
