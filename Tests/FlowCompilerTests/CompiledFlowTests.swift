import FlowCompiler
import FlowPipeline
import FlowReconciler
import LogicalNetwork
import NetworkTypes
import OpenFlow
import PacketResponder
import Testing
import TopologyGraph
import VirtualNetwork

@Suite struct CompiledFlowTests {
    private static let nodeA = NodeKey(1)
    private static let nodeB = NodeKey(2)

    private static func texts(_ fragment: FlowFragment?) -> [String] {
        FlowPrinter(naming: BrInt.pipeline).lines(fragment?.flows ?? [])
    }

    @Test func bothNodesAreClean() throws {
        let sample = try SampleNetwork.twoTenants()
        for node in [Self.nodeA, Self.nodeB] {
            let flows = sample.compiler.flows(of: node)
            #expect(flows.count > 50)
            #expect(lintBridge(flows, pipeline: BrInt.pipeline) == [])
        }
    }

    @Test func rulesAndRoutesAreClean() throws {
        let sample = try SampleNetwork.policies()
        for node in [Self.nodeA, Self.nodeB] {
            let flows = sample.compiler.flows(of: node)
            #expect(flows.count > 100)
            #expect(lintBridge(flows, pipeline: BrInt.pipeline) == [])
        }
    }

    /// The longest flow that a VPC's rules can come to, of the longest match, is read back out of a dump.
    @Test func theLargestClauseSurvivesADump() throws {
        let vpc = ContextSlot("vpc", .metadata, 24...47)
        let address = IPPrefix(host: .v6(IPv6Address(bits: 0xfd00 << 112 | 5)))
        let actions = (1...UInt32(Limits.rulesPerVPC)).map { Action.conjunction(id: $0, clause: 2, of: 3) }
        let flow = Flow(
            table: TableID(76), priority: .normal,
            match: [.context(vpc, 1), .tracked, .ipv6, .conntrackSource(address)],
            actions: actions, cookie: 1)
        guard case (_, .flowMod(let mod)) = try OpenFlowMessage.decode(EncodedFlow(flow).message) else {
            Issue.record("no flow-mod")
            return
        }
        let entry = FlowStatsEntry(
            table: mod.table, priority: mod.priority, cookie: mod.cookie, match: mod.match,
            instructions: mod.instructions)
        let reply = OpenFlowMessage.multipartReply(MultipartReply(.flow([entry]))).encode(xid: 1)
        guard case (_, .multipartReply(let answer)) = try OpenFlowMessage.decode(reply),
            case .flow(let entries) = answer.body
        else {
            Issue.record("no flow statistics")
            return
        }
        #expect(entries.map { EncodedFlow($0) } == [EncodedFlow(flow)])
    }

    /// A port of no gateway has nobody to tell it that its packets have come too far, and they are not punted unmetered.
    @Test func whatHasNoHopLeftNeverReachesTheLoweringOfTheTTL() throws {
        for sample in [try SampleNetwork.twoTenants(), try SampleNetwork.policies()] {
            for node in [Self.nodeA, Self.nodeB] {
                for fragment in sample.compiler.fragments(in: .node(node)) {
                    guard case .localPort(let key) = fragment.unit, let port = sample.network.port(key), port.adminUp
                    else { continue }
                    let limits = fragment.flows.filter { $0.table == TableID(36) && $0.priority == .elevated }
                    let families = Set(
                        port.fixedIPs.map(\.address.family) + port.allowedAddressPairs.map(\.prefix.family))
                    #expect(limits.count == 2 * families.count)
                    #expect(
                        limits.allSatisfy {
                            if case .meter? = $0.actions.first { true } else { $0.actions.isEmpty }
                        })
                }
            }
        }
    }

    /// The names are those of the tables; `no-rule` is no drop but the answer to a resubmit.
    @Test func everyDropHasANameThatLeadsToAPortOrANetwork() throws {
        let sample = try SampleNetwork.policies()
        for node in [Self.nodeA, Self.nodeB] {
            for flow in sample.compiler.flows(of: node) where flow.actions.isEmpty && flow.table.value < 72 {
                let name = BrInt.dropName(table: flow.table.value, priority: flow.priority.value)?.name
                #expect(name != nil)
                let unit = try #require(FlowUnit(cookie: flow.cookie))
                let owners = sample.compiler.fragment(for: unit)?.owners.map(\.kind) ?? []
                // What concerns nobody's port: unknown ports, strangers' tunnels, reserved groups.
                let isNobodys = flow.priority == .miss || name == "reserved-group" || name == "too-large"
                #expect(isNobodys || owners.contains { $0 == .port || $0 == .vpc })
            }
        }
    }

    @Test(arguments: [false, true])
    func everyCookieLeadsToItsUnitAndOwners(_ withPolicies: Bool) throws {
        let sample = try withPolicies ? SampleNetwork.policies() : SampleNetwork.twoTenants()
        for node in [Self.nodeA, Self.nodeB] {
            for flow in sample.compiler.flows(of: node) {
                let unit = try #require(FlowUnit(cookie: flow.cookie))
                let fragment = try #require(sample.compiler.fragment(for: unit))
                #expect(fragment.flows.contains(flow))
                #expect(unit == .pipeline || !fragment.owners.isEmpty)
                for owner in fragment.owners { #expect(sample.network.resource(owner.kind, owner.id) != nil) }
            }
        }
    }

    @Test(arguments: [
        FlowUnit.pipeline, .tunnelPort(NodeKey(7)), .tunnelPeer(NodeKey(.max)), .segment(SegmentKey(0x3f_ffff)),
        .gateway(SubnetKey(1)), .neighbor(PortKey(2)), .remotePort(PortKey(3)), .localPort(PortKey(4)),
        .connectedRoute(SubnetKey(5)), .routedPort(PortKey(6)), .groupMember(PortKey(7)), .portRules(PortKey(8)),
        .rule(RuleKey(9)), .ruleClauses(VPCKey(0xff_ffff), bucket: 255), .routeTable(RouteTableKey(10)),
        .vpc(VPCKey(11)),
    ])
    func cookiesReadBack(_ unit: FlowUnit) {
        #expect(FlowUnit(cookie: unit.cookie) == unit)
        #expect(unit.cookie != 0 && unit.cookie != .max)
        // Bits between the kind and the key belong to no unit.
        #expect(FlowUnit(cookie: unit.cookie | 1 << 40) == nil)
    }

    @Test(arguments: [UInt64(0), .max, 17 << 56, 1 << 56 | 1])
    func strangersCookiesNameNothing(_ cookie: UInt64) {
        #expect(FlowUnit(cookie: cookie) == nil)
    }

    @Test func sharedFragmentsAreOneForAllNodes() throws {
        let sample = try SampleNetwork.twoTenants()
        let shared: (NodeKey) -> [ObjectIdentifier] = { node in
            sample.compiler.scopes(of: node).filter { $0 != .node(node) }
                .flatMap { sample.compiler.fragments(in: $0) }.map(ObjectIdentifier.init)
        }
        let both = Set(shared(Self.nodeA)).intersection(shared(Self.nodeB))
        #expect(both.count >= 10)
    }

    @Test func aNodeHasTheSegmentsOfItsPortsOnly() throws {
        var sample = try SampleNetwork.twoTenants()
        #expect(
            sample.compiler.scopes(of: Self.nodeA)
                == [
                    .everywhere, .node(Self.nodeA), .segment(SegmentKey(1)), .segment(SegmentKey(3)),
                    // What the VPC of a port has elsewhere can be reached, so its way has to be known.
                    .reach(SegmentKey(1)), .reach(SegmentKey(2)), .reach(SegmentKey(3)), .vpc(VPCKey(1)),
                    .vpc(VPCKey(2)), .group(SecurityGroupKey(1)), .group(SecurityGroupKey(2)),
                ])
        let unused = try sample.addNode("node-c", address: "192.0.2.3")
        let changes = sample.compile()
        #expect(sample.compiler.scopes(of: unused) == [.everywhere, .node(unused)])
        #expect(changes.subscriptions.map(\.node) == [unused])
        // The others learn of a member; nothing else of theirs changes.
        #expect(changes.units.map(\.unit) == [.tunnelPeer(unused), .tunnelPort(unused)])
    }

    @Test func aClosedPortDropsAll() throws {
        let sample = try SampleNetwork.twoTenants()
        let closed = try #require((1...8).map { PortKey($0) }.first { sample.network.port($0)?.adminUp == false })
        let fragment = sample.compiler.fragment(for: .localPort(closed))
        #expect(
            Self.texts(fragment)
                == ["table=classifier,cookie=0x800000000000004,priority=50,in_port=21,actions=drop"])
        #expect(fragment?.service == nil)
        #expect(sample.compiler.fragment(for: .remotePort(closed)) == nil)
    }

    @Test func aPortBoundElsewhereThanRequestedHasNoFlows() throws {
        var sample = try SampleNetwork.twoTenants()
        let port = PortKey(1)
        let nodeB = sample.network.node(Self.nodeB)?.metadata.id
        try sample.update(port, by: SampleNetwork.red) { $0.requestedNode = .some(nodeB) }
        sample.compile()
        #expect(sample.compiler.fragment(for: .localPort(port)) == nil)
        #expect(sample.compiler.fragment(for: .remotePort(port)) == nil)
        sample.bind(port, to: Self.nodeB, ofport: 31)
        let changes = sample.compile()
        #expect(changes.units.map(\.unit).contains(.localPort(port)))
        #expect(sample.compiler.fragments(in: .node(Self.nodeB)).contains { $0.unit == .localPort(port) })
    }

    @Test func aMoveTakesThePortFromOneNodeToTheOther() throws {
        var sample = try SampleNetwork.twoTenants()
        let port = PortKey(1)
        sample.bind(port, to: Self.nodeB, ofport: 31)
        let changes = sample.compile()
        let local = changes.units.filter { $0.unit == .localPort(port) }
        #expect(local.map(\.scope) == [.node(Self.nodeA), .node(Self.nodeB)])
        #expect(local.map { $0.new == nil } == [true, false])
        let remote = changes.units.filter { $0.unit == .remotePort(port) }
        #expect(remote.map(\.scope) == [.reach(SegmentKey(1))])
        #expect(Self.texts(remote.first?.new).first?.contains("load:0xc0000202->NXM_NX_REG5[]") == true)
        // Its rules go along with it; all else stays.
        #expect(Set(changes.units.map(\.unit)) == [.localPort(port), .remotePort(port), .portRules(port)])
    }

    @Test func portsThatShareAnOpenFlowPortAreClosed() throws {
        var sample = try SampleNetwork.twoTenants()
        sample.bind(PortKey(1), to: Self.nodeA, ofport: 2)
        sample.bind(PortKey(7), to: Self.nodeA, ofport: 100)
        let changes = sample.compile()
        #expect(
            changes.units.filter { $0.new == nil }.map(\.unit)
                == [PortKey(1), PortKey(2), PortKey(7)].map(FlowUnit.localPort)
                + [PortKey(1), PortKey(2), PortKey(7)].map(FlowUnit.portRules))
        #expect(lintBridge(sample.compiler.flows(of: Self.nodeA), pipeline: BrInt.pipeline) == [])
        sample.bind(PortKey(1), to: Self.nodeA, ofport: 3)
        #expect(
            sample.compile().units.map(\.unit)
                == [
                    .localPort(PortKey(1)), .localPort(PortKey(2)), .portRules(PortKey(1)), .portRules(PortKey(2)),
                ])
    }

    @Test func nodesThatClaimOneAddressAreOneMember() throws {
        var sample = try SampleNetwork.twoTenants()
        let twin = try sample.addNode("node-c", address: "192.0.2.1")
        sample.compile()
        #expect(sample.compiler.fragment(for: .tunnelPeer(twin)) == nil)
        sample.remove(.tunnelEnd(Self.nodeA))
        sample.compile()
        #expect(sample.compiler.fragment(for: .tunnelPeer(twin)) != nil)
        #expect(lintBridge(sample.compiler.flows(of: Self.nodeB), pipeline: BrInt.pipeline) == [])
    }

    @Test func aNameIsNoReasonToTouchFlows() throws {
        var sample = try SampleNetwork.twoTenants()
        try sample.update(PortKey(1), by: SampleNetwork.red) { $0.base.name = "web" }
        #expect(sample.compile().isEmpty)
    }

    @Test func aSnapshotStaysAsItIs() throws {
        var sample = try SampleNetwork.twoTenants()
        let held = sample.compiler
        let flows = held.flows(of: Self.nodeA)
        sample.remove(.binding(PortKey(1)))
        sample.compile()
        #expect(held.flows(of: Self.nodeA) == flows)
        #expect(sample.compiler.flows(of: Self.nodeA) != flows)
    }

    @Test func dhcpTellsWhatTheSubnetSays() throws {
        var sample = try SampleNetwork.twoTenants()
        let service = try #require(sample.compiler.fragment(for: .localPort(PortKey(1)))?.service)
        #expect(service.port == PortKey(1))
        let dhcp = try #require(service.dhcp)
        #expect(dhcp.address.description == "10.0.0.3")
        #expect(dhcp.prefixLength == 24)
        #expect(dhcp.gateway?.description == "10.0.0.1")
        #expect(dhcp.serverAddress.description == "10.0.0.1")
        #expect(dhcp.dnsServers.map(\.description) == ["8.8.8.8"])
        #expect(dhcp.mtu == 1550)
        #expect(service.mtu == 1550)
        #expect(service.gateways.map(\.address.description) == ["10.0.0.1"])
        // The narrowest underlay counts for every port.
        _ = try sample.addNode("node-c", address: "192.0.2.3", mtu: 1500)
        sample.compile()
        #expect(sample.compiler.fragment(for: .localPort(PortKey(1)))?.service?.dhcp?.mtu == 1450)
    }

    @Test func withoutDHCPNoQuestionGoesToTheController() throws {
        var sample = try SampleNetwork.twoTenants()
        var off = SubnetUpdate()
        off.dhcpEnabled = false
        let subnet = try #require(sample.network.subnet(SubnetKey(1)))
        try sample.perform(.updateSubnet(subnet.metadata.id, off, ifMatch: nil), by: SampleNetwork.red)
        sample.compile()
        let fragment = try #require(sample.compiler.fragment(for: .localPort(PortKey(1))))
        #expect(fragment.service?.dhcp == nil)
        #expect(!Self.texts(fragment).contains { $0.contains("table=responder") && $0.contains("CONTROLLER") })
        #expect(!Self.texts(fragment).contains { $0.contains("tp_dst=67") })
    }
}
