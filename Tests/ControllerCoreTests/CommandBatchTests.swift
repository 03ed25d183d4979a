import ControllerCore
import NetworkTypes
import NodeMachine
import Testing
import TopologyGraph
import VirtualNetwork

/// Commands: decided together, on disk together, answered after.
@Suite struct CommandBatchTests {
    private func vpc(_ run: inout CoreRun) throws -> Command {
        .createVPC(run.vpcWish(run.newID(), [try #require(IPPrefix("10.0.0.0/16"))]))
    }

    @Test func nothingIsAnsweredOrSeenBeforeItIsOnDisk() throws {
        var run = CoreRun()
        run.isDiskHeld = true
        let (request, input) = run.request(try vpc(&run))
        run.step(input)
        #expect(run.batches.count == 1)
        #expect(run.answers.isEmpty)
        #expect(run.network.count(.vpc) == 0)
        run.finishAppend(.appended)
        #expect(try run.answers[request]?.get().revision == 1)
        #expect(run.network.count(.vpc) == 1)
    }

    @Test func commandsOfOneBatchSeeEachOther() throws {
        var run = CoreRun()
        run.isDiskHeld = true
        let (vpcID, subnetID) = (run.newID(), run.newID())
        var wish = CreateSubnet(
            id: subnetID, newNetworkID: run.newID(), cidr: try #require(IPPrefix("10.0.1.0/24")))
        wish.vpc = vpcID
        let first = run.request(
            .createVPC(run.vpcWish(vpcID, [try #require(IPPrefix("10.0.0.0/16"))])))
        let second = run.request(.createSubnet(wish))
        let third = run.request(.createPort(run.portWish(run.newID(), on: subnetID)))
        run.step(first.1, second.1, third.1)
        #expect(run.batches.map(\.count) == [3])
        run.finishAppend(.appended)
        #expect(try [first.0, second.0, third.0].map { try run.answers[$0]?.get().revision } == [1, 2, 3])
    }

    /// While a batch is under way, the next one grows.
    @Test func commandsGatherWhileTheDiskIsBusy() throws {
        var run = CoreRun()
        run.isDiskHeld = true
        for _ in 0..<4 {
            let input = run.request(try vpc(&run)).1
            run.step(input)
        }
        #expect(run.batches.map(\.count) == [1])
        run.finishAppend(.appended)
        #expect(run.batches.map(\.count) == [1, 3])
        #expect(run.answers.count == 1)
        run.finishAppend(.appended)
        #expect(run.answers.count == 4)
        #expect(run.network.revision == 4)
    }

    /// A refusal that stands before a success in one batch waits for it too: it may have been decided on the success.
    @Test func aRefusalInABatchIsAnsweredWithIt() throws {
        var run = CoreRun()
        run.isDiskHeld = true
        let good = run.request(try vpc(&run))
        let bad = run.request(.delete(.port, run.newID(), ifMatch: nil))
        run.step(good.1, bad.1)
        #expect(run.answers.isEmpty)
        run.finishAppend(.appended)
        #expect(throws: Refusal.self) { try run.answers[bad.0]?.get() }
        #expect(run.core.counters.refusals == 1)
    }

    @Test func refusalsAloneNeedNoDisk() throws {
        var run = CoreRun()
        run.isDiskHeld = true
        let bad = run.request(.delete(.port, run.newID(), ifMatch: nil))
        run.step(bad.1)
        #expect(run.batches.isEmpty)
        #expect(throws: Refusal.self) { try run.answers[bad.0]?.get() }
    }

    @Test func aFailedAppendAnswersAllAndChangesNothing() throws {
        var run = CoreRun()
        run.isDiskHeld = true
        let requests = try (0..<3).map { _ in run.request(try vpc(&run)) }
        let bad = run.request(.delete(.port, run.newID(), ifMatch: nil))
        run.step(requests[0].1, requests[1].1, requests[2].1, bad.1)
        run.finishAppend(.appendFailed(reason: "no space"))
        for (request, _) in requests {
            guard case .failure(let refusal)? = run.answers[request] else {
                Issue.record("not refused")
                continue
            }
            #expect(refusal.code == "store-failed")
            #expect(refusal.classification == .unavailable)
            #expect(refusal.detail.contains("no space"))
        }
        guard case .failure(let refusal)? = run.answers[bad.0] else {
            Issue.record("not refused")
            return
        }
        #expect(refusal.classification == .notFound)
        #expect(run.network.revision == 0)
        #expect(run.network.count(.vpc) == 0)
        // The next one is decided on the state that is on disk.
        run.isDiskHeld = false
        let command = try vpc(&run)
        #expect(try run.commit(command).revision == 1)
    }

    @Test func aFullQueueIsBusy() throws {
        var run = CoreRun()
        run.isDiskHeld = true
        let first = run.request(try vpc(&run))
        run.step(first.1)
        let missing = run.newID()
        for _ in 0..<ControllerLimits.queuedCommands {
            let input = run.request(.delete(.port, missing, ifMatch: nil)).1
            run.step(input)
        }
        #expect(run.answers.isEmpty)
        let last = run.request(.delete(.port, missing, ifMatch: nil))
        run.step(last.1)
        guard case .failure(let refusal)? = run.answers[last.0] else {
            Issue.record("not refused")
            return
        }
        #expect(refusal.code == "busy")
        #expect(run.core.counters.queueOverflows == 1)
        run.finishAppend(.appended)
        #expect(run.answers.count == ControllerLimits.queuedCommands + 2)
    }

    @Test func aLongQueueGoesInBatches() throws {
        var run = CoreRun()
        let subnet = try run.addSubnet()
        let port = try run.addPort(on: subnet).metadata.id
        run.isDiskHeld = true
        var ids: [RequestID] = []
        for index in 0..<(ControllerLimits.batch + 2) {
            var change = PortUpdate()
            change.deviceID = "vm-\(index)"
            let (id, input) = run.request(.updatePort(port, change, ifMatch: nil))
            ids.append(id)
            run.step(input)
        }
        #expect(run.batches.last?.count == 1)
        run.finishAppend(.appended)
        #expect(run.batches.last?.count == ControllerLimits.batch)
        run.finishAppend(.appended)
        #expect(run.batches.last?.count == 1)
        run.finishAppend(.appended)
        #expect(try ids.allSatisfy { try run.answers[$0]?.get() != nil })
    }

    @Test func aNodeIsEnrolledAndRetired() throws {
        var run = CoreRun()
        let node = try run.addNode("node-a")
        let id = try #require(run.network.node(node)).metadata.id
        #expect(run.enrolled == [NodeEnrolment(key: node, id: id, systemID: nil)])
        run.step(run.observation(of: node, []))
        #expect(run.topology.tunnelEnd(of: node) != nil)
        run.perform(.delete(.node, id, ifMatch: nil), by: CoreRun.admin)
        #expect(run.retired == [node])
        #expect(run.topology.keys(of: node).isEmpty)
        // What the host says after is nobody's.
        run.step(run.observation(of: node, []), .report(node, .needsProgram(question: 1)))
        #expect(run.topology.keys(of: node).isEmpty)
        #expect(run.takeCommands().isEmpty)
    }
}
