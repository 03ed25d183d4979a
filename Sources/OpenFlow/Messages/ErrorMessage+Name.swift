extension ErrorMessage {
    /// The code's name: of OpenFlow 1.3.5 §7.4.4 ("OFPBRC_BAD_TYPE"), of ONF's extensions for 1.3, which are named as
    /// the version of OpenFlow that took them up, or of Nicira's ("NXBRC_MUST_BE_ZERO"). Nil where it has none.
    public var name: String? {
        switch type {
        case Kind.helloFailed: return Self.helloFailedName(code)
        case Kind.badRequest: return Self.badRequestName(code)
        case Kind.badAction: return Self.badActionName(code)
        case Kind.badInstruction: return Self.badInstructionName(code)
        case Kind.badMatch: return Self.badMatchName(code)
        case Kind.flowModFailed: return Self.flowModFailedName(code)
        case Kind.groupModFailed: return Self.groupModFailedName(code)
        case Kind.portModFailed: return Self.portModFailedName(code)
        case Kind.tableModFailed: return Self.tableModFailedName(code)
        case Kind.queueOperationFailed: return Self.queueOperationFailedName(code)
        case Kind.switchConfigFailed: return Self.switchConfigFailedName(code)
        case Kind.roleRequestFailed: return Self.roleRequestFailedName(code)
        case Kind.meterModFailed: return Self.meterModFailedName(code)
        case Kind.tableFeaturesFailed: return Self.tableFeaturesFailedName(code)
        case Kind.experimenter:
            switch experimenter {
            case ExperimenterID.onf: return Self.onfName(code)
            case ExperimenterID.nicira: return Self.niciraName(code)
            default: return nil
            }
        default: return nil
        }
    }

    /// The type's name ("OFPET_BAD_REQUEST"); nil where it has none.
    public var typeName: String? {
        switch type {
        case Kind.helloFailed: return "OFPET_HELLO_FAILED"
        case Kind.badRequest: return "OFPET_BAD_REQUEST"
        case Kind.badAction: return "OFPET_BAD_ACTION"
        case Kind.badInstruction: return "OFPET_BAD_INSTRUCTION"
        case Kind.badMatch: return "OFPET_BAD_MATCH"
        case Kind.flowModFailed: return "OFPET_FLOW_MOD_FAILED"
        case Kind.groupModFailed: return "OFPET_GROUP_MOD_FAILED"
        case Kind.portModFailed: return "OFPET_PORT_MOD_FAILED"
        case Kind.tableModFailed: return "OFPET_TABLE_MOD_FAILED"
        case Kind.queueOperationFailed: return "OFPET_QUEUE_OP_FAILED"
        case Kind.switchConfigFailed: return "OFPET_SWITCH_CONFIG_FAILED"
        case Kind.roleRequestFailed: return "OFPET_ROLE_REQUEST_FAILED"
        case Kind.meterModFailed: return "OFPET_METER_MOD_FAILED"
        case Kind.tableFeaturesFailed: return "OFPET_TABLE_FEATURES_FAILED"
        case Kind.experimenter: return "OFPET_EXPERIMENTER"
        default: return nil
        }
    }

    /// An error by its code's name; nil for a name that `name` never gives.
    public init?(name: String, data: [UInt8] = []) {
        for type in Kind.helloFailed...Kind.tableFeaturesFailed {
            for code in 0..<Self.codesOfOneType {
                self.init(type: type, code: code, data: data)
                if self.name == name { return }
            }
        }
        for experimenter in [ExperimenterID.nicira, ExperimenterID.onf] {
            for code in 0..<Self.codesOfOneExperimenter {
                self.init(type: Kind.experimenter, code: code, experimenter: experimenter, data: data)
                if self.name == name { return }
            }
        }
        return nil
    }

    /// Bounds of the numbers that have names.
    private static let codesOfOneType: UInt16 = 16
    private static let codesOfOneExperimenter: UInt16 = 4_500
}
