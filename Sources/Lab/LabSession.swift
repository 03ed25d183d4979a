import JSONText
import NetworkTypes
public import TopologyFile

/// One running lab: nodes, controller, tenants' networks and machines, as a topology file says.
public final class LabSession {
    /// Bytes that Geneve without options takes of an IPv4 underlay's packets.
    static let tunnelOverhead = 50

    public let topology: TopologyFile
    public let place: LabPlace
    public private(set) var nodes: [LabNode] = []
    public private(set) var machines: [LabMachine] = []
    public private(set) var subnets: [LabSubnet] = []
    /// Ids of the nodes in the API, by name.
    private(set) var nodeIDs: [String: String] = [:]
    private(set) var underlay: Underlay?
    private(set) var management: ManagementNetwork?
    private(set) var stranger: String?
    private var runningController: ControllerProcess?
    private var apis: [String: ControllerAPI] = [:]
    private var administrator: ControllerAPI?
    private var extraNodes: [LabNode] = []
    private var taps = 0
    private var tests = 0
    private let narud: String
    private let progress: (String) -> Void

    public init(
        topology: TopologyFile, narud: String, probeProgram: String, progress: @escaping (String) -> Void
    ) throws(LabError) {
        self.topology = topology
        self.narud = narud
        self.progress = progress
        place = try LabPlace(probeProgram: probeProgram)
    }

    /// Makes everything. What was made when an error comes is taken away by `tearDown`.
    public func bringUp() throws(LabError) {
        try refuseWhatNoLabCanBe()
        progress("underlay and \(topology.nodes.count) nodes: ovsdb-server and ovs-vswitchd in network namespaces")
        let management = try ManagementNetwork(place: place)
        self.management = management
        let underlay = try Underlay(topology.underlay, place: place)
        self.underlay = underlay
        for entry in topology.nodes {
            let node = LabNode(name: entry.name, encapIP: "\(entry.encapIP)", place: place)
            nodes.append(node)
            try node.start(
                management: management, underlay: underlay, prefixLength: topology.underlay.cidr.length)
        }
        try startController(management.controllerAddress)
        for entry in topology.nodes { try enrol(entry) }
        for project in topology.projects { try makeNetworks(of: project) }
        let names = topology.ports.map(\.name)
        if !names.isEmpty { progress("machines: \(names.joined(separator: ", "))") }
        for port in topology.ports { try addMachine(port) }
        for machine in machines { try waitUntilActive(machine) }
    }

    /// Takes everything away again; ends only what this lab started.
    public func tearDown() {
        runningController?.remove()
        for machine in machines { machine.removeNamespace() }
        if let stranger { place.shell.runQuietly(["ip", "netns", "del", stranger]) }
        for node in nodes + extraNodes { node.stop() }
        if let underlay { place.shell.runQuietly(["ip", "netns", "del", underlay.namespace]) }
        management?.remove()
        place.removeDirectory()
    }

    // MARK: Access

    public var controller: ControllerProcess {
        get throws(LabError) {
            guard let runningController else { throw .controllerGone(log: "it was never started") }
            return runningController
        }
    }

    /// The API as the administrator sees it.
    public var operatorAPI: ControllerAPI {
        get throws(LabError) {
            guard let administrator else { throw .controllerGone(log: "it was never started") }
            return administrator
        }
    }

    /// The API as a project's member sees it.
    public func api(of project: String) throws(LabError) -> ControllerAPI {
        guard let api = apis[project] else { throw .topology("no project \(project)") }
        return api
    }

    /// The MTU of a machine whose packets fit the tunnel.
    public var machineMTU: Int { topology.underlay.mtu - Self.tunnelOverhead }

    /// Counts the networks that tests make for themselves, so that their names differ.
    func nextTestNumber() -> Int {
        tests += 1
        return tests
    }

    // MARK: Steps

    private func refuseWhatNoLabCanBe() throws(LabError) {
        guard topology.underlay.cidr.family == .v4 else { throw .topology("the lab's underlay is IPv4 only") }
        var joined: Set<String> = [topology.nodes[0].name]
        for _ in topology.nodes {
            for link in topology.links where joined.contains(link.from) || joined.contains(link.to) {
                joined.formUnion([link.from, link.to])
            }
        }
        guard let lonely = topology.nodes.first(where: { !joined.contains($0.name) }) else { return }
        throw .topology("node \"\(lonely.name)\" has no link to the others, so no tunnel could reach it")
    }

    private func startController(_ address: String) throws(LabError) {
        progress("narud on \(address): OpenFlow 6653, OVSDB 6640, REST 8080")
        let controller = ControllerProcess(program: narud, address: address, place: place)
        runningController = controller
        let administratorToken = Self.makeToken()
        let tokens = topology.projects.map { (project: $0, token: Self.makeToken()) }
        try controller.writeTokens(tokens, administrator: administratorToken)
        administrator = ControllerAPI(
            address: controller.restAddress, token: administratorToken, shell: place.shell)
        for entry in tokens {
            apis[entry.project] = ControllerAPI(
                address: controller.restAddress, token: entry.token, shell: place.shell)
        }
        try controller.start()
    }

    private func enrol(_ entry: TopologyFile.Node) throws(LabError) {
        let body: JSONValue = .object([
            "name": .string(entry.name), "roles": .array(entry.roles.map { .string($0.rawValue) }),
            "encap_ip": .string("\(entry.encapIP)"),
        ])
        let (id, answer) = try operatorAPI.create("/v1/nodes", body)
        guard let command = answer["enrolment_command"]?.string,
            let node = nodes.first(where: { $0.name == entry.name })
        else { throw .unexpectedAnswer(request: "POST /v1/nodes", status: 201, body: answer.text) }
        progress("node \(entry.name): \(command)")
        nodeIDs[entry.name] = id
        try node.enrol(by: command)
        try waitUntilConnected(entry.name, seconds: 30)
    }

    func waitUntilConnected(_ name: String, seconds: Double) throws(LabError) {
        let id = nodeIDs[name] ?? ""
        let api = try operatorAPI
        try Shell.until("node \(name) to be connected", seconds: seconds) { () throws(LabError) in
            try api.attempt("GET", "/v1/nodes/\(id)").body["state"]?.string == "connected"
        }
    }

    private func makeNetworks(of project: String) throws(LabError) {
        let api = try api(of: project)
        var parents: [TopologyFile.Subnet.Parent: String] = [:]
        for vpc in topology.vpcs where vpc.project == project {
            let cidrs = vpc.cidrs.map { JSONValue.string("\($0)") }
            parents[.vpc(vpc.name)] =
                try api.create("/v1/vpcs", ["name": .string(vpc.name), "cidrs": .array(cidrs)]).id
        }
        for network in topology.networks where network.project == project {
            parents[.network(network.name)] = try api.create("/v1/networks", ["name": .string(network.name)]).id
        }
        for subnet in topology.subnets where subnet.project == project {
            subnets.append(try makeSubnet(subnet, parent: parents[subnet.parent] ?? "", api))
        }
        let mine = topology.subnets.filter { $0.project == project }.map { "\($0.name) \($0.cidr)" }
        guard !mine.isEmpty else { return }
        progress("project \(project): subnets \(mine.joined(separator: ", "))")
    }

    private func makeSubnet(
        _ subnet: TopologyFile.Subnet, parent: String, _ api: ControllerAPI
    ) throws(LabError) -> LabSubnet {
        var members: [String: JSONValue] = ["dhcp_enabled": .bool(subnet.isDHCPEnabled)]
        if let mode = subnet.ipv6AddressMode { members["ipv6_address_mode"] = .string(mode.rawValue) }
        switch subnet.parent {
        case .vpc: members["vpc_id"] = .string(parent)
        case .network: members["network_id"] = .string(parent)
        case .subnet(let other):
            let network = subnets.first { $0.name == other && $0.project == subnet.project }?.networkID
            members["network_id"] = .string(network ?? "")
        }
        return try api.createSubnet(
            members, name: subnet.name, project: subnet.project, cidr: subnet.cidr, dnsServers: subnet.dnsServers,
            hostRoutes: subnet.hostRoutes)
    }

    /// Makes a port by the API and the machine that has it.
    @discardableResult
    func addMachine(_ entry: TopologyFile.Port, waitApplied: Bool = false) throws(LabError) -> LabMachine {
        guard let subnet = subnets.first(where: { $0.name == entry.subnet && $0.project == entry.project }),
            let node = nodes.first(where: { $0.name == entry.node })
        else { throw .topology("port \(entry.name) has no subnet or node in this lab") }
        let second = subnets.first { $0.name == entry.ipv6Subnet && $0.project == entry.project }
        let wish = MachineWish(
            name: entry.name, project: entry.project, subnets: [subnet] + (second.map { [$0] } ?? []),
            addresses: [entry.address, entry.ipv6Address], node: node, mac: entry.mac, addressing: entry.addressing)
        return try addMachine(wish, waitApplied: waitApplied)
    }

    @discardableResult
    func addMachine(_ wish: MachineWish, waitApplied: Bool = false) throws(LabError) -> LabMachine {
        guard let subnet = wish.subnets.first(where: { $0.family == .v4 }), let underlay else {
            throw .topology("machine \(wish.name) has no IPv4 subnet in this lab")
        }
        var body = wish.members
        body["name"] = .string(wish.name)
        body["network_id"] = .string(subnet.networkID)
        body["fixed_ips"] = .array(
            wish.subnets.enumerated().map { index, subnet in
                let address = wish.addresses.indices.contains(index) ? wish.addresses[index] : nil
                return address.map { ["subnet_id": .string(subnet.id), "ip_address": .string("\($0)")] }
                    ?? ["subnet_id": .string(subnet.id)]
            })
        if let mac = wish.mac { body["mac_address"] = .string("\(mac)") }
        if let groups = wish.groups { body["security_group_ids"] = .array(groups.map { .string($0) }) }
        let path = waitApplied ? "/v1/ports?wait=applied" : "/v1/ports"
        let port = try LabPort(try api(of: wish.project).ask("POST", path, .object(body)))
        if waitApplied, !port.isApplied {
            throw .unexpectedAnswer(request: "POST \(path)", status: 201, body: "applied.applied is false")
        }
        taps += 1
        let machine = LabMachine(wish, subnet: subnet, port: port, number: taps, place: place)
        machines.append(machine)
        try machine.plug(mtu: machineMTU, underlayMTU: underlay.mtu)
        return machine
    }

    func waitUntilActive(_ machine: LabMachine, seconds: Double = 20) throws(LabError) {
        let api = try api(of: machine.project)
        try Shell.until("port \(machine.name) to be active and applied", seconds: seconds) { () throws(LabError) in
            let port = try api.ask("GET", "/v1/ports/\(machine.portID)")
            return port["status"]?.string == "active" && port["applied"]?["applied"]?.bool == true
        }
    }

    /// Stops the machine and forgets it; the port is the caller's to delete.
    func removeMachine(_ machine: LabMachine) {
        machine.unplug()
        machines.removeAll { $0.name == machine.name }
    }

    /// A host with nothing but a database server, which nobody has enrolled.
    func addUnknownNode(named name: String) throws(LabError) -> LabNode {
        guard let management else { throw .topology("the lab is not up") }
        let node = LabNode(name: name, encapIP: "", place: place)
        extraNodes.append(node)
        try node.startDatabaseOnly(management: management)
        return node
    }

    /// The namespace of a host that sits on the underlay and is no node; made at the first call.
    func strangerNamespace() throws(LabError) -> String {
        if let stranger { return stranger }
        guard let underlay else { throw .topology("the lab is not up") }
        let block = topology.underlay.cidr
        let taken = Set(topology.nodes.map(\.encapIP))
        var bits = block.last.bits - 1
        while taken.contains(IPAddress(family: .v4, bits: bits)) { bits -= 1 }
        let name = try underlay.addStranger(address: "\(IPAddress(family: .v4, bits: bits))")
        stranger = name
        return name
    }

    private static func makeToken() -> String {
        (0..<4).map { _ in Hex.text(of: (0..<4).map { _ in UInt8.random(in: 0...255) }) }.joined()
    }
}
