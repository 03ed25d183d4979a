import NetworkTypes

/// What a project, or a resource, may have at most. A request beyond one is refused with its number.
public enum Limits {
    public static let vpcsPerProject = 100
    public static let networksPerProject = 1_000
    public static let subnetsPerProject = 4_000
    public static let portsPerProject = 10_000
    /// Default groups count too.
    public static let groupsPerProject = 500
    public static let prefixListsPerProject = 100
    /// Of the whole installation.
    public static let nodes = 8_192

    /// Unicode scalars of a resource's name.
    public static let nameLength = 128
    public static let tags = 32
    /// Unicode scalars of a tag's key, and of its value.
    public static let tagKeyLength = 128
    public static let tagValueLength = 256
    /// Unicode scalars of `device_owner`, `device_id`, `system_id`, `zone` and `region`.
    public static let textLength = 255

    public static let cidrsPerVPC = 8
    public static let dnsServersPerSubnet = 4
    public static let hostRoutesPerSubnet = 16
    public static let fixedIPsPerPort = 16
    public static let addressPairsPerPort = 16

    public static let groupsPerVPC = 500
    public static let groupsPerPort = 8
    public static let rulesPerGroup = 200
    /// A flow that stands for a clause lists the rules that share it, 16 bytes each, and a flow that a switch tells of may
    /// have 32 KiB (`OpenFlowLimit.flowLength`): a longer one could be sent, and would end every dump.
    public static let rulesPerVPC = 2_000
    public static let entriesPerPrefixList = 1_000
    public static let routeTablesPerVPC = 200
    public static let routesPerTable = 100
    /// Flows that a host may have to hold for one VPC as a whole, by `NetworkState.sharedFlows(in:)`.
    public static let flowsPerHost = 250_000

    /// Entries of all clause flows of a VPC, one for each rule that shares a flow; 16 bytes each on every host with a port of
    /// the VPC, by `NetworkState.clauseShares(in:)`.
    public static let clauseSharesPerVPC = 1_000_000

    /// Prefix lengths of a VPC's block. A /29 and a /125 are the smallest with room for the addresses kept back.
    public static let vpcPrefixV4 = 8...29
    public static let vpcPrefixV6 = 32...125
    /// Prefix lengths of a subnet; an IPv6 subnet wider than /64 fits no autoconfiguration (RFC 4291 §2.5.4).
    public static let subnetPrefixV4 = 8...29
    public static let subnetPrefixV6 = 64...125
    /// That of an IPv6 subnet whose addresses are made of MACs.
    public static let slaacPrefix = 64

    /// Seconds for which an address that was given back is not handed out, unless it is asked for by name.
    public static let addressRestSeconds: Int64 = 60
    /// Addresses that may rest at once; beyond it the one that rested longest is free early.
    public static let restingAddresses = 1 << 18

    /// Users of a resource that a refused deletion names.
    public static let usersNamed = 5

    /// Resources of a kind that a project may have.
    static func quota(_ kind: ResourceKind) -> Int {
        switch kind {
        case .vpc: vpcsPerProject
        case .network: networksPerProject
        case .subnet: subnetsPerProject
        case .port: portsPerProject
        case .node: nodes
        case .securityGroup: groupsPerProject
        case .prefixList: prefixListsPerProject
        // Their own limits are those of a VPC.
        case .securityGroupRule: vpcsPerProject * rulesPerVPC
        case .routeTable: vpcsPerProject * routeTablesPerVPC
        }
    }

    /// Keys of a kind end below this: what its field in the flows, or on the wire, can hold.
    static func keyLimit(_ kind: ResourceKind) -> UInt32 {
        switch kind {
        case .vpc: 1 << 24
        case .network: SegmentKey.limit
        // Meter ids end at 0xffff0000 (OpenFlow 1.3.5 §7.3.4.4, OFPM_MAX), and a port's key is its meter's id.
        case .port: 0xffff_0000
        case .subnet, .node, .securityGroup, .securityGroupRule, .prefixList, .routeTable: .max
        }
    }
}
