public import FlowPipeline
import NetworkTypes

/// The integration bridge. Table numbers are stable and leave room for what comes between.
public enum BrInt {
    static let classifier = TableID(0)
    static let tunnelSource = TableID(1)
    static let tunnelAdmission = TableID(2)
    static let portSecurity = TableID(4)
    static let responder = TableID(8)
    static let l2Lookup = TableID(48)
    static let output = TableID(64)
    static let tunnelOutput = TableID(68)

    /// The tables and what they promise each other.
    public static let pipeline = PipelineDeclaration(
        context: BrIntContext.all,
        tables: [
            ClassifierTable.declaration, TunnelSourceTable.declaration, TunnelAdmissionTable.declaration,
            PortSecurityTable.declaration, ResponderTable.declaration, L2LookupTable.declaration,
            OutputTable.declaration, TunnelOutputTable.declaration,
        ])
}
