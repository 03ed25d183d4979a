public import FlowReconciler
public import NetworkTypes
public import PacketResponder

/// What the core says to a node.
public enum NodeCommand: Sendable {
    /// All that the node should hold, as of `serial`. Answers `NodeReport.needsProgram`.
    case program(NodeProgram)
    /// What changed since the last program or delta. A node that is not in step drops it: it asks for the program when
    /// its channel comes up.
    case delta(NodeDelta)
    /// How much the flows with the cookie have dropped. Answers with `NodeReport.counted` and the question; a node whose
    /// switch goes away meanwhile never does.
    case countDrops(question: UInt64, cookie: UInt64)
    /// The node is no longer known: both connections are closed, and the switch keeps what it has.
    case retire
}

public struct NodeProgram: Sendable {
    /// Counts what the core has compiled; the node answers with it when its switch has acknowledged.
    public let serial: UInt64
    /// Which `NodeReport.needsProgram` it answers.
    public let question: UInt64
    public let fragments: [EncodedFragment]
    public let services: [PortService]
    /// What makes a userspace datapath forget; nil where nothing has to.
    public let generation: DatapathGeneration?

    public init(
        serial: UInt64, question: UInt64, fragments: [EncodedFragment], services: [PortService],
        generation: DatapathGeneration? = nil
    ) {
        self.serial = serial
        self.question = question
        self.fragments = fragments
        self.services = services
        self.generation = generation
    }
}

public struct NodeDelta: Sendable {
    public struct Change: Sendable {
        public let old: EncodedFragment?
        public let new: EncodedFragment?

        public init(old: EncodedFragment?, new: EncodedFragment?) {
            self.old = old
            self.new = new
        }
    }

    public let serial: UInt64
    public let changes: [Change]
    public let services: [PortService]
    public let removedServices: [PortKey]

    public init(serial: UInt64, changes: [Change], services: [PortService], removedServices: [PortKey]) {
        self.serial = serial
        self.changes = changes
        self.services = services
        self.removedServices = removedServices
    }
}

/// What a node says to the core: facts and acknowledgements, never orders.
public enum NodeReport: Hashable, Sendable {
    /// The whole of what its Open vSwitch says now; compared with the last by the core, so none has to be seen.
    case observed(NodeObservation)
    case connections(NodeConnections)
    /// The channel is up and the flows are about to be compared. The number comes back with the program: a node that
    /// asked again leaves the answers to what it asked before.
    case needsProgram(question: UInt64)
    /// The switch holds all that was compiled up to `serial`.
    case acknowledged(serial: UInt64)
    /// The switch refused a flow of these units; the rest went on without them. Replaces the last report.
    case quarantined([RefusedUnit])
    /// What flows that drop have counted, by table and falling priority; nil when the switch can't be asked.
    case counted(question: UInt64, [DropCounter]?)
}

/// What a flow that drops has counted since it came.
public struct DropCounter: Hashable, Sendable {
    public let table: UInt8
    public let priority: UInt16
    public let packets: UInt64
    public let bytes: UInt64

    public init(table: UInt8, priority: UInt16, packets: UInt64, bytes: UInt64) {
        self.table = table
        self.priority = priority
        self.packets = packets
        self.bytes = bytes
    }
}

/// Which of a node's connections are up, and whether its flows were compared since.
public struct NodeConnections: Hashable, Sendable {
    public var ovsdb: Bool
    public var openFlow: Bool
    public var inStep: Bool

    public init(ovsdb: Bool, openFlow: Bool, inStep: Bool) {
        self.ovsdb = ovsdb
        self.openFlow = openFlow
        self.inStep = inStep
    }
}

public struct RefusedUnit: Hashable, Sendable {
    /// Leads to the compile unit and its resources.
    public let cookie: UInt64
    /// The switch's error by name, and the flow.
    public let reason: String

    public init(cookie: UInt64, reason: String) {
        self.cookie = cookie
        self.reason = reason
    }
}

/// A node's Open vSwitch as its database describes it.
public struct NodeObservation: Hashable, Sendable {
    public var systemID: String
    public var hostname: String
    public var ovsVersion: String
    /// `external_ids:naru-encap-ip`; nil when missing or malformed.
    public var encapAddress: IPAddress?
    /// `external_ids:naru-encap-mtu`, in bytes; the IP MTU of the underlay.
    public var underlayMTU: Int
    public var tunnelOFPort: UInt32?
    public var datapathType: String
    public var interfaces: [ObservedInterface]
    /// Why it can't be brought up, in words; nil when it can.
    public var fault: NodeFault?

    public init(
        systemID: String, hostname: String, ovsVersion: String, encapAddress: IPAddress?, underlayMTU: Int,
        tunnelOFPort: UInt32?, datapathType: String, interfaces: [ObservedInterface], fault: NodeFault?
    ) {
        self.systemID = systemID
        self.hostname = hostname
        self.ovsVersion = ovsVersion
        self.encapAddress = encapAddress
        self.underlayMTU = underlayMTU
        self.tunnelOFPort = tunnelOFPort
        self.datapathType = datapathType
        self.interfaces = interfaces
        self.fault = fault
    }
}

/// What keeps a node from service; the raw value is the condition's type.
public enum NodeFault: String, Hashable, Sendable {
    case missingEncapAddress = "no-encap-ip"
    /// Tunnels run over IPv4 only, so far.
    case unsupportedEncapFamily = "encap-ip-not-ipv4"
    case malformedMTU = "malformed-encap-mtu"
    case bridgeRefused = "bridge-refused"
}

/// A row of the Interface table on the integration bridge.
public struct ObservedInterface: Hashable, Sendable {
    public let name: String
    /// Nil until the switch has given a number.
    public let ofport: UInt32?
    /// `system`, `internal`, `geneve` …
    public let type: String
    /// `external_ids:iface-id`, as it stands there.
    public let interfaceID: String?
    public let linkUp: Bool

    public init(name: String, ofport: UInt32?, type: String, interfaceID: String?, linkUp: Bool) {
        self.name = name
        self.ofport = ofport
        self.type = type
        self.interfaceID = interfaceID
        self.linkUp = linkUp
    }
}
