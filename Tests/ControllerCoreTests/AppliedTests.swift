import ControllerCore
import NetworkTypes
import NodeMachine
import Testing
import VirtualNetwork

/// How far a change has arrived, and who waits for it.
@Suite struct AppliedTests {
    private struct Setup {
        var run = CoreRun()
        let node: NodeKey
        let nodeID: ResourceID
        let subnet: ResourceID
        let port: Port

        init() throws {
            node = try run.addNode("node-a")
            nodeID = try #require(run.network.node(node)).metadata.id
            subnet = try run.addSubnet()
            port = try run.addPort(on: subnet)
            let input = run.observation(of: node, [("tap1", 3, port.metadata.id.description)])
            run.step(input)
            run.bringUp(node)
        }

        var lastSerial: UInt64? {
            for (_, command) in run.commands.reversed() {
                if case .delta(let delta) = command { return delta.serial }
            }
            return nil
        }
    }

    private func update(_ deviceOwnerOf: Port, adminUp: Bool) -> Command {
        var change = PortUpdate()
        change.adminUp = adminUp
        return .updatePort(deviceOwnerOf.metadata.id, change, ifMatch: nil)
    }

    @Test func behindUntilAcknowledged() throws {
        var setup = try Setup()
        let before = setup.run.network.revision
        #expect(setup.run.core.snapshot.status(of: setup.node).phase == .connected)
        #expect(setup.run.core.snapshot.status(of: setup.node).appliedRevision == before)
        #expect(setup.run.core.snapshot.status(of: setup.port) == .active)

        let committed = try setup.run.commit(update(setup.port, adminUp: false))
        let request = setup.run.newRequest()
        setup.run.step(.awaitApplied(request, committed.revision))
        #expect(setup.run.waitAnswers.isEmpty)
        #expect(setup.run.core.snapshot.status(of: setup.node).appliedRevision == before)
        let port = try #require(setup.run.network.port(setup.port.key))
        #expect(setup.run.core.snapshot.applied(.port(port)).behind == [setup.nodeID])

        let serial = try #require(setup.lastSerial)
        setup.run.step(.report(setup.node, .acknowledged(serial: serial - 1)))
        #expect(setup.run.waitAnswers.isEmpty)
        setup.run.step(.report(setup.node, .acknowledged(serial: serial)))
        #expect(setup.run.waitAnswers[request] == AppliedStatus(revision: committed.revision, behind: []))
        #expect(setup.run.core.snapshot.status(of: setup.node).appliedRevision == committed.revision)
        #expect(setup.run.core.snapshot.applied(.port(port)).isApplied)
    }

    /// Several changes that went to disk together are compiled together; each waits for it.
    @Test func everyRevisionOfABatchWaits() throws {
        var setup = try Setup()
        let before = setup.run.network.revision
        setup.run.isDiskHeld = true
        let first = setup.run.request(update(setup.port, adminUp: false))
        var change = PortUpdate()
        change.deviceID = "vm"
        let second = setup.run.request(.updatePort(setup.port.metadata.id, change, ifMatch: nil))
        setup.run.step(first.1, second.1)
        setup.run.finishAppend(.appended)
        let requests = [setup.run.newRequest(), setup.run.newRequest()]
        setup.run.step(.awaitApplied(requests[0], before + 1), .awaitApplied(requests[1], before + 2))
        #expect(setup.run.waitAnswers.isEmpty)
        #expect(setup.run.core.snapshot.status(of: setup.node).appliedRevision == before)
        setup.run.step(.report(setup.node, .acknowledged(serial: try #require(setup.lastSerial))))
        #expect(requests.allSatisfy { setup.run.waitAnswers[$0]?.isApplied == true })
    }

    @Test func whatConcernsNoNodeIsAppliedAtOnce() throws {
        var setup = try Setup()
        let block = try #require(IPPrefix("10.9.0.0/16"))
        let revision = try setup.run.commit(.createVPC(setup.run.vpcWish(setup.run.newID(), [block]))).revision
        let request = setup.run.newRequest()
        setup.run.step(.awaitApplied(request, revision))
        #expect(setup.run.waitAnswers[request]?.isApplied == true)
        #expect(setup.run.core.snapshot.status(of: setup.node).appliedRevision == revision)
    }

    @Test func whoWaitsNoLongerIsToldWhereThingsStand() throws {
        var setup = try Setup()
        let revision = try setup.run.commit(update(setup.port, adminUp: false)).revision
        let request = setup.run.newRequest()
        setup.run.step(.awaitApplied(request, revision))
        setup.run.step(.stopWaiting(request))
        #expect(setup.run.waitAnswers[request] == AppliedStatus(revision: revision, behind: [setup.nodeID]))
        // Once.
        setup.run.step(.stopWaiting(request), .report(setup.node, .acknowledged(serial: .max)))
        #expect(setup.run.waitAnswers.count == 1)
    }

    @Test func aNodeThatIsGoneStaysBehind() throws {
        var setup = try Setup()
        let before = setup.run.network.revision
        setup.run.step(
            .report(setup.node, .connections(NodeConnections(ovsdb: false, openFlow: false, inStep: false))))
        #expect(setup.run.core.snapshot.status(of: setup.node).phase == .disconnected)
        _ = setup.run.takeCommands()
        let revision = try setup.run.commit(update(setup.port, adminUp: false)).revision
        // It gets no deltas; it will ask for all of it.
        #expect(setup.run.commands.isEmpty)
        #expect(setup.run.core.snapshot.status(of: setup.node).appliedRevision == before)
        #expect(setup.run.core.snapshot.status(of: setup.port) == .build)
        let request = setup.run.newRequest()
        setup.run.step(.awaitApplied(request, revision))
        #expect(setup.run.waitAnswers.isEmpty)
        setup.run.bringUp(setup.node)
        #expect(setup.run.waitAnswers[request]?.isApplied == true)
        #expect(setup.run.core.snapshot.status(of: setup.node).appliedRevision == revision)
    }

    @Test func aPortIsActiveWhenItsFlowsAreAcknowledged() throws {
        var setup = try Setup()
        let port = try setup.run.addPort(on: setup.subnet)
        #expect(setup.run.core.snapshot.status(of: port) == .down)
        let input = setup.run.observation(
            of: setup.node,
            [("tap1", 3, setup.port.metadata.id.description), ("tap2", 4, port.metadata.id.description)])
        setup.run.step(input)
        #expect(setup.run.core.snapshot.status(of: port) == .build)
        #expect(setup.run.core.snapshot.status(of: setup.port) == .active)
        setup.run.step(.report(setup.node, .acknowledged(serial: try #require(setup.lastSerial))))
        #expect(setup.run.core.snapshot.status(of: port) == .active)
    }
}
