/// A port came, went or changed (OpenFlow 1.3.5 §7.4.3).
public struct PortStatus: Hashable, Sendable {
    /// What happened to the port (ofp_port_reason).
    public enum Reason: UInt8, Hashable, Sendable {
        case add = 0
        case delete = 1
        case modify = 2
    }

    /// What happened to the port.
    public var reason: Reason
    /// The port as it is now, or as it was before it was deleted.
    public var port: PortDescription

    public init(reason: Reason, port: PortDescription) {
        self.reason = reason
        self.port = port
    }

    static func decode(_ bytes: RawSpan, _ range: Range<Int>) throws(OpenFlowError) -> PortStatus {
        try requireExactly(8 + PortDescription.size, in: range, "ofp_port_status")
        guard let reason = Reason(rawValue: bytes.u8(range.lowerBound)) else {
            throw OpenFlowError(offset: range.lowerBound, field: "ofp_port_status.reason", rule: .badValue)
        }
        return PortStatus(
            reason: reason, port: try PortDescription.decode(bytes, (range.lowerBound + 8)..<range.upperBound))
    }

    func encode(into bytes: inout [UInt8]) {
        bytes.put(reason.rawValue)
        bytes.putZeros(7)
        port.encode(into: &bytes)
    }
}
