import NodeMachine
import OpenFlow
import Southbound
import Testing

/// Peers that say more than their node's event loop gets to, while it stands still and after.
@Suite(.serialized) struct BackPressureTests {
    private static let limit = SouthboundSettings.inputsUnderWay

    @Test func `a database that floods is not read, and nothing of it is lost`() async throws {
        try await SouthboundRun.run { run in
            let peer = try await run.database()
            peer.introduce(systemID: "host-1")
            try await run.wait(until: "the host took over") { String(decoding: peer.heard, as: UTF8.self) != "" }
            // On a busy machine a read takes 64 KiB at once: far more than that for each input under way.
            for _ in 0..<80 { peer.rename(systemID: "host-1", times: 100) }
            try await run.wait(until: "reads are held") { run.server.counters.heldReads > 0 }
            #expect(run.server.counters.inputsUnderWay == Self.limit)
            #expect(run.reports(of: SouthboundRun.slow) == [])

            // Others are served meanwhile.
            let other = try await run.database()
            other.introduce(systemID: "host-2")
            other.rename(systemID: "host-2", times: 50)
            try await run.wait(until: "the other node is seen") { run.hostnames(of: SouthboundRun.other).count == 51 }

            run.barrier.open()
            try await run.wait(until: "all is taken") { run.hostnames(of: SouthboundRun.slow).count == 8001 }
            let names = ["h-0"] + (0..<80).flatMap { _ in (1...100).map { "h-\($0)" } }
            #expect(run.hostnames(of: SouthboundRun.slow) == names)
            #expect(run.server.counters.inputsUnderWayPeak == Self.limit)
            // And it goes on.
            peer.say(#"{"id":"end","method":"echo","params":[]}"#)
            try await run.wait(until: "an echo") { String(decoding: peer.heard, as: UTF8.self).contains(#""end""#) }
            try await run.wait(until: "nothing is under way") { run.server.counters.inputsUnderWay == 0 }
        }
    }

    @Test func `a switch that floods finds its window closed, and is answered in the end`() async throws {
        try await SouthboundRun.run { run in
            let peer = try await run.openFlow()
            peer.introduce(switchOf: SouthboundRun.slow)
            // More than the system's buffers and the inputs under way can hold.
            let count = 600
            peer.askForEchoes(count, bytes: 60_000)
            try await run.wait(until: "reads are held") { run.server.counters.heldReads > 0 }
            let heard = peer.heard.count

            let other = try await run.openFlow()
            other.introduce(switchOf: SouthboundRun.other)
            other.askForEchoes(3, bytes: 10)
            try await run.wait(until: "the other node is answered") { other.echoedXIDs == [1000, 1001, 1002] }
            // Nobody has read more meanwhile.
            #expect(peer.hasUnwritten)
            #expect(peer.heard.count == heard)
            #expect(run.server.counters.inputsUnderWayPeak == Self.limit)

            run.barrier.open()
            try await run.wait(until: "all is answered") { peer.heard.count >= heard + count * 60_008 }
            #expect(peer.echoedXIDs == (0..<UInt32(count)).map { 1000 + $0 })
            #expect(!peer.hasUnwritten)
            #expect(run.server.counters.inputsUnderWayPeak <= Self.limit)
        }
    }

    @Test func `what was said before a hang-up is heard, with one input more`() async throws {
        try await SouthboundRun.run { run in
            let peer = try await run.database()
            peer.introduce(systemID: "host-1")
            try await run.wait(until: "the host took over") { !peer.heard.isEmpty }
            for count in 1...Self.limit {
                peer.rename(systemID: "host-1", times: 100)
                try await run.wait(until: "it is under way") { run.server.counters.inputsUnderWay >= count }
            }
            try await run.wait(until: "reads are held") { run.server.counters.heldReads > 0 }
            peer.rename(systemID: "host-1", times: 100)
            try await run.wait(until: "all is sent") { !peer.hasUnwritten }
            try await peer.close()
            run.barrier.open()
            try await run.wait(until: "all is taken") {
                run.hostnames(of: SouthboundRun.slow).count == 100 * Self.limit + 101
            }
            #expect(run.server.counters.inputsUnderWayPeak <= Self.limit + 1)
            try await run.wait(until: "the end is seen") {
                run.reports(of: SouthboundRun.slow).last
                    == .connections(NodeConnections(ovsdb: false, openFlow: false, inStep: false))
            }
        }
    }

    @Test func `connections that crowd one node are closed past the limit`() async throws {
        try await SouthboundRun.run { run in
            var peers: [SocketPeer] = []
            for _ in 0..<20 {
                let peer = try await run.database()
                peer.introduce(systemID: "host-1")
                peers.append(peer)
            }
            // The first stands in the node's event loop; so many wait behind it.
            let kept = 1 + SouthboundSettings.waitingTakeovers
            try await run.wait(until: "the rest is refused") { run.server.counters.refusedTakeovers == 20 - kept }
            try await run.wait(until: "and closed") { peers.count { $0.isConnected } == kept }
            run.barrier.open()
            // Each takes the place of the one before it.
            try await run.wait(until: "one is left") { peers.count { $0.isConnected } == 1 }
        }
    }

    @Test func `garbage ends the connection that it came by, and no other`() async throws {
        try await SouthboundRun.run { run in
            let hello = try await run.openFlow()
            hello.say([UInt8](repeating: 0xff, count: 100_000))
            let json = try await run.database()
            json.say(String(repeating: "]", count: 100_000))
            try await run.wait(until: "both are closed") { !hello.isConnected && !json.isConnected }
            #expect(run.server.counters.malformedMessages == 2)
            let other = try await run.openFlow()
            other.introduce(switchOf: SouthboundRun.other)
            other.askForEchoes(1, bytes: 4)
            try await run.wait(until: "the other node is answered") { other.echoedXIDs == [1000] }
        }
    }

    @Test func `more changes than may wait are dropped, and the program is asked for anew`() async throws {
        try await SouthboundRun.run { run in
            let peer = try await run.openFlow()
            peer.introduce(switchOf: SouthboundRun.slow)
            peer.askForEchoes(1, bytes: 4)
            // Its first report is about to be delivered: the event loop stands.
            try await run.wait(until: "the node is behind") { run.server.counters.inputsUnderWay == 1 }
            for serial in 1...(SouthboundSettings.waitingCommands + 1) {
                let delta = NodeDelta(serial: UInt64(serial), changes: [], services: [], removedServices: [])
                run.server.send(.delta(delta), to: SouthboundRun.slow)
            }
            #expect(run.server.counters.commandOverflows == 1)
            #expect(run.server.counters.waitingCommandsPeak == SouthboundSettings.waitingCommands)
            #expect(run.reports(of: SouthboundRun.slow) == [])
            run.barrier.open()
            try await run.wait(until: "it asks twice") {
                let questions = run.reports(of: SouthboundRun.slow).filter { report in
                    if case .needsProgram = report { true } else { false }
                }
                return questions == [.needsProgram(question: 1), .needsProgram(question: 2)]
            }
        }
    }
}
