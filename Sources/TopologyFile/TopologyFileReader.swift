import NetworkTypes
import Yams

extension TopologyFile {
    /// Parses and checks the text of a topology file. `file` names it in errors.
    public init(parsing text: String, file: String) throws(TopologyFileError) {
        guard text.utf8.count <= Self.maximumBytes else {
            throw .unreadable(file: file, reason: "it is larger than \(Self.maximumBytes) bytes")
        }
        let root = try Self.compose(text, file)
        var reader = TopologyFileReader()
        self = try reader.read(try EntryReader(root, file: file, path: ""))
    }

    private static func compose(_ text: String, _ file: String) throws(TopologyFileError) -> Yams.Node {
        let root: Yams.Node?
        do {
            root = try Yams.compose(yaml: text)
        } catch {
            throw syntaxError(error, file)
        }
        guard let root else {
            throw .refused(
                .init(file: file, line: 1, key: "the file", found: "nothing", expected: "a mapping of keys to values"))
        }
        return root
    }

    private static func syntaxError(_ error: any Error, _ file: String) -> TopologyFileError {
        switch error as? YamlError {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            return .syntax(file: file, line: mark.line, reason: problem)
        case .duplicatedKeysInMapping(let duplicates, let context):
            let keys = duplicates.map { "\($0)" }.sorted().joined(separator: ", ")
            return .syntax(file: file, line: context.mark.line, reason: "a key is given twice: \(keys)")
        default:
            return .syntax(file: file, line: 1, reason: "\(error)")
        }
    }
}

/// One pass over a file: sections in the order of their references, names collected on the way.
struct TopologyFileReader {
    private var nodes: [String: TopologyFile.Node] = [:]
    private var projects: Set<String> = []
    private var vpcs: [Owned: TopologyFile.VPC] = [:]
    private var networks: Set<Owned> = []
    private var subnets: [Owned: TopologyFile.Subnet] = [:]
    private var ports: Set<String> = []

    /// A name within its project.
    private struct Owned: Hashable {
        let project: String
        let name: String
    }

    mutating func read(_ top: EntryReader) throws(TopologyFileError) -> TopologyFile {
        var top = top
        let version = try top.scalar("version", "\(TopologyFile.formatVersion)") { Int($0) }
        guard version == TopologyFile.formatVersion else {
            throw top.refused("version", "\(version)", "\(TopologyFile.formatVersion), the only version so far")
        }
        let name = try top.scalar("name", Self.nameRule, Self.name)
        let underlay = try underlay(&top)
        var file = TopologyFile(
            name: name, underlay: underlay, nodes: [], links: [], projects: [], vpcs: [], networks: [],
            subnets: [], ports: [], probes: [])
        for entry in try top.entries("nodes") { file.nodes.append(try node(entry, underlay)) }
        guard !file.nodes.isEmpty else { throw top.refused("nodes", "no node", "a list with at least one node") }
        for entry in try top.entries("links") { file.links.append(try link(entry)) }
        file.projects = try top.scalars("projects", Self.nameRule, Self.name)
        for project in file.projects where !projects.insert(project).inserted {
            throw top.refused("projects", "\"\(project)\" twice", "each project once")
        }
        for entry in try top.entries("vpcs") { file.vpcs.append(try vpc(entry)) }
        for entry in try top.entries("networks") { file.networks.append(try network(entry)) }
        for entry in try top.entries("subnets") { file.subnets.append(try subnet(entry)) }
        for entry in try top.entries("ports") { file.ports.append(try port(entry)) }
        for entry in try top.entries("probes") { file.probes.append(try probe(entry)) }
        try top.finish()
        return file
    }

    // MARK: Underlay

    private func underlay(_ top: inout EntryReader) throws(TopologyFileError) -> TopologyFile.Underlay {
        guard let node = top.value("underlay") else {
            throw top.refused("underlay", "nothing", "a mapping with cidr and, if you like, mtu")
        }
        var entry = try EntryReader(node, file: top.file, path: "underlay")
        let cidr = try entry.scalar("cidr", "a block such as 192.0.2.0/24, host bits zero") { IPPrefix($0) }
        let mtu = try entry.optional("mtu", Self.mtuRule, Self.mtu) ?? 1500
        try entry.finish()
        return TopologyFile.Underlay(mtu: mtu, cidr: cidr)
    }

    private mutating func node(
        _ reader: EntryReader, _ underlay: TopologyFile.Underlay
    ) throws(TopologyFileError) -> TopologyFile.Node {
        var entry = reader
        let name = try entry.scalar("name", Self.nameRule, Self.name)
        let roles = try entry.scalars("roles", Self.choices(TopologyFile.Role.self)) { TopologyFile.Role(rawValue: $0) }
        let address = try entry.scalar("encap_ip", "an address in \(underlay.cidr)") { IPAddress($0) }
        guard underlay.cidr.contains(address) else {
            throw entry.refused("encap_ip", "\(address)", "an address in \(underlay.cidr)")
        }
        try entry.finish()
        if let other = nodes.values.first(where: { $0.encapIP == address }) {
            throw entry.refused("encap_ip", "\(address)", "an address that node \"\(other.name)\" has not")
        }
        let node = TopologyFile.Node(name: name, roles: roles.isEmpty ? [.compute] : roles, encapIP: address)
        guard nodes.updateValue(node, forKey: name) == nil else {
            throw entry.refused("name", "\"\(name)\" again", "a name that no other node has")
        }
        return node
    }

    private func link(_ reader: EntryReader) throws(TopologyFileError) -> TopologyFile.Link {
        var entry = reader
        let from = try reference("from", &entry, "the name of a node") { nodes[$0] != nil }
        let to = try reference("to", &entry, "the name of a node") { nodes[$0] != nil }
        guard from != to else { throw entry.refused("to", "\"\(to)\"", "a node other than \"\(from)\"") }
        let mtu = try entry.optional("mtu", Self.mtuRule, Self.mtu)
        try entry.finish()
        return TopologyFile.Link(from: from, to: to, mtu: mtu)
    }

    // MARK: Tenants

    private mutating func vpc(_ reader: EntryReader) throws(TopologyFileError) -> TopologyFile.VPC {
        var entry = reader
        let name = try entry.scalar("name", Self.nameRule, Self.name)
        let project = try reference("project", &entry, "the name of a project") { projects.contains($0) }
        let cidrs = try entry.scalars("cidrs", Self.blockRule) { IPPrefix($0) }
        guard !cidrs.isEmpty else { throw entry.refused("cidrs", "no block", "at least one block") }
        try entry.finish()
        let vpc = TopologyFile.VPC(name: name, project: project, cidrs: cidrs)
        guard vpcs.updateValue(vpc, forKey: Owned(project: project, name: name)) == nil else {
            throw entry.refused("name", "\"\(name)\" again", "a name that no other VPC of \"\(project)\" has")
        }
        return vpc
    }

    private mutating func network(_ reader: EntryReader) throws(TopologyFileError) -> TopologyFile.Network {
        var entry = reader
        let name = try entry.scalar("name", Self.nameRule, Self.name)
        let project = try reference("project", &entry, "the name of a project") { projects.contains($0) }
        try entry.finish()
        guard networks.insert(Owned(project: project, name: name)).inserted else {
            throw entry.refused("name", "\"\(name)\" again", "a name that no other network of \"\(project)\" has")
        }
        return TopologyFile.Network(name: name, project: project)
    }

    private mutating func subnet(_ reader: EntryReader) throws(TopologyFileError) -> TopologyFile.Subnet {
        var entry = reader
        let name = try entry.scalar("name", Self.nameRule, Self.name)
        let project = try reference("project", &entry, "the name of a project") { projects.contains($0) }
        let cidr = try entry.scalar("cidr", Self.blockRule) { IPPrefix($0) }
        let parent = try parent(&entry, project, cidr)
        let dhcp = try entry.optional("dhcp", "true or false") { Bool($0) } ?? true
        let dns = try entry.scalars("dns_servers", "an address") { IPAddress($0) }
        let mode = try addressMode(&entry, cidr)
        var routes: [TopologyFile.Route] = []
        for route in try entry.entries("host_routes") { routes.append(try hostRoute(route)) }
        try entry.finish()
        let subnet = TopologyFile.Subnet(
            name: name, project: project, parent: parent, cidr: cidr, isDHCPEnabled: dhcp, ipv6AddressMode: mode,
            dnsServers: dns, hostRoutes: routes)
        guard subnets.updateValue(subnet, forKey: Owned(project: project, name: name)) == nil else {
            throw entry.refused("name", "\"\(name)\" again", "a name that no other subnet of \"\(project)\" has")
        }
        return subnet
    }

    private func parent(
        _ entry: inout EntryReader, _ project: String, _ cidr: IPPrefix
    ) throws(TopologyFileError) -> TopologyFile.Subnet.Parent {
        let vpc = try entry.optional("vpc", "the name of a VPC of \"\(project)\"") { name in
            vpcs[Owned(project: project, name: name)]
        }
        let network = try entry.optional("network", "the name of a network of \"\(project)\"") { name in
            networks.contains(Owned(project: project, name: name)) ? name : nil
        }
        let other = try entry.optional("beside", "the name of a subnet of \"\(project)\" that stands before it") {
            name in
            subnets[Owned(project: project, name: name)]
        }
        switch (vpc, network, other) {
        case (let vpc?, nil, nil):
            try checkInside(vpc, cidr, entry)
            return .vpc(vpc.name)
        case (nil, let network?, nil):
            return .network(network)
        case (nil, nil, let other?):
            if case .subnet = other.parent {
                throw entry.refused("beside", "\"\(other.name)\"", "a subnet that is beside no other itself")
            }
            if case .vpc(let name) = other.parent, let vpc = vpcs[Owned(project: project, name: name)] {
                try checkInside(vpc, cidr, entry)
            }
            return .subnet(other.name)
        default:
            let given = [("vpc", vpc != nil), ("network", network != nil), ("beside", other != nil)]
                .filter(\.1).map(\.0).joined(separator: " and ")
            throw entry.refused("vpc", given.isEmpty ? "nothing" : given, "either vpc or network or beside")
        }
    }

    private func checkInside(
        _ vpc: TopologyFile.VPC, _ cidr: IPPrefix, _ entry: EntryReader
    ) throws(TopologyFileError) {
        guard !vpc.cidrs.contains(where: { $0.contains(cidr) }) else { return }
        let blocks = vpc.cidrs.map(\.description).joined(separator: " or ")
        throw entry.refused("cidr", "\(cidr)", "a block inside \(blocks)")
    }

    private func addressMode(
        _ entry: inout EntryReader, _ cidr: IPPrefix
    ) throws(TopologyFileError) -> TopologyFile.Subnet.IPv6AddressMode? {
        let mode = try entry.optional("ipv6_address_mode", Self.choices(TopologyFile.Subnet.IPv6AddressMode.self)) {
            TopologyFile.Subnet.IPv6AddressMode(rawValue: $0)
        }
        if let mode, cidr.family == .v4 {
            throw entry.refused("ipv6_address_mode", "\"\(mode.rawValue)\"", "no such key, since \(cidr) is IPv4")
        }
        if mode == .slaac, cidr.length != 64 {
            throw entry.refused("ipv6_address_mode", "\"slaac\"", "dhcpv6, or a cidr of 64 bits")
        }
        return mode
    }

    private func hostRoute(_ reader: EntryReader) throws(TopologyFileError) -> TopologyFile.Route {
        var entry = reader
        let destination = try entry.scalar("destination", Self.blockRule) { IPPrefix($0) }
        let nextHop = try entry.scalar("next_hop", "an address") { IPAddress($0) }
        try entry.finish()
        return TopologyFile.Route(destination: destination, nextHop: nextHop)
    }

    private mutating func port(_ reader: EntryReader) throws(TopologyFileError) -> TopologyFile.Port {
        var entry = reader
        let name = try entry.scalar("name", Self.nameRule, Self.name)
        let project = try reference("project", &entry, "the name of a project") { projects.contains($0) }
        let subnet = try entry.scalar("subnet", "the name of a subnet of \"\(project)\"") { name in
            subnets[Owned(project: project, name: name)]
        }
        let node = try reference("node", &entry, "the name of a node") { nodes[$0] != nil }
        let mac = try entry.optional("mac", "six pairs of hexadecimal digits, not a group address") { text in
            MACAddress(text).flatMap { $0.isGroup || $0 == .zero ? nil : $0 }
        }
        let address = try entry.optional("address", "an address in \(subnet.cidr)") { text in
            IPAddress(text).flatMap { subnet.cidr.contains($0) ? $0 : nil }
        }
        let second = try secondSubnet(&entry, beside: subnet)
        let ipv6Address = try entry.optional(
            "ipv6_address", second.map { "an address in \($0.cidr)" } ?? "no address without ipv6_subnet"
        ) { text in
            IPAddress(text).flatMap { second?.cidr.contains($0) == true ? $0 : nil }
        }
        let addressing =
            try entry.optional("addressing", Self.choices(TopologyFile.Port.Addressing.self)) {
                TopologyFile.Port.Addressing(rawValue: $0)
            } ?? .static
        try entry.finish()
        guard ports.insert(name).inserted else {
            throw entry.refused("name", "\"\(name)\" again", "a name that no other port of any project has")
        }
        return TopologyFile.Port(
            name: name, project: project, subnet: subnet.name, ipv6Subnet: second?.name, node: node, mac: mac,
            address: address, ipv6Address: ipv6Address, addressing: addressing)
    }

    /// An IPv6 subnet on the network of the port's own, which is IPv4.
    private func secondSubnet(
        _ entry: inout EntryReader, beside subnet: TopologyFile.Subnet
    ) throws(TopologyFileError) -> TopologyFile.Subnet? {
        let expected = "the name of an IPv6 subnet beside \"\(subnet.name)\", which is IPv4"
        return try entry.optional("ipv6_subnet", expected) { name in
            guard let second = subnets[Owned(project: subnet.project, name: name)], second.cidr.family == .v6,
                subnet.cidr.family == .v4,
                second.parent == .subnet(subnet.name) || subnet.parent == .subnet(name)
            else { return nil }
            return second
        }
    }

    private func probe(_ reader: EntryReader) throws(TopologyFileError) -> TopologyFile.Probe {
        var entry = reader
        let from = try reference("from", &entry, "the name of a port") { ports.contains($0) }
        let to = try reference("to", &entry, "the name of a port") { ports.contains($0) }
        let expect = try entry.scalar("expect", Self.choices(TopologyFile.Probe.Outcome.self)) {
            TopologyFile.Probe.Outcome(rawValue: $0)
        }
        try entry.finish()
        return TopologyFile.Probe(from: from, to: to, expect: expect)
    }

    // MARK: Scalars

    private func reference(
        _ key: String, _ entry: inout EntryReader, _ expected: String, _ exists: (String) -> Bool
    ) throws(TopologyFileError) -> String {
        try entry.scalar(key, expected) { exists($0) ? $0 : nil }
    }

    private static let nameRule = "1 to 24 lower-case letters, digits and hyphens"
    private static let mtuRule = "a whole number of bytes from 1280 to 9216"
    private static let blockRule = "a block such as 10.0.0.0/24, host bits zero"

    /// Names become parts of interface and namespace names, hence the narrow rule.
    private static func name(_ text: String) -> String? {
        let letters = text.utf8.allSatisfy { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
        }
        return letters && (1...24).contains(text.utf8.count) ? text : nil
    }

    private static func mtu(_ text: String) -> Int? {
        Int(text).flatMap { (1280...9216).contains($0) ? $0 : nil }
    }

    private static func choices<Choice: CaseIterable & RawRepresentable>(_ type: Choice.Type) -> String
    where Choice.RawValue == String {
        "one of " + type.allCases.map(\.rawValue).joined(separator: ", ")
    }
}
