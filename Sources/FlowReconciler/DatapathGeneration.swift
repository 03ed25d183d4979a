public import FlowPipeline

/// Makes the userspace datapath forget what it has cached, with each change of a switch's flows.
///
/// The datapath caches what the tables make of packets, and Open vSwitch goes over the cache when tables change. A cached
/// flow whose actions are others now is changed in place, and the userspace datapath looks for it by a packet that it
/// takes (flow_put_on_pmd in dpif-netdev.c of Open vSwitch 3.1). While tables change, cached flows overlap, so that another
/// one may be found: the one that was meant goes on with the old actions for as long as packets come. One that does not
/// look at a bit that the tables now look at is deleted instead, and deleted by its name.
///
/// So every change moves a drop that no packet meets, but every packet is compared with, from one bit of the packet's mark
/// to another. It stands in each table that a packet's way begins in: on entry, and after connection tracking.
public struct DatapathGeneration: Hashable, Sendable {
    public let tables: [TableID]
    public let cookie: UInt64

    public init(tables: [TableID], cookie: UInt64) {
        self.tables = tables
        self.cookie = cookie
    }

    /// The flows of a generation, which is 0 or 1.
    func flows(_ generation: UInt32) -> [EncodedFlow] {
        tables.map { table in
            EncodedFlow(
                Flow(
                    table: table, priority: .first, match: [.packetMark(1 << generation, mask: 1 << generation)],
                    actions: [], cookie: cookie))
        }
    }

    /// From one generation to the next; nil is none.
    public func change(from old: UInt32?, to new: UInt32) -> [FlowChange] {
        (old.map { flows($0).map { FlowChange(removing: $0) } } ?? []) + flows(new).map { FlowChange(adding: $0) }
    }

    /// Takes the flows of generations out of what a switch dumped, and tells which generation is whole there.
    public func split(_ installed: [EncodedFlow]) -> (generation: UInt32?, rest: [EncodedFlow]) {
        let there = Set(installed)
        let whole = [UInt32(0), 1].filter { flows($0).allSatisfy(there.contains) }
        guard whole.count == 1, let generation = whole.first else { return (nil, installed) }
        let own = Set(flows(generation))
        return (generation, installed.filter { !own.contains($0) })
    }
}
