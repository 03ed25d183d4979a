import ControllerCore
import FlowCompiler
import FlowPipeline
import FlowReconciler
import NetworkTypes
import NodeMachine
import Testing
import VirtualNetwork

/// A controller and its nodes, with all that goes between them. What is said is delivered in order, when the test likes.
struct Fleet {
    var run = CoreRun()
    private(set) var nodes: [NodeKey: NodeRun] = [:]
    /// What each host's database says.
    private(set) var databases: [NodeKey: DatabaseDouble] = [:]
    private var inboxes: [NodeKey: [NodeCommand]] = [:]

    var keys: [NodeKey] { nodes.keys.sorted() }

    mutating func addNode(_ name: String) throws -> NodeKey {
        let key = try run.addNode(name)
        nodes[key] = NodeRun(key: key.value)
        var database = DatabaseDouble(interfaces: [])
        database.externalIDs["naru-encap-ip"] = "192.0.2.\(key)"
        databases[key] = database
        return key
    }

    /// Puts what the core said since into the nodes' inboxes.
    mutating func collect() {
        for (node, command) in run.takeCommands() { inboxes[node, default: []].append(command) }
    }

    /// Something happens to a node; what it reports goes to the core at once.
    mutating func happen(_ key: NodeKey, _ change: (inout NodeRun) throws -> Void) throws {
        guard var node = nodes[key] else { return }
        try change(&node)
        nodes[key] = node
        try forward(key)
    }

    private mutating func forward(_ key: NodeKey) throws {
        for report in nodes[key]?.takeReports() ?? [] { run.step(.report(key, report)) }
        collect()
    }

    /// Delivers at most one command to a node. False when there was none.
    mutating func deliver(to key: NodeKey) throws -> Bool {
        collect()
        guard let command = inboxes[key]?.first else { return false }
        inboxes[key]?.removeFirst()
        try happen(key) { try $0.take(.command(command)) }
        return true
    }

    /// Delivers all, and lets the time pass that bundles wait for.
    mutating func settle() throws {
        for _ in 0..<3 {
            for key in keys {
                while try deliver(to: key) {}
                try happen(key) { try $0.tick(after: 60_000_000) }
            }
        }
    }

    mutating func connect(_ key: NodeKey) throws {
        try connectDatabase(key)
        try happen(key) { try $0.connectSwitch() }
    }

    mutating func connectDatabase(_ key: NodeKey) throws {
        guard let database = databases[key] else { return }
        try happen(key) { try $0.connectDatabase(database) }
    }

    /// The host's interfaces are these now.
    mutating func plug(_ key: NodeKey, _ interfaces: [DatabaseDouble.Interface]) throws {
        databases[key]?.interfaces = interfaces
        try connectDatabase(key)
    }

    /// The controller starts anew from what is on disk; the switches keep what they have.
    mutating func restartController() {
        run = CoreRun(network: run.network, topology: run.topology)
        inboxes.removeAll()
        for key in keys {
            var node = NodeRun(key: key.value)
            node.device = nodes[key]?.device ?? SwitchDouble()
            node.now = nodes[key]?.now ?? 0
            nodes[key] = node
        }
    }

    static let generations = DatapathGeneration(tables: BrInt.entries, cookie: FlowUnit.pipeline.cookie)

    /// What the compiler says that the node should hold, as bytes.
    func wanted(_ key: NodeKey) -> Set<EncodedFlow> {
        Set(run.core.snapshot.compiler.flows(of: key).map { EncodedFlow($0) })
    }

    func wantedMeters(_ key: NodeKey) -> [UInt32] { run.core.snapshot.compiler.meters(of: key).map(\.id) }
}
