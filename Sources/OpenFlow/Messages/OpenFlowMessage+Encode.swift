extension OpenFlowMessage {
    /// The message's bytes.
    ///
    /// - Precondition: it fits in `OpenFlowLimit.messageLength`.
    public func encode(xid: UInt32) -> [UInt8] {
        var bytes: [UInt8] = []
        encode(xid: xid, into: &bytes)
        return bytes
    }

    /// Appends the message's bytes, so that many messages can go out in one write.
    ///
    /// - Precondition: it fits in `OpenFlowLimit.messageLength`.
    public func encode(xid: UInt32, into bytes: inout [UInt8]) {
        let length = encodeUnbounded(xid: xid, into: &bytes)
        precondition(length <= OpenFlowLimit.messageLength, "the message is longer than its length field can tell")
    }

    /// The message's bytes, or nil where they are more than `OpenFlowLimit.messageLength`. For messages whose size is
    /// somebody else's choice.
    ///
    /// - Precondition: each of its lists of actions and instructions and each of its unknown parts fits by itself.
    public func encodeWithinLimit(xid: UInt32) -> [UInt8]? {
        var bytes: [UInt8] = []
        return encodeUnbounded(xid: xid, into: &bytes) <= OpenFlowLimit.messageLength ? bytes : nil
    }

    /// Whether the message's bytes are at most `OpenFlowLimit.messageLength`.
    var fitsWhenWritten: Bool {
        // The one kind that is often long.
        if case .multipartReply(let reply) = self, case .flow(let flows) = reply.body {
            let header = MessageHeader.size + MultipartType.headerSize
            return flows.reduce(header) { $0 + $1.encodedByteCount } <= OpenFlowLimit.messageLength
        }
        return encodeWithinLimit(xid: 0) != nil
    }

    /// Appends the message's bytes and gives their number. Of more than `OpenFlowLimit.messageLength` the length field is
    /// wrong.
    @inline(__always)
    @discardableResult
    func encodeUnbounded(xid: UInt32, into bytes: inout [UInt8]) -> Int {
        let start = bytes.count
        var version = MessageHeader.version13
        if case .hello(let hello) = self { version = hello.version }
        bytes.put(UInt64(version) << 56 | UInt64(type) << 48 | UInt64(xid))
        encodeBody(into: &bytes)
        bytes.patch(bytes.count - start, at: start + 2)
        return bytes.count - start
    }

    /// Appends a message that adds this one to a bundle; both have the same xid.
    ///
    /// - Precondition: it fits in `OpenFlowLimit.messageLength` less 24 bytes.
    public func encode(xid: UInt32, bundleID: UInt32, flags: BundleFlags, into bytes: inout [UInt8]) {
        let start = bytes.count
        OpenFlowMessage.bundleAdd(BundleAdd(bundleID: bundleID, flags: flags, message: [])).encode(
            xid: xid, into: &bytes)
        encode(xid: xid, into: &bytes)
        precondition(bytes.count - start <= OpenFlowLimit.messageLength, "too long for a bundle")
        bytes.patch(bytes.count - start, at: start + 2)
    }

    /// Writes another xid into a message that is encoded already, for bytes that many switches share.
    ///
    /// - Precondition: `bytes` has a message at `offset`.
    public static func replaceXID(_ xid: UInt32, in bytes: inout [UInt8], at offset: Int = 0) {
        precondition(offset >= 0 && offset + MessageHeader.size <= bytes.count, "no message here")
        for index in 0..<4 { bytes[offset + 4 + index] = UInt8(truncatingIfNeeded: xid >> UInt32(24 - index * 8)) }
    }

    private var type: UInt8 {
        switch self {
        case .hello: MessageType.hello
        case .error: MessageType.error
        case .echoRequest: MessageType.echoRequest
        case .echoReply: MessageType.echoReply
        case .experimenter, .roleStatus, .bundleControl, .bundleAdd, .requestForward, .flowMonitorCancel,
            .flowMonitorPaused, .flowMonitorResumed, .nicira:
            MessageType.experimenter
        case .featuresRequest: MessageType.featuresRequest
        case .featuresReply: MessageType.featuresReply
        case .getConfigRequest: MessageType.getConfigRequest
        case .getConfigReply: MessageType.getConfigReply
        case .setConfig: MessageType.setConfig
        case .packetIn: MessageType.packetIn
        case .flowRemoved: MessageType.flowRemoved
        case .portStatus: MessageType.portStatus
        case .packetOut: MessageType.packetOut
        case .flowMod: MessageType.flowMod
        case .groupMod: MessageType.groupMod
        case .portMod: MessageType.portMod
        case .tableMod: MessageType.tableMod
        case .meterMod: MessageType.meterMod
        case .multipartRequest: MessageType.multipartRequest
        case .multipartReply: MessageType.multipartReply
        case .barrierRequest: MessageType.barrierRequest
        case .barrierReply: MessageType.barrierReply
        case .queueGetConfigRequest: MessageType.queueGetConfigRequest
        case .queueGetConfigReply: MessageType.queueGetConfigReply
        case .getAsyncRequest: MessageType.getAsyncRequest
        case .getAsyncReply: MessageType.getAsyncReply
        case .setAsync: MessageType.setAsync
        case .roleRequest: MessageType.roleRequest
        case .roleReply: MessageType.roleReply
        case .unknown(let type, _): type
        }
    }

    private func encodeBody(into bytes: inout [UInt8]) {
        switch self {
        case .featuresRequest, .getConfigRequest, .barrierRequest, .barrierReply, .getAsyncRequest: break
        case .hello(let hello): hello.encode(into: &bytes)
        case .error(let error): error.encode(into: &bytes)
        case .echoRequest(let data), .echoReply(let data), .unknown(_, let data): bytes.append(contentsOf: data)
        case .featuresReply(let reply): reply.encode(into: &bytes)
        case .getConfigReply(let config), .setConfig(let config): config.encode(into: &bytes)
        case .packetIn(let packetIn): packetIn.encode(into: &bytes)
        case .flowRemoved(let removed): removed.encode(into: &bytes)
        case .portStatus(let status): status.encode(into: &bytes)
        case .packetOut(let packetOut): packetOut.encode(into: &bytes)
        case .flowMod(let flowMod): flowMod.encode(into: &bytes)
        case .groupMod(let groupMod): groupMod.encode(into: &bytes)
        case .portMod(let portMod): portMod.encode(into: &bytes)
        case .tableMod(let tableMod): tableMod.encode(into: &bytes)
        case .meterMod(let meterMod): meterMod.encode(into: &bytes)
        case .multipartRequest(let request): request.encode(into: &bytes)
        case .multipartReply(let reply): reply.encode(into: &bytes)
        case .queueGetConfigRequest(let request): request.encode(into: &bytes)
        case .queueGetConfigReply(let reply): reply.encode(into: &bytes)
        case .roleRequest(let role), .roleReply(let role): role.encode(into: &bytes)
        case .getAsyncReply(let config), .setAsync(let config): config.encode(into: &bytes)
        case .experimenter, .roleStatus, .bundleControl, .bundleAdd, .requestForward, .flowMonitorCancel,
            .flowMonitorPaused, .flowMonitorResumed, .nicira:
            encodeExperimenter(into: &bytes)
        }
    }

    private func encodeExperimenter(into bytes: inout [UInt8]) {
        func header(_ experimenter: UInt32, _ type: UInt32) {
            bytes.put(experimenter)
            bytes.put(type)
        }
        switch self {
        case .experimenter(let experimenter): experimenter.encode(into: &bytes)
        case .roleStatus(let status):
            header(ExperimenterID.onf, RoleStatus.onfType)
            status.encode(into: &bytes)
        case .bundleControl(let control):
            header(ExperimenterID.onf, BundleControl.onfType)
            control.encode(into: &bytes)
        case .bundleAdd(let add):
            header(ExperimenterID.onf, BundleAdd.onfType)
            add.encode(into: &bytes)
        case .requestForward(let forward):
            header(ExperimenterID.onf, RequestForward.onfType)
            forward.encode(into: &bytes)
        case .flowMonitorCancel(let number):
            header(ExperimenterID.onf, FlowMonitorType.cancel)
            bytes.put(number)
        case .flowMonitorPaused: header(ExperimenterID.onf, FlowMonitorType.paused)
        case .flowMonitorResumed: header(ExperimenterID.onf, FlowMonitorType.resumed)
        case .nicira(let message):
            header(ExperimenterID.nicira, message.type)
            message.encode(into: &bytes)
        default: break
        }
    }
}
