public import FlowPipeline
import NetworkTypes

/// The integration bridge. Table numbers are stable and leave room for what comes between.
public enum BrInt {
    static let classifier = TableID(0)
    static let tunnelSource = TableID(1)
    static let tunnelAdmission = TableID(2)
    static let portSecurity = TableID(4)
    static let responder = TableID(8)
    static let neighborAdvertisement = TableID(9)
    static let egressConntrack = TableID(12)
    static let egressSecurityGroup = TableID(16)
    static let egressVerdict = TableID(20)
    static let gatewayAdmission = TableID(24)
    static let routing = TableID(36)
    static let neighborResolution = TableID(40)
    static let l2Lookup = TableID(48)
    static let ingressConntrack = TableID(52)
    static let ingressSecurityGroup = TableID(56)
    static let ingressVerdict = TableID(60)
    static let output = TableID(64)
    static let pathMTU = TableID(66)
    static let tunnelOutput = TableID(68)
    static let egressPolicy = TableID(72)
    static let ingressPolicy = TableID(76)

    /// The tables and what they promise each other.
    public static let pipeline = PipelineDeclaration(
        context: BrIntContext.all,
        tables: [
            ClassifierTable.declaration, TunnelSourceTable.declaration, TunnelAdmissionTable.declaration,
            PortSecurityTable.declaration, ResponderTable.declaration, NeighborAdvertisementTable.declaration,
            GatewayAdmissionTable.declaration, RoutingTable.declaration, NeighborResolutionTable.declaration,
            L2LookupTable.declaration, OutputTable.declaration, PathMTUTable.declaration,
            TunnelOutputTable.declaration,
        ] + FilterSide.egress.declarations + FilterSide.ingress.declarations + PolicyTable.declarations)

    /// Where a packet's way through the tables begins: on entry, and when it comes back from connection tracking.
    public static let entries = [classifier, egressSecurityGroup, ingressSecurityGroup]

    /// What every bridge has: the misses, and flows that concern nobody's port or network.
    static func statics(cookie: UInt64) -> [Flow] {
        pipeline.missFlows(cookie: cookie) + ClassifierTable.statics(cookie: cookie)
            + NeighborAdvertisementTable.statics(cookie: cookie) + FilterSide.egress.statics(cookie: cookie)
            + FilterSide.ingress.statics(cookie: cookie)
    }
}

extension BrInt {
    /// What a drop is called that stands in a table at a priority, and the table: what counters of a switch name. Nil where
    /// no drop of ours can stand.
    public static func dropName(table: UInt8, priority: UInt16) -> (name: String, table: String)? {
        guard let table = pipeline.table(TableID(table)), let level = Priority(value: priority),
            let name = table.drops[level]
        else { return nil }
        return (name, table.name)
    }
}
