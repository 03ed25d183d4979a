import OpenFlow
import Testing

/// Lists of instructions: their order, what may stand beside what, and what a match says of the actions.
struct InstructionListTests {
    private static let out: FlowAction = .output(port: 1, maxLength: 0)

    @Test func instructionsStandInTheOrderOfExecution() {
        let list: InstructionList = [
            .gotoTable(9), .writeMetadata(value: 1, mask: 3), .writeActions([.group(1)]), .clearActions,
            .applyActions([Self.out]), .meter(4),
        ]
        #expect(
            Array(list) == [
                .meter(4), .applyActions([Self.out]), .clearActions, .writeActions([.group(1)]),
                .writeMetadata(value: 1, mask: 3), .gotoTable(9),
            ])
        #expect(InstructionList(Array(list).reversed()) == list)
    }

    @Test func anInstructionTakesThePlaceOfOneOfItsKind() {
        var list: InstructionList = [.meter(1), .applyActions([Self.out]), .gotoTable(3)]
        list.append(.applyActions([.exit, Self.out]))
        list.append(.gotoTable(4))
        #expect(Array(list) == [.meter(1), .applyActions([.exit, Self.out]), .gotoTable(4)])
        list.append(.applyActions([]))
        #expect(Array(list) == [.meter(1), .gotoTable(4)])
    }

    @Test func noActionsAreNoInstruction() {
        #expect(([.applyActions([]), .writeActions([])] as InstructionList).isEmpty)
        #expect(InstructionList().byteCount == 0)
    }

    /// A flow-mod whose instructions are these bytes.
    private static func message(
        _ instructions: String, table: UInt8 = 1, match: FlowMatch = FlowMatch()
    ) throws -> [UInt8] {
        var bytes = OpenFlowMessage.flowMod(FlowMod(table: table, match: match)).encode(xid: 1)
        bytes += try #require(HexVector.bytes(instructions))
        bytes[2] = UInt8(bytes.count >> 8)
        bytes[3] = UInt8(bytes.count & 0xff)
        return bytes
    }

    private static func decode(_ bytes: [UInt8]) throws -> InstructionList {
        guard case .flowMod(let mod) = try OpenFlowMessage.decode(bytes).message else { return [] }
        return mod.instructions
    }

    static let refused: [(String, hex: String, field: String, rule: OpenFlowError.Rule)] = [
        ("half an instruction", "00010004", "ofp_instruction", .truncated),
        ("odd length", "0004000c0000000000000000", "ofp_instruction.len", .badLength),
        ("longer than the message", "0004001000000000", "ofp_instruction.len", .badLength),
        ("unknown type", "0007000800000000", "ofp_instruction.type", .badType),
        ("an experimenter's", "ffff000800002320", "ofp_instruction.type", .badType),
        ("one twice", "00010008020000000001000803000000", "ofp_instruction.type", .duplicate),
        ("goto of 16 bytes", "00010010020000000000000000000000", "ofp_instruction.len", .badLength),
        ("goto to its own table", "0001000801000000", "ofp_instruction_goto_table.table_id", .badValue),
        ("meter 0", "0006000800000000", "ofp_instruction_meter.meter_id", .badValue),
        ("a reserved meter", "00060008ffff0001", "ofp_instruction_meter.meter_id", .badValue),
        (
            "conjunction and goto", "0004001800000000ffff00100000232000220002000000010001000802000000",
            "nx_action_conjunction", .badType
        ),
        ("conjunction to write", "0003001800000000ffff0010000023200022000200000001", "nx_action_conjunction", .badType),
        ("a clone to write", "0003001800000000ffff001000002320002a000000000000", "ofp_action.actions", .badType),
        (
            "write_metadata twice",
            "0004002800000000ffff00200000232000160000000000000000000000000001ffffffffffffffff"
                + "000200180000000000000000000000010000000000000001",
            "nx_action_write_metadata", .badType
        ),
        (
            "an action behind write_metadata",
            "0004003000000000ffff00200000232000160000000000000000000000000001ffffffffffffffff0016000800000001",
            "nx_action_write_metadata", .badType
        ),
    ]

    @Test func whatASwitchRefusesIsRefused() throws {
        for (name, hex, field, rule) in Self.refused {
            let bytes = try Self.message(hex)
            let error = #expect(throws: OpenFlowError.self, "\(name)") { try Self.decode(bytes) }
            #expect(error?.field == field && error?.rule == rule, "\(name): \(String(describing: error))")
        }
    }

    @Test func otherBytesOfTheSameInstructionsAreWrittenAsTheSwitchWould() throws {
        let cases: [(String, hex: String, InstructionList)] = [
            ("order", "00010008020000000006000800000004", [.meter(4), .gotoTable(2)]),
            ("padding", "00010008020102030005000801020304", [.clearActions, .gotoTable(2)]),
            ("no actions", "00040008000000000003000800000001", []),
            (
                "write_metadata at the end",
                "0004003000000000001600080000000" + "1ffff00200000232000160000000000000000000000000005000000000000000f",
                [.applyActions([.group(1)]), .writeMetadata(value: 5, mask: 15)]
            ),
        ]
        for (name, hex, expected) in cases {
            #expect(try Self.decode(try Self.message(hex)) == expected, "\(name)")
        }
    }

    private static func match(_ fields: [(MatchField, UInt128)]) -> FlowMatch {
        var match = FlowMatch()
        for (field, value) in fields { match.set(field, value) }
        return match
    }

    private static let ipv4: [(MatchField, UInt128)] = [(.ethType, 0x0800)]
    private static let tcp: [(MatchField, UInt128)] = ipv4 + [(.ipProtocol, 6)]
    private static let tagged: [(MatchField, UInt128)] = [(.vlanID, 0x1005)]
    private static let mpls: [(MatchField, UInt128)] = [(.ethType, 0x8847)]

    /// Actions, a match that they go with, and one that they do not.
    private static let prerequisites:
        [(String, ActionList, with: [(MatchField, UInt128)], without: [(MatchField, UInt128)])] = [
            ("dec_ttl", [.decrementTTL], ipv4, mpls), ("dec_mpls_ttl", [.decrementMPLSTTL], mpls, ipv4),
            ("nw_src", [.setField(.ipv4Source, value: 1)], ipv4, [(.ethType, 0x86dd)]),
            ("tcp_src", [.setField(.tcpSource, value: 1)], tcp, ipv4),
            ("vlan_pcp", [.setField(.vlanPriority, value: 1)], tagged, []),
            ("vlan_vid", [.setField(.vlanID, value: 0x1001)], tagged, []), ("pop_vlan", [.popVLAN], tagged, []),
            ("pop_mpls", [.popMPLS(etherType: 0x0800)], mpls, ipv4),
            (
                "move",
                [
                    .registerMove(
                        source: .ipv4Source, sourceOffset: 0, destination: .reg(0), destinationOffset: 0, bits: 32)
                ],
                ipv4, []
            ),
            ("load", [.registerLoad(.arpTPA, offset: 0, bits: 32, value: 1)], [(.ethType, 0x0806)], ipv4),
            ("push", [.stackPush(.ipv4Source, offset: 0, bits: 8)], ipv4, mpls),
            ("ct", [.connectionTracking(ConnectionTracking(zone: .immediate(1)))], ipv4, mpls),
            (
                "ct with FTP",
                [.connectionTracking(ConnectionTracking(flags: .commit, zone: .immediate(1), helper: 21))], tcp, ipv4
            ),
            (
                "a tag that was pushed", [.pushVLAN(etherType: 0x8100), .setField(.vlanPriority, value: 1)], [],
                mpls + [(.vlanID, 0x1001), (.packetType, 0x1_8847)]
            ),
            ("a third tag", [.pushVLAN(etherType: 0x8100), .pushVLAN(etherType: 0x8100)], [], tagged),
            (
                "a label that was pushed",
                [.pushMPLS(etherType: 0x8847), .setMPLSTTL(3), .popMPLS(etherType: 0x0800), .decrementTTL], ipv4,
                [(.packetType, 0x1_0800)]
            ),
            ("inside of a clone", [.clone([.decrementTTL])], ipv4, []),
            ("behind a clone that pops", [.clone([.popVLAN]), .setField(.vlanPriority, value: 1)], tagged, []),
        ]

    @Test func actionsGoWithTheMatchAsItIsWhenTheyCome() throws {
        for (name, actions, with, without) in Self.prerequisites {
            for (fields, isTaken) in [(with, true), (without, false)] {
                let mod = FlowMod(table: 1, match: Self.match(fields), instructions: [.applyActions(actions)])
                let bytes = OpenFlowMessage.flowMod(mod).encode(xid: 1)
                do {
                    let list = try Self.decode(bytes)
                    #expect(isTaken && list == mod.instructions, "\(name) with \(fields)")
                } catch let error as OpenFlowError {
                    #expect(!isTaken && error.rule == .missingPrerequisite, "\(name) with \(fields): \(error)")
                }
            }
        }
    }

    @Test func anActionSetAsksLess() throws {
        let soft = FlowMod(table: 1, instructions: [.writeActions([.decrementTTL, .popVLAN, .group(1)])])
        #expect(try Self.decode(OpenFlowMessage.flowMod(soft).encode(xid: 1)) == soft.instructions)
        let hard = FlowMod(table: 1, instructions: [.writeActions([.setField(.ipv4Source, value: 1)])])
        #expect(throws: OpenFlowError.self) { try Self.decode(OpenFlowMessage.flowMod(hard).encode(xid: 1)) }
    }

    /// The older action on a port sets the port of the match's protocol.
    @Test func anOlderActionOnPortsIsASetFieldOfTheProtocol() throws {
        let bytes = try Self.message("00040010000000000009000800500000", match: Self.match(Self.tcp))
        #expect(try Self.decode(bytes) == [.applyActions([.setField(.tcpSource, value: 80)])])
    }
}
