import OpenFlow

extension JSONForm {
    /// A member that is an array of actions: `[{"output": {"port": 1}}]`. `limit` is how many bytes they may take.
    mutating func actions(
        _ name: String, _ actions: inout ActionList, limit: Int, _ presence: Presence = .required
    ) throws(OpenFlowTextError) {
        var read = ActionList()
        try variants(name, actions, presence) { (action: FlowAction, form) throws(OpenFlowTextError) in
            guard read.byteCount + action.wireLength <= limit else {
                throw form.wrong(
                    "the actions take more than \(limit) bytes, which is all that a message has for them",
                    "write fewer of them")
            }
            read.append(action)
        }
        if isReading { actions = read }
    }
}

/// Bytes that actions may take inside of one another.
enum ActionLimit {
    /// Of a PACKET_OUT, whose own part is the shortest of all messages with actions.
    static let packetOut = OpenFlowLimit.messageLength / 8 * 8 - 24
    /// Of one bucket of a GROUP_MOD.
    static let bucket = OpenFlowLimit.messageLength / 8 * 8 - 32
    static let clone = packetOut - 16
    static let connectionTracking = packetOut - 24
}

extension FlowAction {
    /// Bytes that the action takes.
    ///
    /// - Precondition: they are less than 64 Ki; actions that were read in this module are.
    var wireLength: Int { ActionList([self]).byteCount }
}
