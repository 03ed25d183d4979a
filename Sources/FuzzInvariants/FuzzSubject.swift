/// An entry point that takes bytes of strangers, with what must hold of it whatever the bytes are.
///
/// The fuzz targets feed it what libFuzzer makes up, the tests feed it what was found and kept.
public enum FuzzSubject: String, CaseIterable, Sendable {
    case openFlowMessage = "openflow-message"
    case openFlowStream = "openflow-stream"
    case openFlowMatch = "openflow-match"
    case openFlowActions = "openflow-actions"
    case openFlowInstructions = "openflow-instructions"
    case openFlowMultipart = "openflow-multipart"
    case openFlowPacketIn = "openflow-packet-in"
    case openFlowText = "openflow-text"
    case controlCapture = "control-capture"
    case packet
    case jsonText = "json-text"
    case databaseSession = "ovsdb-session"

    /// What the bytes break, or nil where all holds. Bytes that are refused break nothing.
    public func violation(of bytes: [UInt8]) -> String? {
        switch self {
        case .openFlowMessage: OpenFlowMessageInvariant.violation(of: bytes)
        case .openFlowStream: OpenFlowStreamInvariant.violation(of: bytes)
        case .openFlowMatch: OpenFlowMatchInvariant.violation(of: bytes)
        case .openFlowActions: OpenFlowActionsInvariant.violation(of: bytes)
        case .openFlowInstructions: OpenFlowInstructionsInvariant.violation(of: bytes)
        case .openFlowMultipart: OpenFlowMultipartInvariant.violation(of: bytes)
        case .openFlowPacketIn: OpenFlowPacketInInvariant.violation(of: bytes)
        case .openFlowText: OpenFlowTextInvariant.violation(of: bytes)
        case .controlCapture: ControlCaptureInvariant.violation(of: bytes)
        case .packet: PacketInvariant.violation(of: bytes)
        case .jsonText: JSONTextInvariant.violation(of: bytes)
        case .databaseSession: DatabaseSessionInvariant.violation(of: bytes)
        }
    }
}
