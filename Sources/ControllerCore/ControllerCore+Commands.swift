import LogicalNetwork
import NetworkTypes
import PersistentCollections
import TopologyGraph
public import VirtualNetwork

extension Refusal {
    /// Why a command is refused that comes while `ControllerLimits.queuedCommands` wait.
    public static var busy: Refusal {
        Refusal(
            .unavailable, code: "busy", field: nil,
            detail: "\(ControllerLimits.queuedCommands) writes wait for the disk",
            remedy: "Send the request again in a second.")
    }
}

struct QueuedCommand: Sendable {
    let request: RequestID
    let command: Command
    let principal: Principal
}

/// Commands that were decided together and go to disk together.
struct Batch: Sendable {
    struct Entry: Sendable {
        let request: RequestID
        let outcome: Result<Decision, Refusal>
    }

    var entries: [Entry] = []
    /// The state as it will be; nobody sees it before.
    var scratch: NetworkState

    var transactions: [Transaction] {
        entries.compactMap { entry in
            if case .success(let decision) = entry.outcome { decision.transaction } else { nil }
        }
    }
}

extension ControllerCore {
    mutating func enqueue(_ command: QueuedCommand) {
        count { $0.commands += 1 }
        guard queue.count < ControllerLimits.queuedCommands else {
            count { $0.queueOverflows += 1 }
            effects.append(.answer(command.request, .failure(.busy)))
            return
        }
        queue.append(command)
    }

    /// Decides what waits, unless a batch is under way: while it is, the next one grows.
    mutating func startBatch(at now: Timestamp) {
        guard underWay == nil, !queue.isEmpty else { return }
        var batch = Batch(scratch: network)
        for queued in queue.prefix(ControllerLimits.batch) {
            let outcome = decide(queued, on: batch.scratch, at: now)
            if case .success(let decision) = outcome { batch.scratch.apply(decision.transaction) }
            batch.entries.append(Batch.Entry(request: queued.request, outcome: outcome))
        }
        queue.removeFirst(batch.entries.count)
        let transactions = batch.transactions
        guard !transactions.isEmpty else {
            // Only refusals: nothing has to become durable before they are told.
            answer(batch)
            return startBatch(at: now)
        }
        count { $0.batches += 1 }
        underWay = batch
        effects.append(.append(transactions))
    }

    private func decide(_ queued: QueuedCommand, on state: NetworkState, at now: Timestamp) -> Result<Decision, Refusal>
    {
        do throws(Refusal) {
            if case .delete(.node, let id, _) = queued.command { try refuseNodeInUse(id, state) }
            return .success(try state.decide(queued.command, by: queued.principal, at: now))
        } catch {
            return .failure(error)
        }
    }

    /// Bindings are facts, so the intent alone can't know that a node is in use.
    private func refuseNodeInUse(_ id: ResourceID, _ state: NetworkState) throws(Refusal) {
        guard let node = state.node(id) else { return }
        let bound = topology.bindings(on: node.key).compactMap { state.port($0.port)?.metadata.id }
        guard !bound.isEmpty else { return }
        let named = bound.prefix(Limits.usersNamed).map { ResourceKind.port.show($0) }.joined(separator: ", ")
        throw Refusal(
            .conflict, code: "in-use", field: nil,
            detail: "node \(node.metadata.name) holds \(bound.count) ports: \(named)",
            remedy: "Move or stop the workloads of these ports first.")
    }

    mutating func finishBatch() {
        guard let batch = underWay else { return }
        underWay = nil
        for transaction in batch.transactions { commit(transaction) }
        answer(batch)
    }

    mutating func dropBatch(_ reason: String) {
        guard let batch = underWay else { return }
        underWay = nil
        let refusal = Refusal(
            .unavailable, code: "store-failed", field: nil, detail: "the event log could not be written: \(reason)",
            remedy: "Nothing was changed. Ask the operator to look at the disk of narud, and send the request again.")
        for entry in batch.entries {
            if case .failure = entry.outcome {
                answer(entry)
            } else {
                effects.append(.answer(entry.request, .failure(refusal)))
            }
        }
    }

    private mutating func commit(_ transaction: Transaction) {
        count { $0.transactions += 1 }
        changedKeys.formUnion(readKeys(changedBy: transaction, before: network))
        let before = network
        network.apply(transaction)
        for event in transaction.events { follow(event, before: before) }
    }

    private mutating func answer(_ batch: Batch) {
        for entry in batch.entries { answer(entry) }
    }

    private mutating func answer(_ entry: Batch.Entry) {
        switch entry.outcome {
        case .success(let decision):
            let committed = Committed(
                kind: decision.kind, id: decision.subject, revision: decision.transaction.revision)
            effects.append(.answer(entry.request, .success(committed)))
        case .failure(let refusal):
            count { $0.refusals += 1 }
            effects.append(.answer(entry.request, .failure(refusal)))
        }
    }

    /// What an event means for the graph and for the nodes.
    private mutating func follow(_ event: Event, before: NetworkState) {
        switch event {
        case .put(.network(let network)):
            put(.network(NetworkVertex(key: network.key, id: network.metadata.id, name: network.metadata.name)))
        case .put(.port(let port)):
            guard let segment = network.network(port.network)?.key else { return }
            put(
                .virtualPort(
                    VirtualPortVertex(
                        key: port.key, id: port.metadata.id, name: port.metadata.name, network: segment,
                        mac: port.mac, addresses: port.fixedIPs.map(\.address))))
            bind(port)
        case .put(.node(let node)):
            effects.append(.enrol(NodeEnrolment(key: node.key, id: node.metadata.id, systemID: node.systemID)))
        case .remove(.network, let id):
            if let network = before.network(id) { remove(.network(network.key)) }
        case .remove(.port, let id):
            guard let port = before.port(id) else { return }
            remove(.binding(port.key))
            remove(.virtualPort(port.key))
            bindingSerials.remove(at: Int(port.key.value))
            for node in afflicted { editNode(node) { $0.conditions.removeAll { $0.port == port.key } } }
        case .remove(.node, let id):
            if let node = before.node(id) { forget(node.key) }
        case .put, .remove: break
        }
    }

    private mutating func forget(_ node: NodeKey) {
        for key in topology.keys(of: node) { remove(key) }
        nodes.remove(at: Int(node.value))
        lastZones.remove(at: Int(node.value))
        following.remove(node)
        afflicted.remove(node)
        laggards.remove(node)
        effects.append(.retire(node))
    }
}
