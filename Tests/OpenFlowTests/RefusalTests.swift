import OpenFlow
import Testing

/// What Open vSwitch refuses is refused by the codec, for the same reason.
struct RefusalTests {
    struct Refusal: CustomTestStringConvertible {
        let request: HexVector
        let answer: HexVector

        var testDescription: String { request.name }

        static let all = stride(from: 0, to: HexVector.refusals.count - 1, by: 2).map {
            Refusal(request: HexVector.refusals[$0], answer: HexVector.refusals[$0 + 1])
        }
    }

    @Test(arguments: Refusal.all)
    func theErrorIsTheSwitchesOwn(_ refusal: Refusal) throws {
        let (xid, message) = try OpenFlowMessage.decode(refusal.answer.bytes)
        guard case .error(let expected) = message else {
            Issue.record("no error")
            return
        }
        do {
            let taken = try OpenFlowMessage.decode(refusal.request.bytes).message
            Issue.record("taken: \(taken)")
        } catch {
            let answer = error.reply(to: refusal.request.bytes)
            #expect(answer.name == expected.name)
            #expect(answer.name != nil)
            #expect(
                HexVector.text(OpenFlowMessage.error(answer).encode(xid: xid)) == HexVector.text(refusal.answer.bytes))
        }
    }

    @Test func aRefusalOfALongMessageFitsAMessage() {
        let long = [UInt8](repeating: 4, count: OpenFlowLimit.messageLength)
        let error = OpenFlowError(offset: 0, field: "ofp_bundle_add_msg.message.xid", rule: .badValue)
        let message = OpenFlowMessage.error(error.reply(to: long)).encode(xid: 1)
        #expect(message.count <= OpenFlowLimit.messageLength)
        #expect(message.count > OpenFlowLimit.messageLength - 16)
    }

    /// A structure's name, the rule, and the name of the code that tells of it.
    @Test(arguments: [
        ("oxm_field", OpenFlowError.Rule.duplicate, "OFPBMC_DUP_FIELD"),
        ("oxm_field", .missingPrerequisite, "OFPBMC_BAD_PREREQ"),
        ("ofp_match.length", .badLength, "OFPBMC_BAD_LEN"),
        ("ofp_action_header.len", .badLength, "OFPBAC_BAD_LEN"),
        ("ofp_instruction.type", .badType, "OFPBIC_UNKNOWN_INST"),
        ("ofp_instruction.type", .duplicate, "OFPBIC_DUP_INST"),
        ("ofp_flow_mod.command", .badValue, "OFPFMFC_BAD_COMMAND"),
        ("ofp_bucket.len", .badLength, "OFPGMFC_BAD_BUCKET"),
        ("ofp_bucket.watch_port", .badValue, "OFPGMFC_BAD_WATCH"),
        ("ofp_meter_mod.flags", .badValue, "OFPMMFC_BAD_FLAGS"),
        ("ofp_table_feature_prop_header.length", .badLength, "OFPTFFC_BAD_LEN"),
        ("ofp_bundle_add_msg.message.xid", .badValue, "OFPBFC_MSG_BAD_XID"),
        ("nx_tlv_map.option_len", .badLength, "NXTTMFC_BAD_OPT_LEN"),
        ("ofp_header.length", .badLength, "OFPBRC_BAD_LEN"),
    ])
    func codes(_ field: String, _ rule: OpenFlowError.Rule, _ name: String) {
        #expect(OpenFlowError(offset: 0, field: field, rule: rule).reply(to: []).name == name)
    }
}
