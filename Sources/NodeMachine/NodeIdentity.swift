public import NetworkTypes

/// The names and numbers that a node's Open vSwitch has from Naru.
public enum NodeIdentity {
    /// The integration bridge, wholly Naru's.
    public static let bridge = "br-int"
    public static let tunnelPort = "naru-geneve"
    /// `ofport_request` of the tunnel port; below OFPP_MAX of OpenFlow 1.0 (0xff00), above what VIFs get by themselves.
    public static let tunnelOFPort: UInt32 = 0xfde8

    private static let datapathPrefix: UInt64 = 0x6e61_7275_0000_0000

    /// `naru` in ASCII, then the node's key.
    public static func datapathID(of node: NodeKey) -> UInt64 { datapathPrefix | UInt64(node.value) }

    /// Whether a bridge of this `datapath_type` forwards in ovs-vswitchd itself; the others forward in the kernel.
    static func isUserspace(datapathType: String) -> Bool { datapathType == "netdev" || datapathType == "dummy" }

    /// Whose bridge it is; nil for a datapath-id that Naru did not give.
    public static func node(of datapathID: UInt64) -> NodeKey? {
        guard datapathID & 0xffff_ffff_0000_0000 == datapathPrefix else { return nil }
        let key = UInt32(truncatingIfNeeded: datapathID)
        return key == 0 ? nil : NodeKey(key)
    }
}
