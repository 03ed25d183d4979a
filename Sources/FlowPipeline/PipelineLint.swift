/// Proves what can be proved of flows before a switch sees them: no table reads a slot that some path leaves unset,
/// jumps go forward, and Open vSwitch will take every flow. One flow that is refused sinks its whole bundle.
///
/// Faults come in the order in which they are found; equal input gives equal output.
public func lint(_ flows: [Flow], pipeline: PipelineDeclaration) -> [PipelineFault] {
    let declaration = DeclarationLint(pipeline: pipeline)
    var faults = declaration.faults
    for flow in flows { faults += FlowLint(flow: flow, pipeline: pipeline).faults }
    return faults + doubleIdentities(flows) + resubmitFaults(flows)
}

/// Like `lint(_:pipeline:)`, for all flows of a bridge: each table also has a flow that takes what the others leave.
public func lintBridge(_ flows: [Flow], pipeline: PipelineDeclaration) -> [PipelineFault] {
    let covered = Set(flows.filter { $0.priority == .miss && $0.match == .everything }.map(\.table))
    let misses = pipeline.tables.map(\.id).filter { !covered.contains($0) }
    return lint(flows, pipeline: pipeline) + misses.map(PipelineFault.missingMiss)
}

private func doubleIdentities(_ flows: [Flow]) -> [PipelineFault] {
    var first: [FlowIdentity: Flow] = [:]
    var faults: [PipelineFault] = []
    for flow in flows {
        if let other = first[flow.identity] {
            faults.append(.doubleIdentity(other, flow))
        } else {
            first[flow.identity] = flow
        }
    }
    return faults
}

/// The most tables that a packet can pass from a table on, by its worst flow; from the last table backwards.
private func resubmitFaults(_ flows: [Flow]) -> [PipelineFault] {
    var passes: [TableID: Int] = [:]
    var faults: [PipelineFault] = []
    let byTable = Dictionary(grouping: flows, by: \.table)
    for table in byTable.keys.sorted(by: >) {
        var worst = 0
        for flow in byTable[table] ?? [] {
            var count = 0
            for target in flow.actions.compactMap(\.target) where target > table {
                // Bounded, so that a fan-out in every table does not overflow the sum.
                count = min(count + 1 + (passes[target] ?? 0), PipelineLimits.resubmits + 1)
            }
            worst = max(worst, count)
        }
        passes[table] = worst
        if worst > PipelineLimits.resubmits { faults.append(.resubmitsBeyondLimit(table)) }
    }
    return faults
}

/// The faults of the declaration alone.
private struct DeclarationLint {
    let pipeline: PipelineDeclaration

    var faults: [PipelineFault] { overlaps + exits + assignment }

    private var overlaps: [PipelineFault] {
        let slots = pipeline.context
        return slots.indices.flatMap { index in
            slots[(index + 1)...].filter { $0.storage == slots[index].storage && $0.mask & slots[index].mask != 0 }
                .map { .sharedBits(slots[index], $0) }
        }
    }

    private var exits: [PipelineFault] {
        let known = Set(pipeline.tables.map(\.id))
        var faults: [PipelineFault] = []
        for (index, table) in pipeline.tables.enumerated() {
            if index > 0, pipeline.tables[index - 1].id == table.id { faults.append(.doubleTable(table.id)) }
            for exit in table.exits {
                if exit.table <= table.id { faults.append(.backwardExit(table.id, exit.table)) }
                if !known.contains(exit.table) { faults.append(.unknownExit(table.id, exit.table)) }
            }
        }
        return faults
    }

    /// Definite assignment: for each table the slots that every path into it has set. Rising numbers are a topological
    /// order, since jumps go forward.
    private var assignment: [PipelineFault] {
        guard let entry = pipeline.tables.first?.id else { return [] }
        var faults: [PipelineFault] = []
        var assigned: [TableID: Set<ContextSlot>] = [entry: []]
        for table in pipeline.tables {
            guard let inherited = assigned[table.id] else {
                faults.append(.unreachable(table.id))
                continue
            }
            let unset = table.reads.subtracting(inherited)
            faults += pipeline.context.filter(unset.contains).map { .unsetRead(table.id, $0) }
            for exit in table.exits where exit.table > table.id {
                let outgoing = inherited.union(exit.sets)
                assigned[exit.table] = assigned[exit.table]?.intersection(outgoing) ?? outgoing
            }
        }
        return faults
    }
}
