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
    static let ingressPort = PacketField<PortKey>("ingressPort", .register(1), 0...31)
    static let egressPort = PacketField<PortKey>("egressPort", .register(2), 0...31)
    static let remoteVTEP = PacketField<IPv4Address>("remoteVTEP", .register(5), 0...31)

    static let all: [ContextSlot] = [
        segment.slot, vpc.slot, origin.slot, ingressPort.slot, egressPort.slot, remoteVTEP.slot,
    ]
}
