import NetworkTypes
import Testing
import TopologyFile

private let whole = """
    version: 1
    name: sample
    underlay: {cidr: 192.0.2.0/24, mtu: 1600}
    nodes:
      - {name: a, roles: [compute, gateway], encap_ip: 192.0.2.1}
      - {name: b, encap_ip: 192.0.2.2}
    links:
      - {from: a, to: b, mtu: 9000}
    projects: [red]
    vpcs:
      - {name: main, project: red, cidrs: [10.0.0.0/16]}
    networks:
      - {name: flat, project: red}
    subnets:
      - name: web
        project: red
        vpc: main
        cidr: 10.0.0.0/24
        dns_servers: [10.0.0.2]
        host_routes:
          - {destination: 172.16.0.0/12, next_hop: 10.0.0.9}
      - {name: lone, project: red, network: flat, cidr: 10.0.0.0/24, dhcp: false}
    ports:
      - {name: one, project: red, subnet: web, node: a, mac: "02:00:00:00:00:01", address: 10.0.0.11}
      - {name: two, project: red, subnet: lone, node: b, addressing: dhcp}
    probes:
      - {from: one, to: two, expect: unreached}
    """

@Test func readsEverySection() throws {
    let file = try TopologyFile(parsing: whole, file: "t.yaml")
    #expect(file.name == "sample")
    #expect(file.underlay.mtu == 1600)
    #expect(file.nodes.map(\.name) == ["a", "b"])
    #expect(file.nodes.map(\.roles) == [[.compute, .gateway], [.compute]])
    #expect(file.links.map(\.mtu) == [9000])
    #expect(file.projects == ["red"])
    #expect(file.subnets.map(\.parent) == [.vpc("main"), .network("flat")])
    #expect(file.subnets.map(\.isDHCPEnabled) == [true, false])
    #expect(
        file.subnet(named: "web", project: "red")?.hostRoutes.map { "\($0.destination) \($0.nextHop)" }
            == ["172.16.0.0/12 10.0.0.9"])
    #expect(file.port(named: "one")?.mac == MACAddress(bits: 0x0200_0000_0001))
    #expect(file.port(named: "two")?.address == nil)
    #expect(file.port(named: "two")?.addressing == .dhcp)
    #expect(file.probes.map(\.expect) == [.unreached])
    #expect(file.subnets.map(\.ipv6AddressMode) == [nil, nil])
    #expect(file.port(named: "one")?.ipv6Subnet == nil)
}

private let dual = """
    version: 1
    name: dual
    underlay: {cidr: 192.0.2.0/24}
    nodes:
      - {name: a, encap_ip: 192.0.2.1}
    projects: [red]
    vpcs:
      - {name: main, project: red, cidrs: [10.0.0.0/16, "fd00:10::/48"]}
    subnets:
      - {name: web, project: red, vpc: main, cidr: 10.0.0.0/24}
      - {name: web6, project: red, beside: web, cidr: "fd00:10:0:1::/64", ipv6_address_mode: slaac}
      - {name: lone6, project: red, vpc: main, cidr: "fd00:10:0:2::/80"}
    ports:
      - {name: one, project: red, subnet: web, ipv6_subnet: web6, node: a, ipv6_address: "fd00:10:0:1::9"}
    """

@Test func readsBothFamilies() throws {
    let file = try TopologyFile(parsing: dual, file: "t.yaml")
    #expect(file.subnets.map(\.parent) == [.vpc("main"), .subnet("web"), .vpc("main")])
    #expect(file.subnets.map(\.ipv6AddressMode) == [nil, .slaac, nil])
    #expect(file.port(named: "one")?.ipv6Subnet == "web6")
    #expect(file.port(named: "one")?.ipv6Address == IPAddress("fd00:10:0:1::9"))
}

/// One change to the whole file, and the refusal that it earns.
struct Mistake: CustomTestStringConvertible, Sendable {
    var replace: String
    var with: String
    var line: Int
    var key: String
    var expected: String

    init(_ replace: String, _ with: String, line: Int, key: String, expects expected: String) {
        self.replace = replace
        self.with = with
        self.line = line
        self.key = key
        self.expected = expected
    }

    var testDescription: String { "\(key): \(with)" }
}

private let mistakes: [Mistake] = [
    Mistake("version: 1", "version: 2", line: 1, key: "version", expects: "only version"),
    Mistake("version: 1", "edition: 1", line: 1, key: "version", expects: "1"),
    Mistake("name: sample", "name: Sample", line: 2, key: "name", expects: "lower-case"),
    Mistake("cidr: 192.0.2.0/24", "cidr: 192.0.2.1/24", line: 3, key: "underlay.cidr", expects: "host bits zero"),
    Mistake("mtu: 1600", "mtu: 100", line: 3, key: "underlay.mtu", expects: "1280 to 9216"),
    Mistake("gateway]", "getaway]", line: 5, key: "nodes[0].roles[1]", expects: "compute, gateway, fabric"),
    Mistake("192.0.2.2}", "10.0.0.2}", line: 6, key: "nodes[1].encap_ip", expects: "192.0.2.0/24"),
    Mistake("192.0.2.2}", "192.0.2.1}", line: 6, key: "nodes[1].encap_ip", expects: "node \"a\" has not"),
    Mistake("{name: b, enc", "{name: a, enc", line: 6, key: "nodes[1].name", expects: "no other node"),
    Mistake("{name: b, enc", "{nam: b, enc", line: 6, key: "nodes[1].name", expects: "lower-case"),
    Mistake("mtu: 9000", "mtu: 9000, speed: 10", line: 8, key: "links[0].speed", expects: "from, mtu, to"),
    Mistake("to: b, mtu", "to: a, mtu", line: 8, key: "links[0].to", expects: "other than"),
    Mistake("to: b, mtu", "to: z, mtu", line: 8, key: "links[0].to", expects: "name of a node"),
    Mistake("projects: [red]", "projects: red", line: 9, key: "projects", expects: "a list"),
    Mistake("[10.0.0.0/16]", "[]", line: 11, key: "vpcs[0].cidrs", expects: "at least one"),
    Mistake("    vpc: main\n", "", line: 15, key: "subnets[0].vpc", expects: "either vpc or network"),
    Mistake("vpc: main\n", "vpc: other\n", line: 17, key: "subnets[0].vpc", expects: "VPC of \"red\""),
    Mistake("cidr: 10.0.0.0/24\n", "cidr: 10.1.0.0/24\n", line: 18, key: "subnets[0].cidr", expects: "10.0.0.0/16"),
    Mistake("dhcp: false", "dhcp: perhaps", line: 22, key: "subnets[1].dhcp", expects: "true or false"),
    Mistake("10.0.0.11", "10.0.1.11", line: 24, key: "ports[0].address", expects: "10.0.0.0/24"),
    Mistake("02:00:00:00:00:01", "03:00:00:00:00:01", line: 24, key: "ports[0].mac", expects: "not a group"),
    Mistake("name: two", "name: one", line: 25, key: "ports[1].name", expects: "no other port"),
    Mistake("addressing: dhcp", "addressing: magic", line: 25, key: "ports[1].addressing", expects: "static, dhcp"),
    Mistake("expect: unreached", "expect: maybe", line: 27, key: "probes[0].expect", expects: "reached, unreached"),
]

private let dualMistakes: [Mistake] = [
    Mistake(
        "cidr: 10.0.0.0/24}", "cidr: 10.0.0.0/24, ipv6_address_mode: slaac}", line: 10,
        key: "subnets[0].ipv6_address_mode", expects: "10.0.0.0/24 is IPv4"),
    Mistake("beside: web,", "beside: web6,", line: 11, key: "subnets[1].beside", expects: "stands before it"),
    Mistake("beside: web,", "beside: web, vpc: main,", line: 11, key: "subnets[1].vpc", expects: "or beside"),
    Mistake("\"fd00:10:0:1::/64\"", "\"fd00:11::/64\"", line: 11, key: "subnets[1].cidr", expects: "fd00:10::/48"),
    Mistake("mode: slaac", "mode: magic", line: 11, key: "subnets[1].ipv6_address_mode", expects: "dhcpv6, slaac"),
    Mistake("1::/64\", ipv6", "1::/80\", ipv6", line: 11, key: "subnets[1].ipv6_address_mode", expects: "64 bits"),
    Mistake(
        "name: lone6, project: red, vpc: main", "name: lone6, project: red, beside: web6", line: 12,
        key: "subnets[2].beside", expects: "beside no other"),
    Mistake(
        "ipv6_subnet: web6", "ipv6_subnet: lone6", line: 14, key: "ports[0].ipv6_subnet", expects: "beside \"web\""),
    Mistake("ipv6_subnet: web6", "ipv6_subnet: web", line: 14, key: "ports[0].ipv6_subnet", expects: "IPv6 subnet"),
    Mistake("ipv6_subnet: web6, ", "", line: 14, key: "ports[0].ipv6_address", expects: "without ipv6_subnet"),
    Mistake("\"fd00:10:0:1::9\"", "10.0.0.9", line: 14, key: "ports[0].ipv6_address", expects: "fd00:10:0:1::/64"),
]

@Test(arguments: mistakes)
func refusesWithPlaceAndRemedy(_ mistake: Mistake) throws { try expectRefusal(of: mistake, in: whole) }

@Test(arguments: dualMistakes)
func refusesWithPlaceAndRemedyInIPv6(_ mistake: Mistake) throws { try expectRefusal(of: mistake, in: dual) }

private func expectRefusal(of mistake: Mistake, in whole: String) throws {
    let text = whole.replacing(mistake.replace, with: mistake.with, maxReplacements: 1)
    try #require(text != whole)
    do {
        _ = try TopologyFile(parsing: text, file: "t.yaml")
        Issue.record("taken")
    } catch {
        guard case .refused(let refusal) = error else {
            Issue.record("\(error)")
            return
        }
        #expect(refusal.file == "t.yaml")
        #expect(refusal.line == mistake.line)
        #expect(refusal.key == mistake.key)
        #expect(refusal.expected.contains(mistake.expected), "\(refusal.expected)")
    }
}

@Test(arguments: [
    ("name: [", 1), ("name: sample\nname: sample", 1), ("a: b: c", 1), ("version: 1\n\tname: x", 2),
])
func refusesWhatIsNoYAML(_ text: String, _ line: Int) throws {
    do {
        _ = try TopologyFile(parsing: text, file: "t.yaml")
        Issue.record("taken")
    } catch {
        guard case .syntax(let file, let found, _) = error else {
            Issue.record("\(error)")
            return
        }
        #expect(file == "t.yaml")
        #expect(found >= line)
    }
}

@Test(arguments: ["", "just words", "- a\n- b", "~", "1: 2"])
func refusesWhatIsNoMapping(_ text: String) {
    #expect(throws: TopologyFileError.self) { try TopologyFile(parsing: text, file: "t.yaml") }
}

@Test func refusesWhatIsTooLarge() {
    let text = String(repeating: "#", count: TopologyFile.maximumBytes + 1)
    #expect(throws: TopologyFileError.self) { try TopologyFile(parsing: text, file: "t.yaml") }
}

@Test func refusesAFileThatIsNotThere() {
    #expect(throws: TopologyFileError.unreadable(file: "/nowhere.yaml", reason: "no such file, or no permission")) {
        try TopologyFile(reading: "/nowhere.yaml")
    }
}

/// The topology that `tools/run` reads gives every scenario something to work on.
@Test func twoNodeTopologyIsWhole() throws {
    let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    let file = try TopologyFile(reading: "/\(root)/topologies/two-node/topology.yaml")
    #expect(file.nodes.count == 2)
    #expect(Set(file.projects) == ["red", "blue"])
    #expect(file.subnets.count == 4)
    #expect(Set(file.subnets.map(\.cidr)).count == 2)
    #expect(Set(file.subnets.compactMap(\.ipv6AddressMode)) == [.slaac, .dhcpv6])
    for project in file.projects {
        let machines = file.ports.filter { $0.project == project && $0.addressing == .static }
        #expect(machines.count >= 2)
        #expect(Set(machines.map(\.node)) == ["a", "b"])
    }
    let asking = file.ports.filter { $0.addressing == .dhcp }
    #expect(Set(asking.map(\.node)) == ["a", "b"])
    let macs = file.ports.compactMap(\.mac)
    #expect(Set(macs).count < macs.count)
}
