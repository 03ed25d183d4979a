import ControllerCore
import NIOConcurrencyHelpers
import NIOCore
import NIOPosix
import NetworkTypes
import NodeMachine
import NorthboundAPI
import Southbound
import Testing
import TopologyGraph
import VirtualNetwork

@testable import ControllerRuntime

/// What waits for the core's loop while that stands still.
@Suite struct ControllerInboxTests {
    private static let time = Timestamp(nanoseconds: 1_800_000_000_000_000_000)

    /// A controller that stores nothing; its loop stands still until `release` is called.
    private static func run(
        _ dialogue: (_ controller: Controller, _ release: @escaping @Sendable () -> Void) async throws -> Void
    ) async throws {
        let loops = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let controller = Controller(
            core: ControllerCore(
                network: NetworkState(), topology: TopologyGraph(), version: "0.0.0-test", startedAt: time),
            loop: loops.next(), wallClock: { time }, otherMetrics: { "" })
        try await controller.start(
            ControllerOutlets(
                append: { _, done in done(nil) }, persist: { _ in }, command: { _, _ in }, enrol: { _ in },
                retire: { _ in }))
        let isReleased = ConditionLock(value: false)
        loops.next().execute { if isReleased.lock(whenValue: true, timeoutSeconds: 300) { isReleased.unlock() } }
        let release: @Sendable () -> Void = {
            isReleased.lock()
            isReleased.unlock(withValue: true)
        }
        var failure: (any Error)?
        do { try await dialogue(controller, release) } catch { failure = error }
        release()
        try await loops.shutdownGracefully()
        if let failure { throw failure }
    }

    private static func pending(_ name: String) -> [PendingNode] {
        [PendingNode(systemID: "s", address: "192.0.2.1", hostname: name, ovsVersion: "3.1.0", firstSeenAt: time)]
    }

    private static func observed(_ name: String) -> NodeReport {
        .observed(
            NodeObservation(
                systemID: "s", hostname: name, ovsVersion: "3.1.0", encapAddress: nil, underlayMTU: 1500,
                tunnelOFPort: nil, datapathType: "", interfaces: [], fault: nil))
    }

    @Test func `the newest report of a kind takes the place of one that waits, in the order of the newest`() {
        var inbox = ControllerInbox()
        let (one, two) = (NodeKey(1), NodeKey(2))
        let down = NodeConnections(ovsdb: false, openFlow: false, inStep: false)
        let up = NodeConnections(ovsdb: true, openFlow: true, inStep: false)
        for input: ControllerInput in [
            .report(one, Self.observed("a")), .report(one, .connections(down)), .report(two, Self.observed("b")),
            .awaitApplied(RequestID(1), 5), .report(one, .acknowledged(serial: 3)), .pendingNodes(Self.pending("x")),
            .report(one, .connections(up)), .report(one, .needsProgram(question: 1)), .stopWaiting(RequestID(1)),
            .report(one, .quarantined([])), .report(one, Self.observed("c")), .pendingNodes([]),
            .report(one, .needsProgram(question: 2)), .report(one, .acknowledged(serial: 4)), .appended,
        ] { inbox.append(input) }
        #expect(inbox.count == 10)
        #expect(inbox.counters.replaced == 5)
        let told = inbox.takeAll().map { input -> String in
            switch input {
            case .report(let node, .observed(let seen)): "\(node.value) is \(seen.hostname)"
            case .report(let node, .connections(let seen)): "\(node.value) is \(seen.ovsdb ? "up" : "down")"
            case .report(let node, .needsProgram(let question)): "\(node.value) asks \(question)"
            case .report(let node, .acknowledged(let serial)): "\(node.value) has \(serial)"
            case .report(let node, .quarantined): "\(node.value) refuses"
            case .pendingNodes(let nodes): "\(nodes.count) pending"
            case .awaitApplied: "wait"
            case .stopWaiting: "stop"
            case .appended: "appended"
            case .appendFailed, .command, .report(_, .counted): "other"
            }
        }
        #expect(
            told == [
                "2 is b", "wait", "1 is up", "stop", "1 refuses", "1 is c", "0 pending", "1 asks 2", "1 has 4",
                "appended",
            ])
        #expect(inbox.count == 0)
    }

    @Test func `busy nodes and strangers leave one input of each kind`() async throws {
        try await Self.run { controller, release in
            for index in 1...5000 {
                controller.post(.report(NodeKey(UInt32(1 + index % 10)), Self.observed("h-\(index)")))
                controller.post(.pendingNodes(Self.pending("p-\(index)")))
            }
            let figures = controller.inboxFigures
            #expect(figures.waiting == 11)
            #expect(figures.peak == 11)
            #expect(figures.replaced == 10_000 - 11)
            release()
            try await controller.heartbeat()
            #expect(controller.inboxFigures.waiting == 0)
            #expect(controller.snapshot.pendingNodes == Self.pending("p-5000"))
        }
    }

    /// The database of a host that nobody knows, renamed over and over; `h-count` comes last.
    private static func stranger(renamed count: Int) -> String {
        func row(_ index: Int) -> String {
            #"{"external_ids":["map",[["system-id","stranger"],["hostname","h-\#(index)"]]]}"#
        }
        func tables(_ update: String) -> String {
            #"{"Open_vSwitch":{"00000000-0000-4000-8000-000000000001":{\#(update)}}}"#
        }
        let first = #"{"id":"monitor","error":null,"result":\#(tables(#""new":\#(row(0))"#))}"#
        let changes = (1...count).map { index in
            let change = tables(#""old":\#(row(index - 1)),"new":\#(row(index))"#)
            return #"{"id":null,"method":"update","params":["monitor",\#(change)]}"#
        }
        return first + changes.joined()
    }

    @Test func `a stranger that floods on its socket leaves one input`() async throws {
        try await Self.run { controller, release in
            let loops = MultiThreadedEventLoopGroup(numberOfThreads: 1)
            let server = SouthboundServer(
                group: loops, settings: RunningController.settings(directory: "").southbound,
                logger: RunningController.quiet, deliver: { _, _ in },
                waitingChanged: { controller.post(.pendingNodes($0.map(PendingNode.init))) }, wallClock: { 0 })
            let port = try await server.start().ovsdb
            let peer = try await ClientBootstrap(group: loops).connect(host: "127.0.0.1", port: port).get()
            try await peer.writeAndFlush(ByteBuffer(string: Self.stranger(renamed: 1000)))
            let deadline = ContinuousClock.now + .seconds(120)
            while controller.inboxFigures.replaced < 1000, ContinuousClock.now < deadline {
                try await Task.sleep(for: .milliseconds(2))
            }
            let figures = controller.inboxFigures
            #expect(figures.waiting == 1 && figures.peak == 1 && figures.replaced == 1000)
            release()
            try await controller.heartbeat()
            #expect(controller.snapshot.pendingNodes.map(\.hostname) == ["h-1000"])
            await server.stop()
            try await peer.close()
            try await loops.shutdownGracefully()
        }
    }

    @Test func `commands and waits over the limit are answered at once, the rest when the core goes on`() async throws {
        let principal = try #require(ProjectID("red").map { Principal(project: $0, role: .member) })
        let command = Command.delete(.port, ResourceID(random: 1, 1), ifMatch: nil)
        try await Self.run { controller, release in
            let codes = await withTaskGroup(of: String.self) { tasks in
                for _ in 0..<(ControllerLimits.queuedCommands + 3) {
                    tasks.addTask {
                        switch await controller.submit(command, by: principal) {
                        case .success: "done"
                        case .failure(let refusal): refusal.code
                        }
                    }
                }
                for _ in 0..<(ControllerLimits.waits + 2) {
                    tasks.addTask {
                        let status = await controller.waitUntilApplied(0, timeout: .seconds(60))
                        return "applied \(status.isApplied)"
                    }
                }
                var codes: [String: Int] = [:]
                // Those over the limit are told while the core stands still.
                for _ in 0..<5 { if let code = await tasks.next() { codes[code, default: 0] += 1 } }
                #expect(codes == ["busy": 3, "applied true": 2])
                let figures = controller.inboxFigures
                #expect(figures.writers == ControllerLimits.queuedCommands)
                #expect(figures.waiters == ControllerLimits.waits)
                #expect(figures.refusedWriters == 3)
                #expect(figures.refusedWaiters == 2)
                release()
                for await code in tasks { codes[code, default: 0] += 1 }
                return codes
            }
            #expect(codes["busy"] == 3)
            #expect(codes["applied true"] == ControllerLimits.waits + 2)
            #expect(codes.count == 3)
            #expect(codes.values.reduce(0, +) == ControllerLimits.queuedCommands + ControllerLimits.waits + 5)
            #expect(controller.inboxFigures.writers == 0 && controller.inboxFigures.waiters == 0)
            let text = await controller.metricsText
            #expect(text.contains("\nnaru_core_queue_overflows_total 3\n"))
            #expect(text.contains("\nnaru_core_wait_overflows_total 2\n"))
        }
    }
}
