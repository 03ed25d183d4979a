/// Asks for a role, or, as a reply, tells it (OpenFlow 1.3.5 §7.3.9).
public struct RoleRequest: Hashable, Sendable {
    public enum Role: UInt32, Hashable, Sendable {
        /// Only asks.
        case noChange = 0
        case equal = 1
        case master = 2
        case slave = 3
    }

    public var role: Role
    /// Grows with every election; a switch refuses an older one by signed 64-bit difference.
    public var generation: UInt64

    public init(role: Role, generation: UInt64) {
        self.role = role
        self.generation = generation
    }

    static func decode(_ bytes: RawSpan, _ range: Range<Int>) throws(OpenFlowError) -> RoleRequest {
        try requireExactly(16, in: range, "ofp_role_request")
        guard let role = Role(rawValue: bytes.u32(range.lowerBound)) else {
            throw OpenFlowError(offset: range.lowerBound, field: "ofp_role_request.role", rule: .badValue)
        }
        return RoleRequest(role: role, generation: bytes.u64(range.lowerBound + 8))
    }

    func encode(into bytes: inout [UInt8]) {
        bytes.put(role.rawValue)
        bytes.putZeros(4)
        bytes.put(generation)
    }
}

/// A switch tells a controller that its role changed: ONF extension 191 for 1.3, the message of OpenFlow 1.4.1 §7.4.4.
public struct RoleStatus: Hashable, Sendable {
    public var role: RoleRequest.Role
    /// 0 another controller became master, 1 the switch's configuration, 2 an experimenter's reason.
    public var reason: UInt8
    public var generation: UInt64
    /// Properties, whole: experimenters' are the only ones. A multiple of 8 bytes.
    public var properties: [UInt8]

    public init(role: RoleRequest.Role, reason: UInt8, generation: UInt64, properties: [UInt8] = []) {
        self.role = role
        self.reason = reason
        self.generation = generation
        self.properties = properties
    }

    static let onfType: UInt32 = 1911

    static func decode(_ bytes: RawSpan, _ range: Range<Int>) throws(OpenFlowError) -> RoleStatus {
        try require(16, in: range, "ofp_role_status")
        guard let role = RoleRequest.Role(rawValue: bytes.u32(range.lowerBound)) else {
            throw OpenFlowError(offset: range.lowerBound, field: "ofp_role_status.role", rule: .badValue)
        }
        guard range.count % 8 == 0 else {
            throw OpenFlowError(offset: range.lowerBound + 16, field: "ofp_role_status.properties", rule: .badLength)
        }
        return RoleStatus(
            role: role, reason: bytes.u8(range.lowerBound + 4), generation: bytes.u64(range.lowerBound + 8),
            properties: bytes.array((range.lowerBound + 16)..<range.upperBound))
    }

    func encode(into bytes: inout [UInt8]) {
        bytes.put(role.rawValue)
        bytes.put(reason)
        bytes.putZeros(3)
        bytes.put(generation)
        bytes.append(contentsOf: properties)
    }
}
