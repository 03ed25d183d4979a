public import NetworkTypes
import PersistentCollections

/// What all tenants asked for, as of a revision: a value that is cheap to copy, so readers hold one while it goes on.
///
/// It changes by `apply` alone, and what may be applied is found by `decide`.
public struct NetworkState: Sendable {
    /// How many transactions have been applied; 0 is the empty state.
    public internal(set) var revision: Revision = 0

    var vpcs = ResourceTable<VPC>()
    var networks = ResourceTable<Network>()
    var subnets = ResourceTable<Subnet>()
    var ports = ResourceTable<Port>()
    var nodes = ResourceTable<Node>()
    var securityGroups = ResourceTable<SecurityGroup>()
    var securityGroupRules = ResourceTable<SecurityGroupRule>()
    var prefixLists = ResourceTable<PrefixList>()
    var routeTables = ResourceTable<RouteTable>()

    var networksOfVPC = MembershipIndex<SegmentKey>()
    var subnetsOfNetwork = MembershipIndex<SubnetKey>()
    var portsOfNetwork = MembershipIndex<PortKey>()
    /// Ports that request a node, by the node.
    var portsOfNode = MembershipIndex<PortKey>()
    var groupsOfVPC = MembershipIndex<SecurityGroupKey>()
    var rulesOfGroup = MembershipIndex<RuleKey>()
    var portsOfGroup = MembershipIndex<PortKey>()
    /// Rules whose peer is a group, by that group.
    var rulesFromGroup = MembershipIndex<RuleKey>()
    var rulesOfPrefixList = MembershipIndex<RuleKey>()
    var routeTablesOfVPC = MembershipIndex<RouteTableKey>()
    var subnetsOfRouteTable = MembershipIndex<SubnetKey>()
    var policies = PolicyIndex()
    var macs = ShardedMap<SegmentMAC, PortKey>()
    /// The ports of VPCs by their addresses.
    var addressHolders = ShardedMap<VPCAddress, PortKey>()
    var nodeNames = ShardedMap<String, NodeKey>()
    var systemIDs = ShardedMap<String, NodeKey>()
    var projectCounts = ShardedMap<ProjectCount, Int>()
    var addresses = AddressLedger()

    public init() {}
}

/// A MAC on a network, where it is unique.
struct SegmentMAC: ShardHashable {
    let segment: SegmentKey
    let mac: MACAddress

    var shardHash: UInt64 { UInt64(segment.value) &* 0x9e37_79b9_7f4a_7c15 ^ mac.bits }
}

/// An address in a VPC, where it is unique.
struct VPCAddress: ShardHashable {
    let vpc: VPCKey
    let address: IPAddress

    var shardHash: UInt64 {
        let bits = address.bits
        return UInt64(vpc.value) &* 0x9e37_79b9_7f4a_7c15 ^ UInt64(truncatingIfNeeded: bits ^ bits >> 64)
    }
}

/// A project's resources of one kind, which are counted for its quota.
struct ProjectCount: ShardHashable, Comparable {
    let project: ProjectID
    let kind: ResourceKind

    var shardHash: UInt64 { "\(project.name)/\(kind.rawValue)".shardHash }

    static func < (left: Self, right: Self) -> Bool {
        left.project != right.project ? left.project < right.project : left.kind < right.kind
    }
}

// MARK: - Lookups

extension NetworkState {
    public func vpc(_ id: ResourceID) -> VPC? { vpcs[id] }
    public func vpc(_ key: VPCKey) -> VPC? { vpcs[key.value] }
    public func network(_ id: ResourceID) -> Network? { networks[id] }
    public func network(_ key: SegmentKey) -> Network? { networks[key.value] }
    public func subnet(_ id: ResourceID) -> Subnet? { subnets[id] }
    public func subnet(_ key: SubnetKey) -> Subnet? { subnets[key.value] }
    public func port(_ id: ResourceID) -> Port? { ports[id] }
    public func port(_ key: PortKey) -> Port? { ports[key.value] }
    public func node(_ id: ResourceID) -> Node? { nodes[id] }
    public func node(_ key: NodeKey) -> Node? { nodes[key.value] }

    /// The node whose Open vSwitch has this `external_ids:system-id`.
    public func node(systemID: String) -> Node? { systemIDs[systemID].flatMap { node($0) } }
    public func node(named name: String) -> Node? { nodeNames[name].flatMap { node($0) } }

    public func resource(_ kind: ResourceKind, _ id: ResourceID) -> Resource? {
        switch kind {
        case .vpc: vpc(id).map { .vpc($0) }
        case .network: network(id).map { .network($0) }
        case .subnet: subnet(id).map { .subnet($0) }
        case .port: port(id).map { .port($0) }
        case .node: node(id).map { .node($0) }
        case .securityGroup: securityGroup(id).map { .securityGroup($0) }
        case .securityGroupRule: rule(id).map { .securityGroupRule($0) }
        case .prefixList: prefixList(id).map { .prefixList($0) }
        case .routeTable: routeTable(id).map { .routeTable($0) }
        }
    }

    /// The dense key of a resource as a number; nil where there is none.
    public func key(of kind: ResourceKind, _ id: ResourceID) -> UInt32? {
        switch kind {
        case .vpc: vpcs.key(of: id)
        case .network: networks.key(of: id)
        case .subnet: subnets.key(of: id)
        case .port: ports.key(of: id)
        case .node: nodes.key(of: id)
        case .securityGroup: securityGroups.key(of: id)
        case .securityGroupRule: securityGroupRules.key(of: id)
        case .prefixList: prefixLists.key(of: id)
        case .routeTable: routeTables.key(of: id)
        }
    }

    func resource(_ kind: ResourceKind, key: UInt32) -> Resource? {
        switch kind {
        case .vpc: vpcs[key].map { .vpc($0) }
        case .network: networks[key].map { .network($0) }
        case .subnet: subnets[key].map { .subnet($0) }
        case .port: ports[key].map { .port($0) }
        case .node: nodes[key].map { .node($0) }
        case .securityGroup: securityGroups[key].map { .securityGroup($0) }
        case .securityGroupRule: securityGroupRules[key].map { .securityGroupRule($0) }
        case .prefixList: prefixLists[key].map { .prefixList($0) }
        case .routeTable: routeTables[key].map { .routeTable($0) }
        }
    }

    /// The networks of a VPC, rising.
    public func networks(in vpc: VPCKey) -> [SegmentKey] { networksOfVPC[vpc] }
    /// The subnets on a network, rising.
    public func subnets(in segment: SegmentKey) -> [SubnetKey] { subnetsOfNetwork[segment] }
    /// The ports on a network, rising.
    public func ports(in segment: SegmentKey) -> [PortKey] { portsOfNetwork[segment] }
    /// The ports that request a node, rising.
    public func ports(requesting node: NodeKey) -> [PortKey] { portsOfNode[node] }
    /// The port with this MAC on a network.
    public func port(mac: MACAddress, in segment: SegmentKey) -> PortKey? {
        macs[SegmentMAC(segment: segment, mac: mac)]
    }
    /// The port that holds an address of a subnet.
    public func port(holding address: IPAddress, of subnet: SubnetKey) -> PortKey? {
        guard let subnet = self.subnet(subnet), subnet.cidr.contains(address) else { return nil }
        return addresses.holder(of: AddressRange.offset(of: address, in: subnet.cidr), in: subnet.key)
    }

    /// The port that holds an address of a VPC.
    public func port(holding address: IPAddress, in vpc: VPCKey) -> PortKey? {
        addressHolders[VPCAddress(vpc: vpc, address: address)]
    }

    public func count(_ kind: ResourceKind) -> Int {
        switch kind {
        case .vpc: vpcs.count
        case .network: networks.count
        case .subnet: subnets.count
        case .port: ports.count
        case .node: nodes.count
        case .securityGroup: securityGroups.count
        case .securityGroupRule: securityGroupRules.count
        case .prefixList: prefixLists.count
        case .routeTable: routeTables.count
        }
    }

    /// The highest dense key that a resource of the kind ever had.
    func lastKey(_ kind: ResourceKind) -> UInt32 {
        switch kind {
        case .vpc: vpcs.lastKey
        case .network: networks.lastKey
        case .subnet: subnets.lastKey
        case .port: ports.lastKey
        case .node: nodes.lastKey
        case .securityGroup: securityGroups.lastKey
        case .securityGroupRule: securityGroupRules.lastKey
        case .prefixList: prefixLists.lastKey
        case .routeTable: routeTables.lastKey
        }
    }

    /// Resources of one kind that a project has.
    public func count(_ kind: ResourceKind, of project: ProjectID) -> Int {
        projectCounts[ProjectCount(project: project, kind: kind)] ?? 0
    }

    /// Every project that has a resource, sorted; operators, who have the nodes, too.
    public var projects: [ProjectID] {
        var found: [ProjectID] = []
        for count in projectCounts.sortedKeys where found.last != count.project { found.append(count.project) }
        return found
    }

    /// Resources in the order in which they were made, at most `limit`, from the one after `after` on. Empty when there
    /// is no resource `after` (any more); `list(_:afterKey:limit:where:)` goes on past a removed one.
    public func list(
        _ kind: ResourceKind, after: ResourceID?, limit: Int, where isWanted: (Resource) -> Bool
    ) -> [Resource] {
        guard let after else { return list(kind, afterKey: 0, limit: limit, where: isWanted) }
        guard let key = key(of: kind, after) else { return [] }
        return list(kind, afterKey: key, limit: limit, where: isWanted)
    }

    /// Resources whose dense key is above `afterKey`, in the order in which they were made, at most `limit`.
    public func list(
        _ kind: ResourceKind, afterKey: UInt32, limit: Int, where isWanted: (Resource) -> Bool
    ) -> [Resource] {
        var found: [Resource] = []
        var key = afterKey
        let end = lastKey(kind)
        while key < end, found.count < limit {
            key += 1
            if let resource = resource(kind, key: key), isWanted(resource) { found.append(resource) }
        }
        return found
    }
}
