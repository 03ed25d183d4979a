/// What the tables of a bridge are, and what each promises the others: the ground that the lint stands on.
public struct PipelineDeclaration: Sendable {
    /// Where a table may send a packet, and what every flow that sends it there has set in this table.
    public struct Exit: Hashable, Sendable {
        public let table: TableID
        public let sets: Set<ContextSlot>

        public init(_ table: TableID, sets: Set<ContextSlot> = []) {
            self.table = table
            self.sets = sets
        }
    }

    /// What becomes of a packet that no flow of a table takes.
    public enum Miss: Hashable, Sendable {
        /// Its way ends here, under the name.
        case drop(String)
        /// It goes on with a later table, which is one of the exits.
        case goto(TableID)
        /// The table was asked by a resubmit, and the one that asked goes on; the name is for dumps.
        case nothing(String)
    }

    public struct Table: Sendable {
        public let id: TableID
        /// The name that goldens and dumps show.
        public let name: String
        /// Slots that its flows read, in matches and in actions.
        public let reads: Set<ContextSlot>
        public let exits: [Exit]
        public let miss: Miss
        /// The names of the table's drops, by the level that they stand at.
        public let drops: [Priority: String]

        /// `drops` names the drops beside the miss.
        public init(
            _ id: TableID, _ name: String, reads: Set<ContextSlot>, exits: [Exit], miss: Miss,
            drops: [Priority: String] = [:]
        ) {
            self.id = id
            self.name = name
            self.reads = reads
            self.exits = exits
            self.miss = miss
            var named = drops
            switch miss {
            case .drop(let name), .nothing(let name): named[.miss] = name
            case .goto: break
            }
            self.drops = named
        }
    }

    /// Every slot of the context; none may share bits with another.
    public let context: [ContextSlot]
    /// By rising number; packets enter at the first.
    public let tables: [Table]

    public init(context: [ContextSlot], tables: [Table]) {
        self.context = context
        self.tables = tables.sorted { $0.id < $1.id }
    }

    public func table(_ id: TableID) -> Table? { tables.first { $0.id == id } }

    /// A flow at priority `miss` for each table.
    public func missFlows(cookie: UInt64) -> [Flow] {
        tables.map { table in
            var actions: [Action] = []
            if case .goto(let next) = table.miss { actions = [.goto(next)] }
            return Flow(table: table.id, priority: .miss, match: .everything, actions: actions, cookie: cookie)
        }
    }

    /// The name of a drop: `anti-spoofing`. Nil for a flow that is none, and for an answer to a resubmit.
    public func dropName(_ flow: Flow) -> String? {
        guard flow.actions.isEmpty, let table = table(flow.table) else { return nil }
        if case .nothing = table.miss, flow.priority == .miss { return nil }
        return table.drops[flow.priority]
    }
}
