/// Type numbers of messages (OpenFlow 1.3.5 §7.1.1).
public enum MessageType {
    /// The versions that a side speaks; the first message each way.
    public static let hello: UInt8 = 0
    /// A refusal, or a failure.
    public static let error: UInt8 = 1
    /// Asks whether the other side is alive.
    public static let echoRequest: UInt8 = 2
    /// Answers `echoRequest` with the same data.
    public static let echoReply: UInt8 = 3
    /// An extension's message.
    public static let experimenter: UInt8 = 4
    /// Asks the switch for its identity and abilities; it has no body.
    public static let featuresRequest: UInt8 = 5
    /// Answers `featuresRequest`.
    public static let featuresReply: UInt8 = 6
    /// Asks for the switch's configuration; it has no body.
    public static let getConfigRequest: UInt8 = 7
    /// Answers `getConfigRequest`.
    public static let getConfigReply: UInt8 = 8
    /// Sets the switch's configuration.
    public static let setConfig: UInt8 = 9
    /// A packet for the controller.
    public static let packetIn: UInt8 = 10
    /// A flow is gone.
    public static let flowRemoved: UInt8 = 11
    /// A port was added, changed or deleted.
    public static let portStatus: UInt8 = 12
    /// A packet for the switch to send.
    public static let packetOut: UInt8 = 13
    /// Adds, changes or deletes flows.
    public static let flowMod: UInt8 = 14
    /// Adds, changes or deletes a group.
    public static let groupMod: UInt8 = 15
    /// Changes the behaviour of a port.
    public static let portMod: UInt8 = 16
    /// Configures a flow table.
    public static let tableMod: UInt8 = 17
    /// Asks for statistics or descriptions.
    public static let multipartRequest: UInt8 = 18
    /// Answers `multipartRequest`, in one message or several.
    public static let multipartReply: UInt8 = 19
    /// Asks the switch to finish what came before.
    public static let barrierRequest: UInt8 = 20
    /// Answers `barrierRequest` when that is done.
    public static let barrierReply: UInt8 = 21
    /// Asks for the queues of a port.
    public static let queueGetConfigRequest: UInt8 = 22
    /// Answers `queueGetConfigRequest`.
    public static let queueGetConfigReply: UInt8 = 23
    /// Asks for the controller's role, or changes it.
    public static let roleRequest: UInt8 = 24
    /// Answers `roleRequest`.
    public static let roleReply: UInt8 = 25
    /// Asks which asynchronous messages the controller gets.
    public static let getAsyncRequest: UInt8 = 26
    /// Answers `getAsyncRequest`.
    public static let getAsyncReply: UInt8 = 27
    /// Sets which asynchronous messages the controller gets.
    public static let setAsync: UInt8 = 28
    /// Adds, changes or deletes a meter.
    public static let meterMod: UInt8 = 29
}
