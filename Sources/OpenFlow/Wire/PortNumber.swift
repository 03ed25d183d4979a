/// Reserved port numbers of OpenFlow 1.3.5 §7.2.1.
public enum PortNumber {
    /// The highest number of a port of its own (OFPP_MAX).
    public static let max: UInt32 = 0xffff_ff00
    /// The port that the packet came in on (OFPP_IN_PORT).
    public static let inPort: UInt32 = 0xffff_fff8
    /// Through the flow tables again, in a packet-out alone (OFPP_TABLE).
    public static let table: UInt32 = 0xffff_fff9
    /// Forwarding as a switch without OpenFlow does it (OFPP_NORMAL).
    public static let normal: UInt32 = 0xffff_fffa
    /// Every port that is not kept from flooding, but the one it came in on (OFPP_FLOOD).
    public static let flood: UInt32 = 0xffff_fffb
    /// Every port but the one it came in on (OFPP_ALL).
    public static let all: UInt32 = 0xffff_fffc
    /// To the controllers (OFPP_CONTROLLER).
    public static let controller: UInt32 = 0xffff_fffd
    /// The switch's own port (OFPP_LOCAL).
    public static let local: UInt32 = 0xffff_fffe
    /// No port, or any, where a port may be left out (OFPP_ANY).
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
