public import JSONText
import NetworkTypes
import PersistentCollections

extension NetworkState {
    /// Kinds in an order in which each refers to earlier ones only.
    private static let snapshotOrder: [ResourceKind] = [
        .vpc, .prefixList, .securityGroup, .securityGroupRule, .routeTable, .network, .subnet, .node, .port,
    ]

    /// The whole state: a header, one put for each resource by kind and key, and the addresses that rest. Equal states
    /// have equal snapshots.
    public var snapshotJSON: [JSONValue] {
        var body: [JSONValue] = []
        for kind in Self.snapshotOrder { body += puts(of: kind) }
        let resources = body.count
        for release in addresses.resting {
            // A subnet that is gone took its addresses along: its key is never used again.
            guard let subnet = subnet(release.subnet) else { continue }
            body.append([
                "type": "resting", "v": .integer(Int64(eventFormatVersion)), "subnet_id": .text(subnet.metadata.id),
                "ip_address": .text(AddressRange(subnet).address(at: release.offset)),
                "released_at_ns": .integer(release.at.nanoseconds),
            ])
        }
        let lastKeys = Self.snapshotOrder.map { ($0.word, JSONValue.integer(Int64(lastKey($0)))) }
        let header: JSONValue = [
            "type": "snapshot", "v": .integer(Int64(eventFormatVersion)), "revision": .integer(Int64(revision)),
            "last_keys": .object(Dictionary(lastKeys) { first, _ in first }),
            "resources": .integer(Int64(resources)), "resting": .integer(Int64(body.count - resources)),
        ]
        return [header] + body
    }

    /// Reads what `snapshotJSON` wrote. What is cut short, told twice or refers to nothing is refused.
    public init(snapshot: [JSONValue]) throws(EventFormatError) {
        self.init()
        guard let first = snapshot.first else { throw .inconsistent("the snapshot is empty") }
        var header = try MemberReader(first, path: "[0]")
        let version = try header.version()
        guard try header.string("type") == "snapshot" else {
            throw .malformed(path: "[0].type", expected: "\"snapshot\"")
        }
        revision = try header.count("revision")
        let resources = try header.count("resources")
        let resting = try header.count("resting")
        var lastKeys = try MemberReader(try header.value("last_keys"), path: "[0].last_keys")
        for kind in Self.snapshotOrder where kind.firstVersion <= version {
            try reserve(kind, lastKeys.count(kind.word))
        }
        try lastKeys.finish()
        try header.finish()
        let body = snapshot.dropFirst()
        guard resources <= body.count, body.count - resources == resting else {
            throw .inconsistent(
                "the header tells of \(resources) resources and \(resting) resting addresses, "
                    + "and \(body.count) lines follow")
        }
        for (index, line) in body.prefix(resources).enumerated() {
            try enter(try Event(json: line, path: "[\(index + 1)]"), path: "[\(index + 1)]")
        }
        try checkDefaultGroups()
        for (index, line) in body.dropFirst(resources).enumerated() {
            try enterResting(line, path: "[\(resources + index + 1)]")
        }
    }

    private func puts(of kind: ResourceKind) -> [JSONValue] {
        switch kind {
        case .vpc: vpcs.ordered.map { Event.put(.vpc($0.value)).json }
        case .network: networks.ordered.map { Event.put(.network($0.value)).json }
        case .subnet: subnets.ordered.map { Event.put(.subnet($0.value)).json }
        case .port: ports.ordered.map { Event.put(.port($0.value)).json }
        case .node: nodes.ordered.map { Event.put(.node($0.value)).json }
        case .securityGroup: securityGroups.ordered.map { Event.put(.securityGroup($0.value)).json }
        case .securityGroupRule: securityGroupRules.ordered.map { Event.put(.securityGroupRule($0.value)).json }
        case .prefixList: prefixLists.ordered.map { Event.put(.prefixList($0.value)).json }
        case .routeTable: routeTables.ordered.map { Event.put(.routeTable($0.value)).json }
        }
    }

    private mutating func reserve(_ kind: ResourceKind, _ count: Int) throws(EventFormatError) {
        guard let key = UInt32(exactly: count) else {
            throw .malformed(path: "[0].last_keys.\(kind.word)", expected: "an integer below 2^32")
        }
        switch kind {
        case .vpc: vpcs.reserve(through: key)
        case .network: networks.reserve(through: key)
        case .subnet: subnets.reserve(through: key)
        case .port: ports.reserve(through: key)
        case .node: nodes.reserve(through: key)
        case .securityGroup: securityGroups.reserve(through: key)
        case .securityGroupRule: securityGroupRules.reserve(through: key)
        case .prefixList: prefixLists.reserve(through: key)
        case .routeTable: routeTables.reserve(through: key)
        }
    }

    private mutating func enter(_ event: Event, path: String) throws(EventFormatError) {
        guard case .put(let resource) = event else { throw .malformed(path: path, expected: "a put") }
        let metadata = resource.metadata
        let label = resource.kind.show(metadata.id)
        guard key(of: resource.kind, metadata.id) == nil, self.resource(resource.kind, key: resource.key) == nil else {
            throw .inconsistent("\(path): \(label), or its key, is there twice")
        }
        guard resource.key <= lastKey(resource.kind) else {
            throw .inconsistent("\(path): \(label) has a key beyond the last that was allotted")
        }
        for (kind, id) in resource.references where key(of: kind, id) == nil {
            throw .inconsistent("\(path): \(label) refers to \(kind.show(id)), which is not there")
        }
        put(resource, at: metadata.updatedAt)
    }

    /// A VPC stands before its default group, which can't be looked for until all groups are there.
    private func checkDefaultGroups() throws(EventFormatError) {
        for (_, vpc) in vpcs.ordered {
            guard let group = vpc.defaultGroup, securityGroup(group) == nil else { continue }
            throw .inconsistent(
                "\(ResourceKind.vpc.show(vpc.metadata.id)) refers to \(ResourceKind.securityGroup.show(group)), "
                    + "which is not there")
        }
    }

    private mutating func enterResting(_ line: JSONValue, path: String) throws(EventFormatError) {
        var reader = try MemberReader(line, path: path)
        try reader.version()
        guard try reader.string("type") == "resting" else {
            throw .malformed(path: "\(path).type", expected: "\"resting\"")
        }
        let id: ResourceID = try reader.parsed("subnet_id")
        let address: IPAddress = try reader.parsed("ip_address")
        let at = try reader.timestamp("released_at_ns")
        try reader.finish()
        guard let subnet = subnet(id), subnet.cidr.contains(address) else {
            throw .inconsistent("\(path): \(address) is in no subnet \(ResourceKind.subnet.show(id))")
        }
        addresses.rest(
            AddressLedger.Release(
                subnet: subnet.key, offset: AddressRange.offset(of: address, in: subnet.cidr), at: at))
    }
}

extension Resource {
    /// The dense key as a number.
    public var key: UInt32 {
        switch self {
        case .vpc(let vpc): vpc.key.value
        case .network(let network): network.key.value
        case .subnet(let subnet): subnet.key.value
        case .port(let port): port.key.value
        case .node(let node): node.key.value
        case .securityGroup(let group): group.key.value
        case .securityGroupRule(let rule): rule.key.value
        case .prefixList(let list): list.key.value
        case .routeTable(let table): table.key.value
        }
    }

    /// What must be there before it.
    fileprivate var references: [(ResourceKind, ResourceID)] {
        switch self {
        case .vpc, .node, .prefixList: []
        case .securityGroup(let group): [(.vpc, group.vpc)]
        case .securityGroupRule(let rule): [(.securityGroup, rule.group)] + rule.peer.references
        case .routeTable(let table): [(.vpc, table.vpc)]
        case .network(let network): network.vpc.map { [(.vpc, $0)] } ?? []
        case .subnet(let subnet):
            [(.network, subnet.network)] + (subnet.vpc.map { [(.vpc, $0)] } ?? [])
                + (subnet.routeTable.map { [(.routeTable, $0)] } ?? [])
        case .port(let port):
            [(.network, port.network)] + port.fixedIPs.map { (.subnet, $0.subnet) }
                + (port.requestedNode.map { [(.node, $0)] } ?? [])
                + (port.securityGroups ?? []).map { (.securityGroup, $0) }
        }
    }
}

extension RulePeer {
    fileprivate var references: [(ResourceKind, ResourceID)] {
        switch self {
        case .any, .block: []
        case .group(let group): [(.securityGroup, group)]
        case .prefixList(let list): [(.prefixList, list)]
        }
    }
}
