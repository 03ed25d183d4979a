import FlowReconciler
import OpenFlow
import OpenFlowChannel

extension SwitchDialogue {
    /// Questions for counters that one switch is asked at once; the rest of `ChannelLimits.requests` is for dumps.
    static let countingLimit = 16

    /// Asks the switch for the counters of the flows with a cookie.
    mutating func countDrops(_ question: UInt64, _ cookie: UInt64, _ effects: inout [NodeEffect]) {
        let flows = FlowStatsRequest(cookie: cookie, cookieMask: .max)
        guard countings.count < Self.countingLimit, let xid = request(.flow(flows), &effects) else {
            if isConnected { effects.append(.limitReached(.countings)) }
            return effects.append(.report(.counted(question: question, nil)))
        }
        countings[xid] = question
    }

    /// Whether the answer is one to `countDrops`.
    mutating func counted(_ xid: UInt32, _ answer: MultipartReply.Body, _ effects: inout [NodeEffect]) -> Bool {
        guard let question = countings.removeValue(forKey: xid) else { return false }
        guard case .flow(let entries) = answer else {
            effects.append(.report(.counted(question: question, nil)))
            return true
        }
        let drops = entries.filter(\.instructions.isEmpty).map {
            DropCounter(table: $0.table, priority: $0.priority, packets: $0.packetCount, bytes: $0.byteCount)
        }
        let sorted = drops.sorted {
            $0.table != $1.table ? $0.table < $1.table : $0.priority > $1.priority
        }
        effects.append(.report(.counted(question: question, sorted)))
        return true
    }
}
