public import NetworkTypes

/// An interface of a bridge: a virtual machine's tap, a tunnel, an uplink. Its name is unique in its node (ovs-vswitchd.conf.db,
/// table Interface).
public struct InterfaceFact: Hashable, Sendable {
    /// What an interface is for.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// A workload's interface, one with `external_ids:iface-id`.
        case vif
        case tunnel
        /// A way out to a physical network, or the patch port to a bridge that has one.
        case uplink
        /// A device of the host itself, such as the bridge's local port.
        case `internal`
        case other
    }

    public let node: NodeKey
    public let bridge: String
    public let name: String
    /// The OpenFlow port number on its bridge.
    public let ofport: UInt32
    public let kind: Kind
    /// `external_ids:iface-id`, which names the virtual port that the interface claims.
    public let interfaceID: String?
    public let linkUp: Bool

    public init(
        node: NodeKey, bridge: String, name: String, ofport: UInt32, kind: Kind, interfaceID: String? = nil,
        linkUp: Bool
    ) {
        self.node = node
        self.bridge = bridge
        self.name = name
        self.ofport = ofport
        self.kind = kind
        self.interfaceID = interfaceID
        self.linkUp = linkUp
    }
}
