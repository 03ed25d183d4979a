import ControllerCore
import NetworkTypes
import NodeMachine

/// Inputs that wait for the core's loop. Each report of a node says the whole of its kind, and so does the list of pending
/// nodes: the newest takes the place of one that waits. What is left keeps its order. So nodes, however busy, have at most
/// one input of each kind here; commands and waits are bounded where they come in.
struct ControllerInbox {
    /// What an input tells the whole of.
    private enum Subject: Hashable {
        case observation(NodeKey), connections(NodeKey), question(NodeKey), acknowledgement(NodeKey), quarantine(
            NodeKey)
        case pendingNodes

        init?(_ input: ControllerInput) {
            switch input {
            case .report(let node, .observed): self = .observation(node)
            case .report(let node, .connections): self = .connections(node)
            case .report(let node, .needsProgram): self = .question(node)
            case .report(let node, .acknowledged): self = .acknowledgement(node)
            case .report(let node, .quarantined): self = .quarantine(node)
            case .pendingNodes: self = .pendingNodes
            case .command, .appended, .appendFailed, .awaitApplied, .stopWaiting, .report(_, .counted): return nil
            }
        }
    }

    private struct Entry {
        let number: UInt64
        let input: ControllerInput
    }

    private var entries: [Entry] = []
    private var latest: [Subject: Entry] = [:]
    private var nextNumber: UInt64 = 0
    private(set) var counters = Counters()

    var count: Int { entries.count + latest.count }

    mutating func append(_ input: ControllerInput) {
        let entry = Entry(number: nextNumber, input: input)
        nextNumber += 1
        if let subject = Subject(input) {
            if latest.updateValue(entry, forKey: subject) != nil { counters.replaced += 1 }
        } else {
            entries.append(entry)
        }
        counters.peak = max(counters.peak, count)
    }

    /// In the order in which they came.
    mutating func takeAll() -> [ControllerInput] {
        let all = (entries + latest.values).sorted { $0.number < $1.number }
        entries.removeAll(keepingCapacity: true)
        latest.removeAll(keepingCapacity: true)
        return all.map(\.input)
    }
}

extension ControllerInbox {
    struct Counters {
        /// The most inputs that ever waited.
        var peak = 0
        /// Inputs that a newer one took the place of.
        var replaced = 0
    }
}
