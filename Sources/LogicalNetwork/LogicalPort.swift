public import NetworkTypes
public import VirtualNetwork

/// An address of a logical port with the subnet that it belongs to.
public struct LogicalAddress: Hashable, Sendable {
    public let address: IPAddress
    public let subnet: SubnetKey
}

/// A port of a logical switch: what the compiler needs of a workload's interface.
public struct LogicalPort: Hashable, Sendable {
    public let key: PortKey
    public let id: ResourceID
    public let mac: MACAddress
    /// Of both families, in the order that the intent gives them.
    public let addresses: [LogicalAddress]
    /// What else the port may send from.
    public let pairs: [AddressPair]
    public let segment: SegmentKey
    /// 0 when the network stands in no VPC.
    public let vpc: VPCKey
    /// False closes the port.
    public let isUp: Bool
    /// What the workload calls itself: `compute:nova`, for one.
    public let deviceOwner: String
    /// Groups whose rules say what passes, by key; nil where everything passes.
    public let groups: [SecurityGroupKey]?

    /// Whether rules say what passes.
    public var isFiltered: Bool { groups != nil }

    /// The families that the port has an address of, or may send from; IPv4 first.
    public var families: [IPFamily] {
        [IPFamily.v4, .v6].filter { family in
            addresses.contains { $0.address.family == family } || pairs.contains { $0.prefix.family == family }
        }
    }
}

/// A network in the words of the data plane: an L2 segment.
public struct LogicalSwitch: Hashable, Sendable {
    public let segment: SegmentKey
    public let id: ResourceID
    /// 0 when the network stands in no VPC.
    public let vpc: VPCKey
    /// The id of its VPC, where it stands in one.
    public let vpcID: ResourceID?
}

/// Where a port is, as facts and wishes together say.
public struct Placement: Hashable, Sendable {
    public let node: NodeKey
    /// The OpenFlow port on the node's integration bridge.
    public let ofport: UInt32
    /// The conntrack zone on the node; 0 where it has none.
    public let zone: UInt16
}
