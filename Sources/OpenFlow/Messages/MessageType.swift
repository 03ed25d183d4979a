/// Type numbers of messages (OpenFlow 1.3.5 §7.1.1).
public enum MessageType {
    public static let hello: UInt8 = 0
    public static let error: UInt8 = 1
    public static let echoRequest: UInt8 = 2
    public static let echoReply: UInt8 = 3
    public static let experimenter: UInt8 = 4
    public static let featuresRequest: UInt8 = 5
    public static let featuresReply: UInt8 = 6
    public static let getConfigRequest: UInt8 = 7
    public static let getConfigReply: UInt8 = 8
    public static let setConfig: UInt8 = 9
    public static let packetIn: UInt8 = 10
    public static let flowRemoved: UInt8 = 11
    public static let portStatus: UInt8 = 12
    public static let packetOut: UInt8 = 13
    public static let flowMod: UInt8 = 14
    public static let groupMod: UInt8 = 15
    public static let portMod: UInt8 = 16
    public static let tableMod: UInt8 = 17
    public static let multipartRequest: UInt8 = 18
    public static let multipartReply: UInt8 = 19
    public static let barrierRequest: UInt8 = 20
    public static let barrierReply: UInt8 = 21
    public static let queueGetConfigRequest: UInt8 = 22
    public static let queueGetConfigReply: UInt8 = 23
    public static let roleRequest: UInt8 = 24
    public static let roleReply: UInt8 = 25
    public static let getAsyncRequest: UInt8 = 26
    public static let getAsyncReply: UInt8 = 27
    public static let setAsync: UInt8 = 28
    public static let meterMod: UInt8 = 29
}
