import FlowPipeline
import FlowReconciler
import OpenFlow
import Testing

/// What makes the userspace datapath forget: a drop that no packet meets, on another bit with each change.
@Suite struct DatapathGenerationTests {
    private static let generations = DatapathGeneration(tables: [TableID(0), TableID(16)], cookie: 9)

    /// `+16:1` for a flow of table 16 on bit 1 that comes, `-16:1` for one that goes.
    private func words(_ changes: [FlowChange]) throws -> [String] {
        try changes.map { change in
            guard case (_, .flowMod(let mod)) = try OpenFlowMessage.decode(change.message),
                let mark = mod.match[.pktMark]
            else { return "?" }
            #expect(mod.priority == Priority.first.value && mark.value == mark.mask)
            if change.kind == .add { #expect(mod.instructions.isEmpty && mod.cookie == 9) }
            return "\(change.kind == .add ? "+" : "-")\(mod.table):\(mark.mask.trailingZeroBitCount)"
        }
    }

    @Test func eachChangeMovesToTheOtherBit() throws {
        #expect(try words(Self.generations.change(from: nil, to: 0)) == ["+0:0", "+16:0"])
        #expect(try words(Self.generations.change(from: 0, to: 1)) == ["-0:0", "-16:0", "+0:1", "+16:1"])
        #expect(try words(Self.generations.change(from: 1, to: 0)) == ["-0:1", "-16:1", "+0:0", "+16:0"])
    }

    private func flows(_ generation: UInt32) -> [EncodedFlow] {
        [TableID(0), TableID(16)].map { table in
            EncodedFlow(
                Flow(
                    table: table, priority: .first, match: [.packetMark(1 << generation, mask: 1 << generation)],
                    actions: [], cookie: 9))
        }
    }

    /// A generation that is there in part, and two at once, are left to the comparison, which takes them away.
    @Test func aDumpTellsWhichIsThere() {
        let other = EncodedFlow(
            Flow(table: TableID(0), priority: .normal, match: [.inPort(1)], actions: [], cookie: 1))
        let cases: [(installed: [EncodedFlow], generation: UInt32?, rest: [EncodedFlow])] = [
            ([], nil, []),
            ([other], nil, [other]),
            (flows(0) + [other], 0, [other]),
            ([other] + flows(1), 1, [other]),
            ([flows(1)[0], other], nil, [flows(1)[0], other]),
            (flows(0) + flows(1), nil, flows(0) + flows(1)),
        ]
        for entry in cases {
            let (generation, rest) = Self.generations.split(entry.installed)
            #expect(generation == entry.generation)
            #expect(rest == entry.rest)
        }
    }
}
