/// Who made a switch, in words (OpenFlow 1.3.5 §7.3.5.1).
public struct SwitchDescription: Hashable, Sendable {
    /// Who made the switch.
    public var manufacturer: String
    /// What the hardware is.
    public var hardware: String
    /// What the software is.
    public var software: String
    /// The number of this one.
    public var serialNumber: String
    /// What people call this datapath.
    public var datapath: String

    public init(manufacturer: String, hardware: String, software: String, serialNumber: String, datapath: String) {
        self.manufacturer = manufacturer
        self.hardware = hardware
        self.software = software
        self.serialNumber = serialNumber
        self.datapath = datapath
    }

    private static let longText = 256
    private static let serialText = 32

    static func decode(_ bytes: RawSpan, _ range: Range<Int>) throws(OpenFlowError) -> SwitchDescription {
        try requireExactly(4 * longText + serialText, in: range, "ofp_desc")
        let start = range.lowerBound
        return SwitchDescription(
            manufacturer: bytes.text(start..<(start + 256)), hardware: bytes.text((start + 256)..<(start + 512)),
            software: bytes.text((start + 512)..<(start + 768)),
            serialNumber: bytes.text((start + 768)..<(start + 800)),
            datapath: bytes.text((start + 800)..<(start + 1056)))
    }

    func encode(into bytes: inout [UInt8]) {
        bytes.put(text: manufacturer, length: Self.longText)
        bytes.put(text: hardware, length: Self.longText)
        bytes.put(text: software, length: Self.longText)
        bytes.put(text: serialNumber, length: Self.serialText)
        bytes.put(text: datapath, length: Self.longText)
    }
}
