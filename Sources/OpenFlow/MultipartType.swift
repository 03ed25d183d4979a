/// Types of multipart messages (OpenFlow 1.3.5 §7.3.5).
public enum MultipartType {
    public static let description: UInt16 = 0
    public static let flow: UInt16 = 1
    public static let aggregate: UInt16 = 2
    public static let meterConfig: UInt16 = 10
    public static let portDescription: UInt16 = 13
    public static let experimenter: UInt16 = 0xffff

    /// The bit of `flags` that says that more follows under the same xid.
    static let more: UInt16 = 1
    /// Bytes before the body.
    static let headerSize = 8
}
