import NodeMachine

/// Commands of the core that wait for a node's event loop. A program makes what came before it needless. Of more than
/// `SouthboundSettings.waitingCommands` none is kept: the node asks for its program anew.
struct CommandQueue {
    private var commands: [NodeCommand] = []
    private var areLost = false

    var count: Int { commands.count }

    /// False when this was one too many.
    mutating func append(_ command: NodeCommand) -> Bool {
        switch command {
        case .program, .retire:
            commands.removeAll()
            areLost = false
        case .delta, .countDrops: break
        }
        guard commands.count < SouthboundSettings.waitingCommands else {
            commands.removeAll()
            areLost = true
            return false
        }
        commands.append(command)
        return true
    }

    mutating func takeAll() -> [NodeInput] {
        defer { self = CommandQueue() }
        return (areLost ? [.commandsLost] : []) + commands.map { .command($0) }
    }
}
