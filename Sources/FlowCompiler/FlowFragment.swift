public import FlowPipeline
public import NetworkTypes
public import PacketResponder

/// A resource that a flow exists for.
public struct Owner: Hashable, Comparable, Sendable {
    public let kind: ResourceKind
    public let id: ResourceID

    public init(_ kind: ResourceKind, _ id: ResourceID) {
        self.kind = kind
        self.id = id
    }

    public static func < (left: Self, right: Self) -> Bool {
        left.kind != right.kind ? left.kind < right.kind : left.id < right.id
    }
}

/// The flows and meters of one unit. It never changes and is shared by every node that has it.
public final class FlowFragment: Sendable {
    public let unit: FlowUnit
    /// By table and falling priority; no two have one identity, and each has the unit's cookie.
    public let flows: [Flow]
    /// By id.
    public let meters: [Meter]
    public let service: PortService?
    /// The conntrack zone that is the unit's own: what is in it is of no use to who had it before.
    public let zone: UInt16?
    /// Sorted; empty for the pipeline's unit alone.
    public let owners: [Owner]

    /// A fragment without owner that is not the pipeline's is a programmer's error.
    init(
        _ unit: FlowUnit, flows: [Flow], meters: [Meter] = [], service: PortService? = nil, zone: UInt16? = nil,
        owners: [Owner]
    ) {
        precondition(unit == .pipeline || !owners.isEmpty, "a flow has an owner")
        self.unit = unit
        self.flows = Self.canonical(flows)
        self.meters = meters.sorted()
        self.service = service
        self.zone = zone
        self.owners = Array(Set(owners)).sorted()
    }

    /// Each identity once, where it came first: two addresses may ask for the same flow.
    private static func canonical(_ flows: [Flow]) -> [Flow] {
        var seen: Set<FlowIdentity> = []
        return flows.filter { seen.insert($0.identity).inserted }.enumerated()
            .sorted {
                let (left, right) = ($0.element, $1.element)
                if left.table != right.table { return left.table < right.table }
                return left.priority != right.priority ? left.priority > right.priority : $0.offset < $1.offset
            }
            .map(\.element)
    }
}

extension FlowFragment: Equatable {
    public static func == (left: FlowFragment, right: FlowFragment) -> Bool {
        left === right
            || left.unit == right.unit && left.flows == right.flows && left.meters == right.meters
                && left.service == right.service && left.zone == right.zone && left.owners == right.owners
    }
}
