import OpenFlow
import Testing

/// Lists of actions: what is put in comes out, and bytes are taken or refused as the specification and Open vSwitch say.
struct ActionListTests {
    @Test func everyActionComesBackAsItWas() throws {
        for (name, action) in ActionCases.all + ActionCases.unknownToTheSwitch {
            let list: ActionList = [action]
            #expect(Array(list) == [action], "\(name)")
            #expect(try ActionCases.decode(ActionCases.bytes(list)) == list, "\(name)")
        }
    }

    @Test func manyActionsStandInTheirOrder() throws {
        let actions = ActionCases.all.filter { $0.name != "conjunction" }.map(\.action)
        let list = ActionList(actions)
        #expect(Array(list) == actions)
        #expect(list.byteCount == actions.reduce(0) { $0 + ActionList([$1]).byteCount })
        #expect(try ActionCases.decode(ActionCases.bytes(list)) == list)
        #expect(ActionList().isEmpty && !list.isEmpty)
    }

    /// Bytes that Open vSwitch takes, and those that it would write for the same actions.
    static let normalised: [(String, given: String, written: String)] = [
        ("padding of output", "00000010000000010000010203040506", "00000010000000010000000000000000"),
        ("set_vlan_vid", "0001000800090000", "0019001080000c021009000000000000"),
        ("set_vlan_pcp", "0002000806000000", "0019001080000e010600000000000000"),
        ("mod_dl_src", "00030010010203040506000000000000", "00190010800008060102030405060000"),
        ("mod_nw_tos", "0007000830000000", "00190010800010010c00000000000000"),
        ("set_mpls_label", "000d000800000009", "00190010800044040000000900000000"),
        ("set_tunnel", "ffff0010000023200002000000000009", "0019001080004c080000000000000009"),
        ("set_field of an older number", "00190010000004060102030405060000", "00190010800008060102030405060000"),
        (
            "move of a newer number", "ffff00180000232000060030000000008000080680000606",
            "ffff00180000232000060030000000000000040600000206"
        ),
        ("set_tp_src of no protocol", "0009000800500102", "0009000800500000"),
        (
            "load of a part of a Geneve option", "ffff001800002320002100015b040001ffff000000000000",
            "ffff001800002320002100015b040001ffff000000000000"
        ),
        (
            "load of a part of a Geneve option, more padding",
            "ffff002000002320002100015b040001ffff0000000000000000000000000000",
            "ffff001800002320002100015b040001ffff000000000000"
        ),
        ("load of a whole Geneve option", "ffff001000002320002100015a020001", "ffff001000002320002100015a020001"),
        (
            "nat with more padding",
            "ffff00300000232000230001000000000000ff0000000000"
                + "ffff0018000023200024abcd0001000000000000000000ff",
            "ffff00280000232000230001000000000000ff0000000000ffff0010000023200024000000010000"
        ),
        (
            "controller2 with meter 0", "ffff00180000232000250000000000000005000800000000",
            "ffff0010000023200025000000000000"
        ),
        (
            "clone's padding", "ffff001800002320002a0102030405060012000800000000",
            "ffff001800002320002a0000000000000012000800000000"
        ),
    ]

    @Test func otherBytesOfTheSameActionsAreWrittenAsTheSwitchWould() throws {
        for (name, given, written) in Self.normalised {
            let list = try ActionCases.decode(try #require(HexVector.bytes(given), "\(name)"))
            #expect(HexVector.text(ActionCases.bytes(list)) == written, "\(name)")
            #expect(ActionList(list) == list, "\(name)")
        }
    }

    static let refused: [(String, hex: String, field: String, rule: OpenFlowError.Rule)] = [
        ("half an action", "00000000", "ofp_action_header", .truncated),
        ("longer than its list", "0000001800000001", "ofp_action_header.len", .badLength),
        ("odd length", "0000000c0000000100000000", "ofp_action_header.len", .badLength),
        ("output to no port", "00000010ffffffff0000000000000000", "ofp_action_output.port", .badValue),
        ("output to a port too high", "000000100000ff000000000000000000", "ofp_action_output.port", .badValue),
        ("short output", "0000000800000001", "ofp_action_output.len", .badLength),
        ("unknown type", "001c000800000000", "ofp_action_header.type", .badType),
        ("push of no tag", "0011000808000000", "ofp_action_push.ethertype", .badValue),
        ("push of no label", "0013000881000000", "ofp_action_push.ethertype", .badValue),
        ("push of no service", "001a000881000000", "ofp_action_push.ethertype", .badValue),
        ("set_field, padding", "00190010800008060102030405060001", "ofp_action_set_field.pad", .badPadding),
        ("set_field, a mask", "001900188000090c010203040506ffffffffffff00000000", "ofp_action.oxm_hasmask", .badMask),
        (
            "set_field, VLAN without its bit", "0019001080000c020009000000000000", "ofp_action_set_field.field",
            .badValue
        ),
        ("set_field, priority of 4 bits", "0019001080000e010800000000000000", "ofp_action_set_field.field", .badValue),
        ("set_field of eth_type", "0019001080000a020800000000000000", "ofp_action_set_field.field", .badType),
        ("set_field of in_port", "00190010800000040000000100000000", "ofp_action_set_field.field", .badType),
        ("set_field of an unknown field", "0019001080007e040000000100000000", "ofp_action.oxm_header", .badType),
        ("set_field of ct_mark outside of ct", "001900100001d6040000000100000000", "ofp_action.field", .badType),
        (
            "load, bits outside", "ffff00180000232000070000000100040000000000000002", "nx_action_reg_load.value",
            .badValue
        ),
        (
            "load past the field", "ffff0018000023200007005f000100040000000000000000", "nx_action.ofs_nbits",
            .badValue
        ),
        ("resubmit, padding", "ffff001000002320000e000a05000001", "nx_action_resubmit.pad", .badPadding),
        ("conjunction of one", "ffff0010000023200022000100000001", "nx_action_conjunction.clause", .badValue),
        (
            "conjunction beside another action", "ffff00100000232000220002000000010012000800000000",
            "nx_action_conjunction", .badType
        ),
        ("nat outside of ct", "ffff0010000023200024000000000000", "nx_action_nat", .badType),
        (
            "ct that forces and commits not", "ffff00180000232000230002000000000000ff0000000000",
            "nx_action_conntrack.flags", .badValue
        ),
        (
            "ct with an output",
            "ffff00280000232000230001000000000000ff000000000000000010000000010000000000000000",
            "nx_action_conntrack.actions", .badType
        ),
        (
            "ct that commits not, with a mark",
            "ffff00280000232000230000000000000000ff0000000000001900100001d6040000000100000000",
            "nx_action_conntrack.flags", .badValue
        ),
        (
            "zone of 8 bits", "ffff00180000232000230000000100040007ff0000000000",
            "nx_action_conntrack.zone_ofs_nbits", .badValue
        ),
        ("output of 13 bytes", "ffff001000002320002700010000000d", "nx_action_output_trunc.max_len", .badValue),
        (
            "write_metadata", "ffff00200000232000160000000000000000000000000001ffffffffffffffff",
            "nx_action_write_metadata", .badType
        ),
    ]

    @Test func whatASwitchRefusesIsRefused() throws {
        for (name, hex, field, rule) in Self.refused {
            let bytes = try #require(HexVector.bytes(hex), "\(name)")
            let error = #expect(throws: OpenFlowError.self, "\(name)") { try ActionCases.decode(bytes) }
            #expect(error?.field == field && error?.rule == rule, "\(name): \(String(describing: error))")
        }
    }

    /// Whatever is taken is a list that its own actions make again, byte for byte.
    @Test func everyBitFlipOfEveryAction() throws {
        for (name, action) in ActionCases.all + ActionCases.unknownToTheSwitch {
            let original = ActionCases.bytes([action])
            for bit in 0..<(original.count * 8) {
                var bytes = original
                bytes[bit / 8] ^= 1 << UInt8(bit % 8)
                guard let list = try? ActionCases.decode(bytes) else { continue }
                let rebuilt = ActionList(list)
                if rebuilt != list { Issue.record("\(name): \(HexVector.text(bytes)) is built as other bytes") }
                if (try? ActionCases.decode(ActionCases.bytes(list))) != list {
                    Issue.record("\(name): \(HexVector.text(bytes)) is read again as another list")
                }
            }
        }
    }
}
