extension OpenFlowError {
    /// The error message by which a switch refuses `message`, the whole message in which this error was found: with the type and
    /// code that Open vSwitch would most nearly give, and as much of the message as fits. It goes out under the message's xid.
    public func reply(to message: [UInt8]) -> ErrorMessage {
        var (type, code) = typeAndCode
        var experimenter: UInt32 = 0
        if type == ErrorMessage.Kind.experimenter {
            experimenter = code >= Self.firstCodeOfONF ? ExperimenterID.onf : ExperimenterID.nicira
        }
        if scope == .channel { (type, code) = (ErrorMessage.Kind.badRequest, rule == .badVersion ? 0 : 6) }
        return ErrorMessage(
            type: type, code: code, experimenter: experimenter, data: Array(message.prefix(Self.quotedLength)))
    }

    /// Nicira's numbers lie below it.
    private static let firstCodeOfONF: UInt16 = 2_300

    /// Bytes of a message that an error can hold beside its own headers.
    private static let quotedLength = OpenFlowLimit.messageLength - 16

    /// By the structure that is wrong; a structure that has no errors of its own makes a bad request.
    private var typeAndCode: (type: UInt16, code: UInt16) {
        if field.hasPrefix("oxm_") || field.hasPrefix("ofp_match") { return (ErrorMessage.Kind.badMatch, matchCode) }
        if field.hasPrefix("ofp_action") || field.hasPrefix("nx_action") {
            return (ErrorMessage.Kind.badAction, actionCode)
        }
        if field.hasPrefix("ofp_instruction") {
            if rule == .duplicate { return (ErrorMessage.Kind.experimenter, 2600) }
            return (ErrorMessage.Kind.badInstruction, instructionCode)
        }
        if field.hasPrefix("ofp_bucket") || field.hasPrefix("ofp_group_mod.") {
            return (ErrorMessage.Kind.groupModFailed, groupCode)
        }
        if field.hasPrefix("ofp_table_feature") { return (ErrorMessage.Kind.tableFeaturesFailed, tableFeaturesCode) }
        switch field {
        case "ofp_flow_mod.command": return (ErrorMessage.Kind.flowModFailed, 6)
        case "ofp_flow_mod.flags": return (ErrorMessage.Kind.flowModFailed, 7)
        case "ofp_flow_mod.table_id": return (ErrorMessage.Kind.flowModFailed, 2)
        // A number that no port can have is a bad output port to Open vSwitch, whatever the message is about.
        case "ofp_flow_mod.out_port", "ofp_port_mod.port_no", "ofp_port_stats_request.port_no",
            "ofp_queue_stats_request.port_no", "ofp_queue_get_config_request.port",
            "onf_flow_monitor_request.out_port", "ofp_flow_stats_request.out_port",
            "ofp_packet_out.in_port":
            return (ErrorMessage.Kind.badAction, 4)
        case "ofp_queue_get_config_request.port (reserved)": return (ErrorMessage.Kind.queueOperationFailed, 0)
        case "ofp_switch_config.flags": return (ErrorMessage.Kind.switchConfigFailed, 0)
        case "ofp_role_request.role": return (ErrorMessage.Kind.roleRequestFailed, 2)
        case "ofp_meter_mod.command": return (ErrorMessage.Kind.meterModFailed, 4)
        case "ofp_meter_mod.flags": return (ErrorMessage.Kind.meterModFailed, 5)
        case "ofp_meter_mod.meter_id": return (ErrorMessage.Kind.meterModFailed, 2)
        case "ofp_meter_band_header.type": return (ErrorMessage.Kind.meterModFailed, 8)
        case "ofp_packet_out.in_port (reserved)": return (ErrorMessage.Kind.badRequest, 11)
        default: return experimenterCode ?? (ErrorMessage.Kind.badRequest, requestCode)
        }
    }

    /// Of the extensions' structures.
    private var experimenterCode: (type: UInt16, code: UInt16)? {
        let type = ErrorMessage.Kind.experimenter
        switch field {
        case "ofp_bundle_ctrl_msg.type": return (type, 2306)
        case "ofp_bundle_add_msg.message.length": return (type, 2308)
        case "ofp_bundle_add_msg.message.xid": return (type, 2309)
        case "ofp_bundle_add_msg.message.type": return (type, 2310)
        case "onf_flow_monitor_request.flags": return (type, 7)
        case "onf_flow_update_header.event": return (type, 9)
        case "ofp_port_status.reason": return (type, 5)
        case "nx_tlv_table_mod.command": return (type, 16)
        case "nx_tlv_map.option_len": return (type, 17)
        case "nx_tlv_map.index": return (type, 18)
        default: return rule == .badPadding ? (type, 4) : nil
        }
    }

    private var requestCode: UInt16 {
        switch rule {
        case .badVersion: 0
        case .badType: 1
        case .badValue, .badMask, .duplicate, .missingPrerequisite, .truncated, .badLength, .badPadding, .limit: 6
        }
    }

    private var matchCode: UInt16 {
        switch rule {
        case .badType: 0
        case .truncated, .badLength, .badPadding, .limit, .badVersion: 1
        case .badValue: 7
        case .badMask: 8
        case .missingPrerequisite: 9
        case .duplicate: 10
        }
    }

    private var actionCode: UInt16 {
        switch rule {
        case .badType: 0
        case .truncated, .badLength: 1
        case .limit: 7
        case .missingPrerequisite: 10
        case .badValue, .badMask, .badPadding, .duplicate, .badVersion: 5
        }
    }

    private var instructionCode: UInt16 {
        switch rule {
        case .badType: 0
        case .badValue: 2
        case .truncated, .badLength, .badPadding, .limit, .badVersion: 7
        case .badMask: 4
        case .missingPrerequisite, .duplicate: 1
        }
    }

    private var groupCode: UInt16 {
        switch field {
        case "ofp_group_mod.command": 11
        case "ofp_group_mod.type": 10
        case "ofp_bucket.watch_port": 13
        case "ofp_group_mod.group_id", "ofp_group_mod.buckets": 1
        default: 12
        }
    }

    private var tableFeaturesCode: UInt16 {
        switch rule {
        case .badType: 2
        case .truncated, .badLength: 3
        default: field == "ofp_table_features.table_id" ? 0 : 4
        }
    }
}
