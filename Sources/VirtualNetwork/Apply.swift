import NetworkTypes
import PersistentCollections

extension NetworkState {
    /// Takes over what a transaction says. It refuses nothing: what is applied was decided before, or stands in the log.
    public mutating func apply(_ transaction: Transaction) {
        addresses.expire(at: transaction.at)
        for event in transaction.events {
            switch event {
            case .put(let resource): put(resource, at: transaction.at)
            case .remove(let kind, let id): remove(kind, id, at: transaction.at)
            }
        }
        revision = transaction.revision
    }

    mutating func put(_ resource: Resource, at now: Timestamp) {
        let metadata = resource.metadata
        if key(of: resource.kind, metadata.id) == nil { count(resource.kind, of: metadata.project, by: 1) }
        switch resource {
        case .vpc(let vpc):
            vpcs.put(vpc, id: metadata.id, key: vpc.key.value)
        case .network(let network):
            networks.put(network, id: metadata.id, key: network.key.value)
            if let vpc = network.vpc.flatMap({ self.vpc($0) }) { networksOfVPC.insert(network.key, in: vpc.key) }
        case .subnet(let subnet):
            put(subnet)
        case .port(let port):
            put(port, at: now)
        case .node(let node):
            put(node)
        case .securityGroup(let group):
            put(group)
        case .securityGroupRule(let rule):
            put(rule)
        case .prefixList(let list):
            put(list)
        case .routeTable(let table):
            put(table)
        }
    }

    private mutating func put(_ subnet: Subnet) {
        if let old = subnets[subnet.metadata.id], old.routeTable != subnet.routeTable { leaveRouteTable(old) }
        subnets.put(subnet, id: subnet.metadata.id, key: subnet.key.value)
        if let network = network(subnet.network) { subnetsOfNetwork.insert(subnet.key, in: network.key) }
        if let table = subnet.routeTable.flatMap({ routeTable($0) }) {
            subnetsOfRouteTable.insert(subnet.key, in: table.key)
        }
    }

    private mutating func put(_ port: Port, at now: Timestamp) {
        let old = ports[port.metadata.id]
        ports.put(port, id: port.metadata.id, key: port.key.value)
        if let network = network(port.network) {
            portsOfNetwork.insert(port.key, in: network.key)
            macs[SegmentMAC(segment: network.key, mac: port.mac)] = port.key
        }
        if let old, old.requestedNode != port.requestedNode { leaveNode(old) }
        if let node = port.requestedNode.flatMap({ self.node($0) }) { portsOfNode.insert(port.key, in: node.key) }
        for fixedIP in old?.fixedIPs ?? [] where !port.fixedIPs.contains(fixedIP) { release(fixedIP, at: now) }
        for fixedIP in port.fixedIPs {
            guard let subnet = subnet(fixedIP.subnet) else { continue }
            let range = AddressRange(subnet)
            addresses.take(range.offset(of: fixedIP.address), of: range, by: port.key)
            if let vpc = network(subnet.network)?.vpc.flatMap({ vpc($0) }) {
                addressHolders[VPCAddress(vpc: vpc.key, address: fixedIP.address)] = port.key
            }
        }
        replaceInPolicies(old, by: port)
    }

    private mutating func put(_ node: Node) {
        if let old = nodes[node.metadata.id] { forgetNames(of: old) }
        nodes.put(node, id: node.metadata.id, key: node.key.value)
        nodeNames[node.metadata.name] = node.key
        if let systemID = node.systemID { systemIDs[systemID] = node.key }
    }

    private mutating func remove(_ kind: ResourceKind, _ id: ResourceID, at now: Timestamp) {
        guard let metadata = resource(kind, id)?.metadata else { return }
        count(kind, of: metadata.project, by: -1)
        switch kind {
        case .vpc:
            _ = vpcs.remove(id)
        case .network:
            guard let network = networks.remove(id) else { return }
            if let vpc = network.vpc.flatMap({ self.vpc($0) }) { networksOfVPC.remove(network.key, from: vpc.key) }
        case .subnet:
            guard let subnet = subnets.remove(id) else { return }
            if let network = network(subnet.network) { subnetsOfNetwork.remove(subnet.key, from: network.key) }
            leaveRouteTable(subnet)
        case .port:
            guard let port = ports.remove(id) else { return }
            if let network = network(port.network) {
                portsOfNetwork.remove(port.key, from: network.key)
                macs.removeValue(forKey: SegmentMAC(segment: network.key, mac: port.mac))
            }
            leaveNode(port)
            for fixedIP in port.fixedIPs { release(fixedIP, at: now) }
            replaceInPolicies(port, by: nil)
        case .node:
            if let node = nodes.remove(id) { forgetNames(of: node) }
        case .securityGroup: removeSecurityGroup(id)
        case .securityGroupRule: removeRule(id)
        case .prefixList: _ = prefixLists.remove(id)
        case .routeTable: removeRouteTable(id)
        }
    }

    private mutating func release(_ fixedIP: FixedIP, at now: Timestamp) {
        guard let subnet = subnet(fixedIP.subnet) else { return }
        addresses.release(
            AddressRange.offset(of: fixedIP.address, in: subnet.cidr), of: subnet.key, at: now)
        if let vpc = network(subnet.network)?.vpc.flatMap({ vpc($0) }) {
            addressHolders[VPCAddress(vpc: vpc.key, address: fixedIP.address)] = nil
        }
    }

    private mutating func leaveNode(_ port: Port) {
        guard let node = port.requestedNode.flatMap({ self.node($0) }) else { return }
        portsOfNode.remove(port.key, from: node.key)
    }

    private mutating func leaveRouteTable(_ subnet: Subnet) {
        guard let table = subnet.routeTable.flatMap({ routeTable($0) }) else { return }
        subnetsOfRouteTable.remove(subnet.key, from: table.key)
    }

    private mutating func forgetNames(of node: Node) {
        if nodeNames[node.metadata.name] == node.key { nodeNames.removeValue(forKey: node.metadata.name) }
        if let systemID = node.systemID, systemIDs[systemID] == node.key {
            systemIDs.removeValue(forKey: systemID)
        }
    }

    private mutating func count(_ kind: ResourceKind, of project: ProjectID, by change: Int) {
        let counted = ProjectCount(project: project, kind: kind)
        let count = (projectCounts[counted] ?? 0) + change
        projectCounts[counted] = count > 0 ? count : nil
    }
}
