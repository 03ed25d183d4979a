import OpenFlow
import Testing

struct FlowMatchTests {
    /// A flow-mod with these bytes as its match's fields.
    private func decode(_ fields: String) throws -> FlowMatch {
        let body = HexVector.bytes(fields.replacing(" ", with: "")) ?? []
        let padding = (8 - (body.count + 4) % 8) % 8
        var bytes: [UInt8] = OpenFlowMessage.flowMod(FlowMod(table: 0)).encode(xid: 1)
        bytes.removeLast(8)
        bytes += [0, 1, 0, UInt8(body.count + 4)] + body + [UInt8](repeating: 0, count: padding)
        bytes[3] = UInt8(bytes.count)
        guard case .flowMod(let flowMod) = try OpenFlowMessage.decode(bytes).message else { return FlowMatch() }
        return flowMod.match
    }

    static let refused: [(fields: String, rule: OpenFlowError.Rule)] = [
        ("80001604 0a000001", .missingPrerequisite),
        ("80000a02 0800 80001401 06 80001e02 0050", .missingPrerequisite),
        ("80000a02 86dd 80001604 0a000001", .missingPrerequisite),
        ("80000a02 0806 80001401 06", .missingPrerequisite),
        ("80000004 00000001 80000004 00000001", .duplicate),
        ("80000a02 0800 80001708 0a000001 ffffff00", .badMask),
        ("80000108 00000001 fffffff0", .badMask),
        ("80000b04 0800 0f00", .badMask),
        ("80000002 0001", .badLength),
        ("80000004 0000", .truncated),
        ("800000", .truncated),
        ("80000c02 2001", .badValue),
        ("ffff5606 4f4e4600", .truncated),
        ("ffff5602 4f4e4600", .badLength),
        ("0001de10 00000000 00000000 00000000 00000001 00010004 00000000 00010604 00000001", .duplicate),
    ]

    @Test(arguments: refused)
    func refuses(_ fields: String, _ rule: OpenFlowError.Rule) {
        #expect {
            try decode(fields)
        } throws: { ($0 as? OpenFlowError)?.rule == rule }
    }

    @Test func aFullMaskIsNone() throws {
        let masked = try decode("80000a02 0800 80001708 0a000001 ffffffff")
        let exact = try decode("80000a02 0800 80001604 0a000001")
        #expect(masked == exact)
        #expect(masked[.ipv4Source] == FlowMatch.Masked(value: 0x0a00_0001, mask: 0xffff_ffff))
    }

    @Test func aZeroMaskIsNoField() throws {
        #expect(try decode("0001 01 08 00000000 00000000") == FlowMatch())
    }

    @Test func niciraNumbersAreTheSameFields() throws {
        #expect(try decode("00000602 0806 00002004 0a000001") == decode("80000a02 0806 80002c04 0a000001"))
        #expect(try decode("00012008 0000000000000065") == decode("80004c08 0000000000000065"))
    }

    @Test func extendedRegistersAreTheirParts() throws {
        var match = FlowMatch()
        match.set(.reg4, 0xfd00_0000)
        match.set(.reg7, 5)
        match.set(.reg5, 0)
        match.set(.reg6, 0)
        #expect(try decode("0001e010 fd000000 00000000 00000000 00000005") == match)

        var half = FlowMatch()
        half.set(.reg1, 5, mask: 0xff)
        #expect(try decode("80010110 0000000000000005 00000000000000ff") == half)
    }

    @Test func orderOfSettingDoesNotMatter() {
        let values: [(MatchField, UInt128, UInt128)] = [
            (.metadata, 0x101, 0xff_ffff), (.inPort, 3, .max), (.ethType, 0x86dd, .max), (.ipv6Source, 1 << 100, .max),
            (.ipv6Destination, 1 << 99, ~UInt128(0) << 64), (.ethSource, 0x0a00_0000_0011, .max), (.reg0, 1, 15),
            (.tunnelID, 0x65, .max), (.ctLabel, 7, 0xff), (.ctState, 0x21, 0x21), (.reg15, 9, .max),
        ]
        var forward = FlowMatch()
        var backward = FlowMatch()
        for (field, value, mask) in values { forward.set(field, value, mask: mask) }
        backward.set(.conjunctionID, 7)
        for (field, value, mask) in values.reversed() { backward.set(field, value, mask: mask) }
        #expect(forward != backward)
        backward.remove(.conjunctionID)
        #expect(forward == backward)
        #expect(forward.hashValue == backward.hashValue)
        for (field, value, mask) in values {
            #expect(forward[field] == FlowMatch.Masked(value: value, mask: mask & field.fullMask))
        }
        #expect(forward.fields == values.map(\.0).sorted { $0.rawValue < $1.rawValue })
    }

    @Test func everyFieldHoldsItsOwnBits() throws {
        for field in MatchField.allCases {
            var match = FlowMatch()
            match.set(field, .max)
            #expect(match[field] == FlowMatch.Masked(value: field.fullMask, mask: field.fullMask))
            #expect(MatchField(field.header) == field)
            #expect(MatchField(field.actionHeader) == field)
            match.remove(field)
            #expect(match.isEmpty)
        }
    }

    @Test func aFullMatchOverflowsAndComesBack() {
        var match = FlowMatch()
        for field in MatchField.allCases { match.set(field, UInt128(field.rawValue) + 1) }
        for field in MatchField.allCases {
            #expect(match[field]?.value == (UInt128(field.rawValue) + 1) & field.fullMask)
        }
        for field in MatchField.allCases where field != .metadata { match.remove(field) }
        var only = FlowMatch()
        only.set(.metadata, UInt128(MatchField.metadata.rawValue) + 1)
        #expect(match == only)
    }

    @Test func aMissingPrerequisiteIsNamed() {
        var match = FlowMatch()
        match.set(.tcpDestination, 80)
        #expect(match.firstWithoutPrerequisite() == .tcpDestination)
        match.ethType = 0x0800
        match.ipProtocol = 6
        #expect(match.firstWithoutPrerequisite() == nil)
    }
}
