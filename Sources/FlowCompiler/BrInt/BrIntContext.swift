import FlowPipeline
import NetworkTypes

/// Where a packet came from.
enum Origin: UInt16, FieldValue {
    case vif = 1
    case tunnel = 2

    var fieldBits: UInt64 { UInt64(rawValue) }
}

/// What the tables tell each other about a packet.
enum BrIntContext {
    /// The L2 domain: the low 22 bits of the VNI. Bits 22 and 23 are kept for a policy epoch.
    static let segment = PacketField<SegmentKey>("segment", .metadata, 0...21)
    /// The routing domain; 0 when the network stands in no VPC.
    static let vpc = PacketField<VPCKey>("vpc", .metadata, 24...47)
    static let origin = PacketField<Origin>("origin", .register(0), 0...3)
    /// Whether a rule allows the packet.
    static let isAllowed = PacketField<Bool>("isAllowed", .register(0), 4...4)
    /// Whether the packet does not fit the tunnel.
    static let isTooLarge = PacketField<Bool>("isTooLarge", .register(0), 5...5)
    /// 0 for what came by the tunnel.
    static let ingressPort = PacketField<PortKey>("ingressPort", .register(1), 0...31)
    static let egressPort = PacketField<PortKey>("egressPort", .register(2), 0...31)
    /// The conntrack zone, on this node, of the port that sent the packet.
    static let sourceZone = PacketField<UInt16>("sourceZone", .register(3), 0...15)
    /// The conntrack zone, on this node, of the port that gets the packet.
    static let destinationZone = PacketField<UInt16>("destinationZone", .register(3), 16...31)
    static let remoteVTEP = PacketField<IPv4Address>("remoteVTEP", .register(5), 0...31)
    /// The rule that allows the packet, for traces and logs.
    static let rule = PacketField<RuleKey>("rule", .register(7), 0...31)
    /// The routes that hold for the packet; 0 where its subnet has no table.
    static let routeTable = PacketField<RouteTableKey>("routeTable", .register(12), 0...31)
    /// The local port whose rules judge the packet.
    static let policyPort = PacketField<PortKey>("policyPort", .register(13), 0...31)

    static let all: [ContextSlot] = [
        segment.slot, vpc.slot, origin.slot, isAllowed.slot, isTooLarge.slot, ingressPort.slot, egressPort.slot,
        sourceZone.slot, destinationZone.slot, remoteVTEP.slot, rule.slot, routeTable.slot, policyPort.slot,
    ]
}
