/// How much the graph keeps. A fact beyond a limit is refused and counted in `TopologyGraph.refusedFacts`.
public enum TopologyLimits {
    /// Interfaces of one node.
    public static let interfacesPerNode = 4_096
    /// Bridges of one node.
    public static let bridgesPerNode = 256
    /// Links that end at one node.
    public static let linksPerNode = 4_096
    /// Interfaces that claim one `iface-id`.
    public static let claimsPerInterfaceID = 64
    /// Addresses of one virtual port.
    public static let addressesPerPort = 256
    /// UTF-8 bytes of any one name in a fact.
    public static let nameBytes = 1_024
    /// Changes kept for `changes(since:)`.
    public static let changesKept = 4_096
    /// Tunnel ends up to which exports and `edges` list each pair of them; paths use the mesh at any size.
    public static let tunnelEndsListed = 128
}
