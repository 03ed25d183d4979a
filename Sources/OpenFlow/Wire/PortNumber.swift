/// Reserved port numbers of OpenFlow 1.3.5 §7.2.1.
public enum PortNumber {
    public static let max: UInt32 = 0xffff_ff00
    public static let inPort: UInt32 = 0xffff_fff8
    public static let table: UInt32 = 0xffff_fff9
    public static let normal: UInt32 = 0xffff_fffa
    public static let flood: UInt32 = 0xffff_fffb
    public static let all: UInt32 = 0xffff_fffc
    public static let controller: UInt32 = 0xffff_fffd
    public static let local: UInt32 = 0xffff_fffe
    public static let any: UInt32 = 0xffff_ffff
    /// The packet's own port in a resubmit, whose port numbers have 16 bits.
    public static let resubmitInPort: UInt16 = 0xfff8

    /// Whether a port may have this number: Open vSwitch has ports below 0xff00, and the reserved ones.
    @inline(__always)
    static func isValid(_ port: UInt32) -> Bool { port < 0xff00 || port >= max }
}

/// Throws unless `number`, read at `offset`, is one that a port may have.
func requirePort(_ number: UInt32, at offset: Int, _ field: String) throws(OpenFlowError) {
    guard PortNumber.isValid(number) else { throw OpenFlowError(offset: offset, field: field, rule: .badValue) }
}
