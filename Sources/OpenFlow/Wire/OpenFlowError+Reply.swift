extension OpenFlowError {
    /// The error message by which a switch refuses `message`, the whole message in which this error was found: with the
    /// type and code that Open vSwitch would most nearly give, and as much of the message as fits. It goes out under
    /// the message's xid.
    public func reply(to message: [UInt8]) -> ErrorMessage {
        let code = isCutShort(message) ? .badRequest(6) : answer
        return ErrorMessage(
            type: code.type, code: code.code, experimenter: code.experimenter,
            data: Array(message.prefix(Self.quotedLength)))
    }

    /// Bytes of a message that an error can hold beside its own headers.
    private static let quotedLength = OpenFlowLimit.messageLength - 16

    /// A type and code of an error message.
    private struct Answer {
        let type: UInt16
        let code: UInt16
        var experimenter: UInt32 = 0

        static func badRequest(_ code: UInt16) -> Answer { Answer(type: ErrorMessage.Kind.badRequest, code: code) }
        static func badAction(_ code: UInt16) -> Answer { Answer(type: ErrorMessage.Kind.badAction, code: code) }
        static func group(_ code: UInt16) -> Answer { Answer(type: ErrorMessage.Kind.groupModFailed, code: code) }
        static func flow(_ code: UInt16) -> Answer { Answer(type: ErrorMessage.Kind.flowModFailed, code: code) }
        static func meter(_ code: UInt16) -> Answer { Answer(type: ErrorMessage.Kind.meterModFailed, code: code) }
        /// OpenFlow 1.3 has no errors for the properties of later versions but those of table features.
        static func property(_ code: UInt16) -> Answer {
            Answer(type: ErrorMessage.Kind.tableFeaturesFailed, code: code)
        }
        static func onf(_ code: UInt16) -> Answer {
            Answer(type: ErrorMessage.Kind.experimenter, code: code, experimenter: ExperimenterID.onf)
        }
        static func nicira(_ code: UInt16) -> Answer {
            Answer(type: ErrorMessage.Kind.experimenter, code: code, experimenter: ExperimenterID.nicira)
        }
    }

    /// Whether the message's length alone shows that it is not whole: most types come in multiples of eight bytes, and
    /// Open vSwitch looks at that first.
    private func isCutShort(_ message: [UInt8]) -> Bool {
        guard message.count >= MessageHeader.size, message.count % 8 != 0, scope == .message else { return false }
        switch message[1] {
        case MessageType.flowMod, MessageType.groupMod, MessageType.portMod, MessageType.tableMod, MessageType.meterMod,
            MessageType.flowRemoved, MessageType.portStatus, MessageType.multipartRequest, MessageType.roleRequest,
            MessageType.queueGetConfigRequest, MessageType.queueGetConfigReply, MessageType.setAsync:
            return true
        case MessageType.experimenter:
            return field.hasPrefix("nx_") || field.hasPrefix("ofp_requestforward")
                || field.hasPrefix("ofp_async_config_prop")
        default: return false
        }
    }

    /// By the structure that is wrong; a structure that has no errors of its own makes a bad request.
    private var answer: Answer {
        if scope == .channel { return .badRequest(rule == .badVersion ? 0 : 6) }
        if let answer = answerOfField ?? answerOfExtension { return answer }
        // A number that no port can have is a bad output port to Open vSwitch, whatever the message is about.
        if rule == .badValue, field.hasSuffix("port") || field.hasSuffix("port_no") { return .badAction(4) }
        if field.hasPrefix("oxm_") || field.hasPrefix("ofp_match") {
            return Answer(type: ErrorMessage.Kind.badMatch, code: matchCode)
        }
        if field.hasPrefix("ofp_action") || field.hasPrefix("nx_action") { return actionAnswer }
        if field.hasPrefix("ofp_instruction") { return instructionAnswer }
        if field.hasPrefix("ofp_bucket") { return .group(12) }
        if field.hasPrefix("ofp_table_feature") { return .property(propertyCode) }
        if rule == .badPadding { return .nicira(4) }
        return .badRequest(rule == .badType ? 1 : rule == .badVersion ? 0 : 6)
    }

    private var answerOfField: Answer? {
        switch field {
        case "ofp_flow_mod.command": .flow(6)
        case "ofp_flow_mod.flags": .flow(7)
        case "ofp_flow_mod.table_id": .flow(2)
        case "ofp_group_mod.command": .group(11)
        case "ofp_group_mod.type": .group(10)
        case "ofp_group_mod.group_id", "ofp_group_mod.buckets": .group(1)
        case "ofp_bucket.watch": .group(6)
        case "ofp_bucket.watch_port": .group(13)
        case "ofp_meter_mod.command": .meter(4)
        case "ofp_meter_mod.flags": .meter(5)
        case "ofp_meter_mod.meter_id": .meter(2)
        case "ofp_meter_band_header.type": .meter(8)
        case "ofp_table_features.table_id": .property(0)
        case "ofp_packet_out.in_port (reserved)": .badRequest(11)
        case "ofp_queue_get_config_request.port (reserved)":
            Answer(type: ErrorMessage.Kind.queueOperationFailed, code: 0)
        case "ofp_switch_config.flags": Answer(type: ErrorMessage.Kind.switchConfigFailed, code: 0)
        case "ofp_role_request.role", "ofp_role_status.role":
            Answer(type: ErrorMessage.Kind.roleRequestFailed, code: 2)
        default: nil
        }
    }

    private var answerOfExtension: Answer? {
        switch field {
        case "ofp_bundle_ctrl_msg.type": .onf(2306)
        case "ofp_bundle_add_msg", "ofp_bundle_add_msg.message.length", "ofp_requestforward_header",
            "ofp_requestforward_header.request.length":
            .onf(2308)
        case "ofp_bundle_add_msg.message.xid": .onf(2309)
        case "ofp_bundle_add_msg.message.type", "ofp_requestforward_header.request": .onf(2310)
        case "ofp_async_config_prop.mask": .onf(2370)
        case "ofp_async_config_prop.type": .onf(2371)
        case "ofp_async_config_prop.length", "ofp_async_config_prop_reasons", "nx_packet_in2_prop.length",
            "nx_packet_in2_prop.type", "nx_ct_flush_tlv.length", "nx_ct_flush_tlv.type", "nx_ct_flush_tuple_tlv",
            "nx_ct_flush_tuple_tlv.length", "nx_ct_flush_tuple_tlv.type":
            .property(propertyCode)
        case "nx_set_packet_in_format.format": .badRequest(5)
        case "onf_flow_monitor_request.flags": .nicira(7)
        case "onf_flow_update_header.event": .nicira(9)
        case "ofp_port_status.reason": .nicira(5)
        case "nx_tlv_table_mod.command": .nicira(16)
        case "nx_tlv_map.option_len": .nicira(17)
        case "nx_tlv_map.index": .nicira(18)
        default: nil
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

    private var actionAnswer: Answer {
        switch rule {
        case .badType: field.hasPrefix("ofp_action_set_field") ? .badAction(13) : .badAction(0)
        case .truncated, .badLength: .badAction(1)
        case .limit: .badAction(7)
        case .missingPrerequisite: .badAction(10)
        case .badPadding: field.hasPrefix("ofp_action_set_field") ? .badAction(15) : .nicira(4)
        case .badMask: .badAction(14)
        case .badValue, .duplicate, .badVersion: .badAction(5)
        }
    }

    private var instructionAnswer: Answer {
        let kind = ErrorMessage.Kind.badInstruction
        return switch rule {
        case .badType: Answer(type: kind, code: 0)
        case .badValue: Answer(type: kind, code: 2)
        case .truncated, .badLength, .badPadding, .limit, .badVersion: Answer(type: kind, code: 7)
        case .badMask: Answer(type: kind, code: 4)
        case .missingPrerequisite: Answer(type: kind, code: 1)
        case .duplicate: .onf(2600)
        }
    }

    private var propertyCode: UInt16 {
        switch rule {
        case .badType: 2
        case .truncated, .badLength: 3
        case .badPadding, .badValue, .badMask, .duplicate, .missingPrerequisite, .badVersion, .limit: 4
        }
    }
}
