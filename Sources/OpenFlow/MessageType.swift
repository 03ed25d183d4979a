/// Type numbers of messages (OpenFlow 1.3.5 §7.1.1).
enum MessageType {
    static let hello: UInt8 = 0
    static let error: UInt8 = 1
    static let echoRequest: UInt8 = 2
    static let echoReply: UInt8 = 3
    static let experimenter: UInt8 = 4
    static let featuresRequest: UInt8 = 5
    static let featuresReply: UInt8 = 6
    static let getConfigRequest: UInt8 = 7
    static let getConfigReply: UInt8 = 8
    static let setConfig: UInt8 = 9
    static let packetIn: UInt8 = 10
    static let flowRemoved: UInt8 = 11
    static let portStatus: UInt8 = 12
    static let packetOut: UInt8 = 13
    static let flowMod: UInt8 = 14
    static let multipartRequest: UInt8 = 18
    static let multipartReply: UInt8 = 19
    static let barrierRequest: UInt8 = 20
    static let barrierReply: UInt8 = 21
    static let roleRequest: UInt8 = 24
    static let roleReply: UInt8 = 25
    static let meterMod: UInt8 = 29
}
