public import FlowPipeline
public import OpenFlow

/// A flow as the bytes of the message that adds it (xid 0). The bytes are canonical, so they are the flow's identity too:
/// two flows are equal exactly when their bytes are. Shared by every node that holds the flow.
public struct EncodedFlow: Hashable, Sendable {
    /// An OFPT_FLOW_MOD with command ADD (OpenFlow 1.3.5 §7.3.4.1).
    public let message: [UInt8]

    public init(_ flow: Flow) { self.init(FlowMod(adding: flow)) }

    /// A flow that a switch dumped, made canonical by the way: decoded, then encoded as an addition.
    public init(_ entry: FlowStatsEntry) { self.init(FlowMod(adding: entry)) }

    init(_ mod: FlowMod) { message = OpenFlowMessage.flowMod(mod).encode(xid: 0) }

    /// Offsets of ofp_flow_mod, counted from the header's first byte.
    private enum Offset {
        static let cookie = 8
        static let table = 24
        static let command = 25
        static let priority = 30
        static let match = 48
    }

    public var table: UInt8 { message[Offset.table] }
    public var priority: UInt16 { UInt16(message[Offset.priority]) << 8 | UInt16(message[Offset.priority + 1]) }
    public var cookie: UInt64 { message[Offset.cookie..<(Offset.cookie + 8)].reduce(0) { $0 << 8 | UInt64($1) } }

    /// What a switch tells flows apart by: table, priority and match.
    public var identity: EncodedIdentity {
        var bytes = [message[Offset.table], message[Offset.priority], message[Offset.priority + 1]]
        bytes.append(contentsOf: message[Offset.match..<matchEnd])
        return EncodedIdentity(bytes: bytes)
    }

    /// The message that takes exactly this flow away.
    var removal: [UInt8] {
        var bytes = Array(message[..<matchEnd])
        bytes[Offset.command] = FlowMod.Command.deleteStrict.rawValue
        bytes[2] = UInt8(truncatingIfNeeded: bytes.count >> 8)
        bytes[3] = UInt8(truncatingIfNeeded: bytes.count)
        return bytes
    }

    /// ofp_match says its length without the padding to eight bytes.
    private var matchEnd: Int {
        let length = Int(message[Offset.match + 2]) << 8 | Int(message[Offset.match + 3])
        return Offset.match + (length + 7) / 8 * 8
    }
}

public struct EncodedIdentity: Hashable, Sendable {
    fileprivate let bytes: [UInt8]
}

/// The flows and meters of one compile unit as bytes: made once, shared by every node that holds the unit.
public final class EncodedFragment: Sendable {
    /// Leads to the unit; every flow has it.
    public let cookie: UInt64
    public let flows: [EncodedFlow]
    public let meters: [Meter]
    /// The conntrack zone that is the unit's own: it is flushed before the unit's flows come.
    public let zone: UInt16?
    /// The flows that say the zone: where a switch holds one of them, the zone has been the unit's before.
    let zoneFlows: [EncodedFlow]
    /// The first flow that a switch would refuse, where there is one. The codec's decoder is the judge; a unit that has
    /// such a flow is not sent.
    public let refusal: FlowRefusal?

    public init(cookie: UInt64, flows: [Flow], meters: [Meter], zone: UInt16? = nil) {
        self.cookie = cookie
        let encoded = flows.map { EncodedFlow($0) }
        self.flows = encoded
        self.meters = meters
        self.zone = zone
        zoneFlows =
            zone.map { zone in
                zip(flows, encoded).filter { $0.0.loads(zone) }.map(\.1)
            } ?? []
        refusal = self.flows.lazy.compactMap { FlowRefusal($0) }.first
    }
}

extension Flow {
    /// Zones are numbers of 16 bits (ovs-fields(7), ct_zone), and nothing else that is loaded is.
    fileprivate func loads(_ zone: UInt16) -> Bool {
        actions.contains { action in
            guard case .load(let slot, let value) = action else { return false }
            return slot.width == 16 && value == UInt64(zone)
        }
    }
}

/// Why a flow would be refused.
public struct FlowRefusal: Hashable, Sendable {
    /// An OFPT_FLOW_MOD; the error's offset counts from its first byte.
    public let message: [UInt8]
    public let error: OpenFlowError

    /// `nil` where a switch would take the flow.
    init?(_ flow: EncodedFlow) {
        do {
            _ = try OpenFlowMessage.decode(flow.message)
            return nil
        } catch {
            message = flow.message
            self.error = error
        }
    }
}
