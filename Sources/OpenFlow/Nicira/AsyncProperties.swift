/// Changes which asynchronous messages a controller wants, in the form of OpenFlow 1.4 that Open vSwitch takes in 1.3
/// too (NXT_SET_ASYNC_CONFIG2 of nicira-ext.h). What is not named stays as it is.
public struct AsyncProperties: Hashable, Sendable {
    /// What a mask is about, for one role.
    public enum Kind: UInt16, Hashable, Sendable, CaseIterable {
        case packetInSlave = 0
        case packetInMaster = 1
        case portStatusSlave = 2
        case portStatusMaster = 3
        case flowRemovedSlave = 4
        case flowRemovedMaster = 5
        case roleStatusSlave = 6
        case roleStatusMaster = 7
        case tableStatusSlave = 8
        case tableStatusMaster = 9
        case requestForwardSlave = 10
        case requestForwardMaster = 11

        /// Bits that Open vSwitch takes on OpenFlow 1.3.
        var reasons: UInt32 {
            switch self {
            case .packetInSlave, .packetInMaster, .portStatusSlave, .portStatusMaster: 0x7
            case .flowRemovedSlave, .flowRemovedMaster: 0x3f
            case .roleStatusSlave, .roleStatusMaster: 0x7
            case .tableStatusSlave, .tableStatusMaster: 0x18
            case .requestForwardSlave, .requestForwardMaster: 0x3
            }
        }
    }

    public struct Mask: Hashable, Sendable {
        public var kind: Kind
        /// Bit n for reason n.
        public var reasons: UInt32

        public init(_ kind: Kind, reasons: UInt32) {
            self.kind = kind
            self.reasons = reasons
        }
    }

    public var masks: [Mask]

    public init(_ masks: [Mask]) { self.masks = masks }

    static func decode(_ bytes: RawSpan, _ range: Range<Int>) throws(OpenFlowError) -> AsyncProperties {
        var masks: [Mask] = []
        var offset = range.lowerBound
        while offset < range.upperBound {
            let property = try PropertyHeader.decode(bytes, offset..<range.upperBound, "ofp_async_config_prop.length")
            guard let kind = Kind(rawValue: property.type) else {
                throw OpenFlowError(offset: offset, field: "ofp_async_config_prop.type", rule: .badType)
            }
            try requireExactly(4, in: property.payload, "ofp_async_config_prop_reasons")
            let reasons = bytes.u32(property.payload.lowerBound)
            guard reasons & ~kind.reasons == 0 else {
                throw OpenFlowError(offset: offset + 4, field: "ofp_async_config_prop.mask", rule: .badValue)
            }
            masks.append(Mask(kind, reasons: reasons))
            offset = property.end
        }
        return AsyncProperties(masks)
    }

    func encode(into bytes: inout [UInt8]) {
        for mask in masks { bytes.putProperty(mask.kind.rawValue, mask.reasons) }
    }
}
