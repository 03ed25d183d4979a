import JSONText
import NetworkTypes
import TopologyFile

/// A VPC that a test makes for itself, with whatever it puts into it, and takes away in the end.
final class TestVPC {
    /// Blocks of its own; VPCs know nothing of each other, so each may use the same.
    static let blocks = ["10.77.0.0/16", "fd00:77::/48"]
    /// Makes a write answer when every switch that it concerns has acknowledged it.
    static let applied = "wait=applied&timeout=30"

    let lab: LabSession
    let project: String
    let api: ControllerAPI
    let id: String
    /// The group that ports have which were given none.
    let defaultGroup: String
    private(set) var machines: [LabMachine] = []
    private let number: Int
    private var ports: [String] = []
    private var subnets: [LabSubnet] = []
    private var groups: [String] = []
    /// Paths of what else was made, oldest first.
    private var others: [String] = []

    init(_ lab: LabSession, project: String? = nil, blocks: [String] = TestVPC.blocks) throws(LabError) {
        guard let owner = project ?? lab.topology.projects.first else { throw .notApplicable("there is no project") }
        self.lab = lab
        self.project = owner
        number = lab.nextTestNumber()
        api = try lab.api(of: owner)
        let (id, answer) = try api.create(
            "/v1/vpcs", ["name": .string("test-\(number)"), "cidrs": .array(blocks.map { .string($0) })])
        self.id = id
        guard let group = answer["default_security_group_id"]?.string else {
            throw .unexpectedAnswer(request: "POST /v1/vpcs", status: 201, body: answer.text)
        }
        defaultGroup = group
    }

    // MARK: Subnets and machines

    /// A subnet with a network of its own, or on that of `beside`.
    func makeSubnet(
        _ name: String, _ cidr: String, beside other: LabSubnet? = nil, members: [String: JSONValue] = [:],
        dnsServers: [IPAddress] = []
    ) throws(LabError) -> LabSubnet {
        guard let block = IPPrefix(cidr) else { throw .topology("\(cidr) is no block") }
        var members = members
        if let other {
            members["network_id"] = .string(other.networkID)
        } else {
            members["vpc_id"] = .string(id)
        }
        let subnet = try api.createSubnet(
            members, name: name, project: project, cidr: block, dnsServers: dnsServers)
        subnets.append(subnet)
        return subnet
    }

    /// 10.77.N.0/24 and fd00:77:0:N::/64 on one network.
    func makeSubnets(_ name: String, _ number: Int) throws(LabError) -> [LabSubnet] {
        let v4 = try makeSubnet("\(name)-v4", "10.77.\(number).0/24")
        return [v4, try makeSubnet("\(name)-v6", "fd00:77:0:\(number)::/64", beside: v4)]
    }

    /// A machine whose name begins with the VPC's number, so that it is the only one of that name in the lab.
    func makeMachine(
        _ name: String, in subnets: [LabSubnet], on node: LabNode, groups: [String]? = nil,
        addressing: TopologyFile.Port.Addressing = .static, members: [String: JSONValue] = [:]
    ) throws(LabError) -> LabMachine {
        let wish = MachineWish(
            name: "t\(number)-\(name)", project: project, subnets: subnets, node: node, addressing: addressing,
            groups: groups, members: members)
        let machine = try lab.addMachine(wish)
        machines.append(machine)
        ports.append(machine.portID)
        return machine
    }

    /// Waits until every machine's port is active and its flows are in force.
    func settle() throws(LabError) {
        for machine in machines { try lab.waitUntilActive(machine) }
    }

    /// Ports without machines.
    func makePorts(_ count: Int, in subnet: LabSubnet, groups: [String]) throws(LabError) {
        let requests = (1...count).map { index in
            ControllerAPI.Request(
                "POST", "/v1/ports",
                [
                    "name": .string("test-\(number)-\(index)"), "subnet_id": .string(subnet.id),
                    "security_group_ids": .array(groups.map { .string($0) }),
                ])
        }
        ports += try api.askAll(requests).compactMap { $0["id"]?.string }
    }

    // MARK: Policy

    /// A group with `rules` and nothing else: the rule that each new group has is taken away.
    func makeGroup(_ name: String, _ rules: [LabRule] = []) throws(LabError) -> String {
        let (group, _) = try api.create("/v1/security-groups", ["name": .string(name), "vpc_id": .string(id)])
        groups.append(group)
        for rule in try self.rules(of: group) { try api.ask("DELETE", "/v1/security-group-rules/\(rule)") }
        for rule in rules { _ = try addRule(rule, to: group) }
        return group
    }

    /// Ids of the rules that a group has.
    func rules(of group: String) throws(LabError) -> [String] {
        let items = try api.ask("GET", "/v1/security-group-rules?security_group_id=\(group)&limit=500")["items"]
        return (items?.array ?? []).compactMap { $0["id"]?.string }
    }

    /// Returns the rule's id when the switches have acknowledged it.
    func addRule(_ rule: LabRule, to group: String) throws(LabError) -> String {
        try api.create("/v1/security-group-rules?\(Self.applied)", rule.body(group: group)).id
    }

    /// Returns with the answer, which comes when the request is durable; the switches follow.
    func removeRule(_ rule: String) throws(LabError) {
        try api.ask("DELETE", "/v1/security-group-rules/\(rule)")
    }

    /// Gives a machine's port other groups.
    func put(_ machine: LabMachine, in groups: [String], query: String = "") throws(LabError) {
        try api.ask(
            "PATCH", "/v1/ports/\(machine.portID)\(query)",
            ["security_group_ids": .array(groups.map { .string($0) })])
    }

    /// A resource of another kind, such as a route table; taken away with the rest. Returns its id.
    func make(_ path: String, _ body: JSONValue) throws(LabError) -> String {
        let id = try api.create(path, body).id
        others.append("\(path)/\(id)")
        return id
    }

    // MARK: The end

    /// Takes all of it away, users first.
    func remove() throws(LabError) {
        removeMachines()
        func delete(_ paths: [String]) throws(LabError) {
            try api.askAll(paths.map { ControllerAPI.Request("DELETE", $0) })
        }
        try delete(ports.map { "/v1/ports/\($0)" })
        for subnet in subnets.reversed() { try delete(["/v1/subnets/\(subnet.id)"]) }
        for group in groups { try delete(try rules(of: group).map { "/v1/security-group-rules/\($0)" }) }
        try delete(groups.map { "/v1/security-groups/\($0)" })
        for path in others.reversed() { try delete([path]) }
        try delete(["/v1/vpcs/\(id)"])
    }

    func removeMachines() {
        for machine in machines { lab.removeMachine(machine) }
        machines = []
    }
}

extension LabSession {
    /// Gives a VPC of its own to `body` and takes it away afterwards. Where something is not as expected it stays, to be
    /// looked at with `--keep`.
    func withTestVPC(
        project: String? = nil, _ body: (TestVPC) throws(LabError) -> Finding
    ) throws(LabError) -> Finding {
        let vpc = try TestVPC(self, project: project)
        let finding = try body(vpc)
        if finding.isAsExpected { try vpc.remove() }
        return finding
    }

    /// The topology's first two nodes.
    func twoNodes() throws(LabError) -> (LabNode, LabNode) {
        guard nodes.count >= 2 else { throw .notApplicable("two nodes are needed") }
        return (nodes[0], nodes[1])
    }
}
