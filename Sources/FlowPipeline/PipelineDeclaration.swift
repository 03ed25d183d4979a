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

    public struct Table: Sendable {
        public let id: TableID
        /// The name that goldens and dumps show.
        public let name: String
        /// Slots that its flows read, in matches and in actions.
        public let reads: Set<ContextSlot>
        public let exits: [Exit]
        /// The name of the drop of a packet that no flow takes.
        public let missName: String

        public init(_ id: TableID, _ name: String, reads: Set<ContextSlot>, exits: [Exit], missName: String) {
            self.id = id
            self.name = name
            self.reads = reads
            self.exits = exits
            self.missName = missName
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

    /// A drop at priority `miss` for each table.
    public func missFlows(cookie: UInt64) -> [Flow] {
        tables.map { Flow(table: $0.id, priority: .miss, match: .everything, actions: [], cookie: cookie) }
    }
}
