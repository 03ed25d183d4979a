import ControllerCore
import FlowCompiler
import NetworkTypes
import NodeMachine
import Testing
import TopologyGraph
import VirtualNetwork

/// Where a port is bound follows from which interfaces claim it.
@Suite struct BindingTests {
    private struct Setup {
        var run = CoreRun()
        let nodeA: NodeKey
        let nodeB: NodeKey
        let subnet: ResourceID
        let port: Port

        init(requestsB: Bool = false) throws {
            nodeA = try run.addNode("node-a")
            nodeB = try run.addNode("node-b")
            subnet = try run.addSubnet()
            port = try run.addPort(
                on: subnet, requestedNode: requestsB ? run.network.node(nodeB)?.metadata.id : nil)
        }

        var binding: PortBinding? { run.topology.binding(of: port.key) }
        var bare: String { port.metadata.id.description }

        mutating func observe(_ node: NodeKey, _ interfaces: (name: String, ofport: UInt32?, claim: String?)...) {
            let input = run.observation(of: node, interfaces)
            run.step(input)
        }

        func bound(_ node: NodeKey, _ ofport: UInt32, _ interface: String) -> PortBinding {
            PortBinding(port: port.key, node: node, ofport: ofport, interface: interface, zone: 1)
        }

        func duplicates(on node: NodeKey) -> [NodeCondition] {
            run.core.snapshot.status(of: node).conditions.filter { $0.type == "duplicate-interface-id" }
        }
    }

    @Test(arguments: ["", "port-"])
    func anInterfaceClaimsByTheBareOrTheShownID(_ prefix: String) throws {
        var setup = try Setup()
        #expect(setup.binding == nil)
        setup.observe(setup.nodeA, ("tap1", 3, prefix + setup.bare))
        #expect(setup.binding == setup.bound(setup.nodeA, 3, "tap1"))
        // The switch gives another number; the interface goes.
        setup.observe(setup.nodeA, ("tap1", 4, prefix + setup.bare))
        #expect(setup.binding == setup.bound(setup.nodeA, 4, "tap1"))
        setup.observe(setup.nodeA)
        #expect(setup.binding == nil)
        #expect(setup.run.core.snapshot.status(of: setup.port) == .down)
    }

    @Test func noBindingBeforeTheSwitchGaveANumber() throws {
        var setup = try Setup()
        setup.observe(setup.nodeA, ("tap1", nil, setup.bare))
        #expect(setup.binding == nil)
        setup.observe(setup.nodeA, ("tap1", 3, setup.bare))
        setup.observe(setup.nodeA, ("tap1", nil, setup.bare))
        #expect(setup.binding == nil)
    }

    @Test(arguments: ["vm-1", "port-", "", "00000000-0000-4000-8000-00000000ffff"])
    func otherClaimsBindNothing(_ claim: String) throws {
        var setup = try Setup()
        setup.observe(setup.nodeA, ("tap1", 3, claim), ("tap2", 4, nil))
        #expect(setup.run.topology.bindings(on: setup.nodeA) == [])
    }

    @Test func anInterfaceThatWasThereFirstBindsANewPort() throws {
        var setup = try Setup()
        let id = setup.run.newID()
        setup.observe(setup.nodeA, ("tap9", 9, "port-\(id)"))
        setup.run.perform(.createPort(setup.run.portWish(id, on: setup.subnet)))
        let key = try #require(setup.run.network.port(id)).key
        #expect(setup.run.topology.binding(of: key)?.interface == "tap9")
        setup.run.perform(.delete(.port, id, ifMatch: nil))
        #expect(setup.run.topology.binding(of: key) == nil)
    }

    @Test func theFirstClaimIsKeptAndTheOtherIsACondition() throws {
        var setup = try Setup()
        setup.observe(setup.nodeB, ("tapB", 5, setup.bare))
        setup.observe(setup.nodeA, ("tapA", 3, "port-\(setup.bare)"))
        #expect(setup.binding == setup.bound(setup.nodeB, 5, "tapB"))
        #expect(setup.duplicates(on: setup.nodeA).map(\.port) == [setup.port.key])
        #expect(setup.duplicates(on: setup.nodeB).isEmpty)
        // The first goes: the second has it, and nothing is wrong any more.
        setup.observe(setup.nodeB)
        #expect(setup.binding == setup.bound(setup.nodeA, 3, "tapA"))
        #expect(setup.duplicates(on: setup.nodeA).isEmpty)
    }

    @Test func aDuplicateOnTheSameNodeIsAConditionUntilItGoes() throws {
        var setup = try Setup()
        setup.observe(setup.nodeA, ("tap2", 4, setup.bare))
        setup.observe(setup.nodeA, ("tap1", 3, setup.bare), ("tap2", 4, setup.bare))
        #expect(setup.binding == setup.bound(setup.nodeA, 4, "tap2"))
        #expect(setup.duplicates(on: setup.nodeA).count == 1)
        setup.observe(setup.nodeA, ("tap2", 4, setup.bare))
        #expect(setup.duplicates(on: setup.nodeA).isEmpty)
    }

    /// The condition goes with the port, not with the next start.
    @Test func aDeletedPortTakesItsConditionsAlong() throws {
        var setup = try Setup()
        setup.observe(setup.nodeA, ("tap1", 3, setup.bare), ("tap2", 4, setup.bare))
        #expect(setup.duplicates(on: setup.nodeA).count == 1)
        setup.run.perform(.delete(.port, setup.port.metadata.id, ifMatch: nil))
        #expect(setup.duplicates(on: setup.nodeA).isEmpty)
    }

    @Test func aRequestedNodeAloneMayHaveThePort() throws {
        var setup = try Setup(requestsB: true)
        setup.observe(setup.nodeA, ("tapA", 3, setup.bare))
        #expect(setup.binding == nil)
        setup.observe(setup.nodeB, ("tapB", 5, setup.bare))
        #expect(setup.binding == setup.bound(setup.nodeB, 5, "tapB"))
        // The wish changes: the port moves to who claims it there.
        var change = PortUpdate()
        change.requestedNode = .some(setup.run.network.node(setup.nodeA)?.metadata.id)
        setup.run.perform(.updatePort(setup.port.metadata.id, change, ifMatch: nil))
        #expect(setup.binding == setup.bound(setup.nodeA, 3, "tapA"))
    }

    @Test func aNodeThatHoldsPortsIsNotDeleted() throws {
        var setup = try Setup()
        let id = try #require(setup.run.network.node(setup.nodeA)).metadata.id
        setup.observe(setup.nodeA, ("tap1", 3, setup.bare))
        guard case .failure(let refusal)? = setup.run.perform(.delete(.node, id, ifMatch: nil), by: CoreRun.admin)
        else {
            Issue.record("not refused")
            return
        }
        #expect(refusal.code == "in-use")
        #expect(refusal.detail.contains(setup.bare))
        setup.observe(setup.nodeA)
        _ = try setup.run.commit(.delete(.node, id, ifMatch: nil), by: CoreRun.admin)
    }

    @Test func faultsAndRefusedFlowsAreConditions() throws {
        var setup = try Setup()
        let input = setup.run.observation(of: setup.nodeA, [], fault: .malformedMTU)
        setup.run.step(input)
        setup.run.step(
            .report(
                setup.nodeA,
                .quarantined([RefusedUnit(cookie: 8 << 56 | UInt64(setup.port.key.value), reason: "no")])))
        let conditions = setup.run.core.snapshot.status(of: setup.nodeA).conditions
        #expect(conditions.map(\.type) == ["flow-refused", "malformed-encap-mtu"])
        #expect(conditions.map(\.port) == [setup.port.key, nil])
        #expect(setup.run.core.snapshot.conditions(of: setup.port.key).map(\.condition.message) == ["no"])
        // What the switch refused is not applied, and its port is not active.
        setup.observe(setup.nodeA, ("tap1", 3, setup.bare))
        setup.run.step(
            .report(setup.nodeA, .connections(NodeConnections(ovsdb: true, openFlow: true, inStep: true))),
            .report(setup.nodeA, .acknowledged(serial: .max)))
        #expect(setup.run.core.snapshot.status(of: setup.port) == .build)
        #expect(!setup.run.core.snapshot.applied(.port(setup.port)).isApplied)
        // A refused rule is not applied either; the port's own flows are there.
        let group = try #require(
            setup.port.securityGroups?.first.flatMap { setup.run.network.securityGroup($0) })
        let rule = try #require(
            setup.run.network.rules(of: group.key).compactMap { setup.run.network.rule($0) }.first { !$0.isOpen })
        setup.run.step(
            .report(
                setup.nodeA,
                .quarantined([RefusedUnit(cookie: FlowUnit.rule(rule.key).cookie, reason: "no")])))
        #expect(!setup.run.core.snapshot.applied(.securityGroupRule(rule)).isApplied)
        #expect(setup.run.core.snapshot.status(of: setup.port) == .active)
        setup.run.step(.report(setup.nodeA, .quarantined([])))
        #expect(setup.run.core.snapshot.applied(.securityGroupRule(rule)).isApplied)
        #expect(setup.run.core.snapshot.status(of: setup.port) == .active)
        #expect(setup.run.core.snapshot.applied(.port(setup.port)).isApplied)
        setup.observe(setup.nodeA)
        #expect(setup.run.core.snapshot.status(of: setup.nodeA).conditions == [])
    }
}
