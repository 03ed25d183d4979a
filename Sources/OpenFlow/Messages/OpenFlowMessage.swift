/// A message of OpenFlow 1.3.5, or of the extensions that this codec knows. Large and rare bodies are boxed: every message is
/// as large as the largest body, and the common ones are moved a lot.
public enum OpenFlowMessage: Hashable, Sendable {
    case hello(Hello)
    case error(ErrorMessage)
    case echoRequest([UInt8])
    case echoReply([UInt8])
    case experimenter(Experimenter)
    case featuresRequest
    case featuresReply(FeaturesReply)
    case getConfigRequest
    case getConfigReply(SwitchConfig)
    case setConfig(SwitchConfig)
    case packetIn(PacketIn)
    indirect case flowRemoved(FlowRemoved)
    indirect case portStatus(PortStatus)
    case packetOut(PacketOut)
    case flowMod(FlowMod)
    case groupMod(GroupMod)
    indirect case portMod(PortMod)
    case tableMod(TableMod)
    case meterMod(MeterMod)
    indirect case multipartRequest(MultipartRequest)
    case multipartReply(MultipartReply)
    case barrierRequest
    case barrierReply
    case queueGetConfigRequest(QueueGetConfigRequest)
    case queueGetConfigReply(QueueGetConfigReply)
    case roleRequest(RoleRequest)
    case roleReply(RoleRequest)
    case getAsyncRequest
    case getAsyncReply(AsyncConfig)
    case setAsync(AsyncConfig)
    case roleStatus(RoleStatus)
    case bundleControl(BundleControl)
    case bundleAdd(BundleAdd)
    indirect case requestForward(RequestForward)
    /// Ends a flow monitor, by the number that its request gave it.
    case flowMonitorCancel(UInt32)
    /// The connection is too slow for its flow monitors: what changes until they resume comes at once then.
    case flowMonitorPaused
    case flowMonitorResumed
    indirect case nicira(NiciraMessage)
    /// A type without a name in this codec.
    case unknown(type: UInt8, body: [UInt8])
}
