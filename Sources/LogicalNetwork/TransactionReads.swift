import NetworkTypes
import VirtualNetwork

/// Walks the events of one transaction, which may make a network and what stands on it.
struct TransactionReader {
    let before: NetworkState
    var keys: Set<ReadKey> = []
    private var newNetworks: [ResourceID: SegmentKey] = [:]
    private var newVPCs: [ResourceID: VPCKey] = [:]
    private var newGroups: [ResourceID: SecurityGroup] = [:]

    init(before: NetworkState) { self.before = before }

    mutating func read(_ event: Event) {
        switch event {
        case .put(let resource):
            touch(resource, membership: before.resource(resource.kind, resource.metadata.id) == nil, isPut: true)
        case .remove(let kind, let id):
            if let resource = before.resource(kind, id) { touch(resource, membership: true, isPut: false) }
        }
    }

    private mutating func touch(_ resource: Resource, membership: Bool, isPut: Bool) {
        switch resource {
        case .vpc(let vpc):
            newVPCs[vpc.metadata.id] = vpc.key
            keys.insert(.vpc(vpc.key))
        case .network(let network):
            newNetworks[network.metadata.id] = network.key
            keys.insert(.network(network.key))
            if membership, let vpc = network.vpc.flatMap({ vpc($0) }) { keys.insert(.networksInVPC(vpc)) }
        case .subnet(let subnet):
            keys.insert(.subnet(subnet.key))
            if membership, let segment = segment(subnet.network) { keys.insert(.subnetsInNetwork(segment)) }
        case .port(let port): touch(port, membership: membership, isPut: isPut)
        case .node(let node):
            keys.insert(.node(node.key))
            if membership { keys.insert(.nodes) }
        case .securityGroup(let group):
            newGroups[group.metadata.id] = group
            keys.insert(.securityGroup(group.key))
        case .securityGroupRule(let rule): touch(rule, membership: membership)
        case .prefixList(let list): if isPut { touch(list) }
        case .routeTable(let table):
            keys.insert(.routeTable(table.key))
            if membership, let vpc = vpc(table.vpc) { keys.insert(.routeTablesInVPC(vpc)) }
        }
    }

    private mutating func touch(_ port: Port, membership: Bool, isPut: Bool) {
        keys.insert(.port(port.key))
        let old = before.port(port.metadata.id)
        if membership || old?.requestedNode != port.requestedNode || old?.securityGroups != port.securityGroups {
            keys.insert(.portPlace(port.key))
        }
        if membership, let segment = segment(port.network) { keys.insert(.portsInNetwork(segment)) }
        // The addresses that came or went, or all of them with the port.
        let held = Set(port.fixedIPs)
        let changed = isPut ? held.symmetricDifference(old?.fixedIPs ?? []) : held
        guard !changed.isEmpty, let vpc = before.network(port.network)?.vpc.flatMap({ vpc($0) }) else { return }
        for fixed in changed { keys.insert(.address(vpc, fixed.address)) }
    }

    private mutating func touch(_ rule: SecurityGroupRule, membership: Bool) {
        keys.insert(.rule(rule.key))
        // Beyond its name nothing of a rule changes.
        guard membership, let group = group(rule.group) else { return }
        keys.insert(.rulesOfGroup(group.key))
        if case .group(let peer) = rule.peer, let peer = self.group(peer) { keys.insert(.rulesFromGroup(peer.key)) }
        if let vpc = vpc(group.vpc) { touch(before.clauses(of: rule), in: vpc) }
    }

    /// The blocks that the list had and those that it gets, in each VPC and direction with a rule that names it.
    private mutating func touch(_ list: PrefixList) {
        guard let old = before.prefixList(list.metadata.id) else { return }
        let changed = Set(old.entries).symmetricDifference(list.entries)
        var directions: [VPCKey: Set<RuleDirection>] = [:]
        for key in before.rules(using: old.key) {
            guard let rule = before.rule(key), let group = before.securityGroup(rule.group), let vpc = vpc(group.vpc)
            else { continue }
            directions[vpc, default: []].insert(rule.direction)
        }
        for (vpc, directions) in directions {
            for direction in directions { touch(changed.map { .peer(direction, $0) }, in: vpc) }
        }
    }

    private mutating func touch(_ clauses: [RuleClause], in vpc: VPCKey) {
        guard !clauses.isEmpty else { return }
        keys.insert(.clauseBuckets(vpc))
        for clause in clauses { keys.insert(.clauses(vpc, clause.bucket)) }
    }

    private func segment(_ id: ResourceID) -> SegmentKey? { newNetworks[id] ?? before.network(id)?.key }
    private func vpc(_ id: ResourceID) -> VPCKey? { newVPCs[id] ?? before.vpc(id)?.key }
    private func group(_ id: ResourceID) -> SecurityGroup? { newGroups[id] ?? before.securityGroup(id) }
}
