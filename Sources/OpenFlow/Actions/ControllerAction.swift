/// Nicira's second form of output to a controller (`controller` of ovs-actions(7)).
public struct ControllerAction: Hashable, Sendable {
    /// Bytes of the packet that the controller gets.
    public var maxLength: UInt16
    /// The connection id of the controllers that get it.
    public var id: UInt16
    /// A reason of `ofp_packet_in_reason`.
    public var reason: UInt8
    /// Data that comes back with the packet-in.
    public var userdata: [UInt8]
    /// Whether the pipeline stops until the controller resumes it.
    public var pauses: Bool
    /// The number of the meter that limits the packets, which is not 0; `nil` for none.
    public var meter: UInt32?

    /// OFPR_ACTION of OpenFlow 1.3.5 §7.4.1.
    public static let reasonAction: UInt8 = 1

    public init(
        maxLength: UInt16 = .max, id: UInt16 = 0, reason: UInt8 = reasonAction, userdata: [UInt8] = [],
        pauses: Bool = false, meter: UInt32? = nil
    ) {
        self.maxLength = maxLength
        self.id = id
        self.reason = reason
        self.userdata = userdata
        self.pauses = pauses
        self.meter = meter
    }

    /// Types of its properties, and the meter's number for none.
    private enum Property {
        static let maxLength: UInt16 = 0
        static let id: UInt16 = 1
        static let reason: UInt16 = 2
        static let userdata: UInt16 = 3
        static let pause: UInt16 = 4
        static let meter: UInt16 = 5
        static let noMeter: UInt32 = 0
    }

    /// Reads the properties after a header of 16 bytes.
    static func decode(_ bytes: RawSpan, _ range: Range<Int>) throws(OpenFlowError) -> ControllerAction {
        let start = range.lowerBound
        guard range.count >= 16, bytes.isZero((start + 10)..<(start + 16)) else {
            throw OpenFlowError(offset: start + 10, field: "nx_action_controller2.pad", rule: .badPadding)
        }
        var action = ControllerAction()
        var offset = start + 16
        while offset < range.upperBound {
            try require(4, in: offset..<range.upperBound, "nx_action_controller2_prop")
            let length = Int(bytes.u16(offset + 2))
            let padded = (length + 7) / 8 * 8
            guard length >= 4, padded <= range.upperBound - offset else {
                throw OpenFlowError(offset: offset + 2, field: "nx_action_controller2_prop.len", rule: .badLength)
            }
            try action.take(bytes, offset..<(offset + length))
            offset += padded
        }
        return action
    }

    private mutating func take(_ bytes: RawSpan, _ range: Range<Int>) throws(OpenFlowError) {
        let type = bytes.u16(range.lowerBound)
        let first = range.lowerBound + 4
        let count = range.upperBound - first
        func refused(_ rule: OpenFlowError.Rule) -> OpenFlowError {
            OpenFlowError(offset: range.lowerBound, field: "nx_action_controller2_prop", rule: rule)
        }
        switch type {
        case Property.maxLength:
            guard count >= 2 else { throw refused(.badLength) }
            maxLength = bytes.u16(first)
        case Property.id:
            guard count >= 2 else { throw refused(.badLength) }
            id = bytes.u16(first)
        case Property.reason:
            guard count >= 1 else { throw refused(.badLength) }
            reason = bytes.u8(first)
        case Property.userdata: userdata = bytes.array(first..<range.upperBound)
        case Property.pause: pauses = true
        case Property.meter:
            guard count == 4 else { throw refused(.badLength) }
            let number = bytes.u32(first)
            meter = number == Property.noMeter ? nil : number
        default: throw refused(.badType)
        }
    }

    /// Appends what follows the subtype: padding and the properties that differ from what they are without.
    func encode(into bytes: inout [UInt8]) {
        bytes.putZeros(6)
        func put(_ type: UInt16, _ length: Int) {
            bytes.put(type)
            bytes.put(UInt16(truncatingIfNeeded: 4 + length))
        }
        if maxLength != .max {
            put(Property.maxLength, 4)
            bytes.put(maxLength)
            bytes.putZeros(2)
        }
        if id != 0 {
            put(Property.id, 4)
            bytes.put(id)
            bytes.putZeros(2)
        }
        if reason != Self.reasonAction {
            put(Property.reason, 1)
            bytes.put(reason)
            bytes.putZeros(3)
        }
        if !userdata.isEmpty {
            put(Property.userdata, userdata.count)
            bytes.append(contentsOf: userdata)
            bytes.putZeros((4 - userdata.count % 8 + 8) % 8)
        }
        if pauses {
            put(Property.pause, 0)
            bytes.putZeros(4)
        }
        if let meter, meter != Property.noMeter {
            put(Property.meter, 4)
            bytes.put(meter)
        }
    }
}
