import NetworkTypes
import OpenFlow
import Testing

/// Values that a controller makes are the bytes that Open vSwitch dumps for the same flow in ovs-ofctl's words.
struct FlowModTests {
    struct Case: CustomTestStringConvertible {
        let dump: String
        let table: UInt8
        let match: [(MatchField, UInt128, UInt128)]
        let instructions: InstructionList
        var testDescription: String { dump }
    }

    static let cases = [
        Case(
            dump: "table=0,priority=100,in_port=1,vlan_tci=0x0000/0x1fff,actions=load:1->NXM_NX_REG0[0..3]", table: 0,
            match: [(.inPort, 1, .max), (.vlanID, 0, .max)],
            instructions: [
                .applyActions([
                    .registerLoad(.reg(0), offset: 0, bits: 4, value: 1),
                    .registerLoad(.reg(1), offset: 0, bits: 32, value: 0x11),
                    .registerLoad(.metadata, offset: 0, bits: 24, value: 0x101),
                ]), .gotoTable(4),
            ]),
        Case(
            dump: "table=8,arp,metadata=0x101/0xffffff,arp_op=1,arp_tpa=10.0.1.1", table: 8,
            match: [
                (.ethType, 0x0806, .max), (.metadata, 0x101, 0xff_ffff), (.arpOperation, 1, .max),
                (.arpTPA, 0x0a00_0101, .max),
            ],
            instructions: [
                .applyActions([
                    .registerMove(
                        source: .ethSource, sourceOffset: 0, destination: .ethDestination, destinationOffset: 0,
                        bits: 48),
                    .setField(.ethSource, value: 0x0e00_0000_0001), .setField(.arpOperation, value: 2),
                    .registerMove(
                        source: .arpSHA, sourceOffset: 0, destination: .arpTHA, destinationOffset: 0, bits: 48),
                    .registerMove(
                        source: .arpSPA, sourceOffset: 0, destination: .arpTPA, destinationOffset: 0, bits: 32),
                    .setField(.arpSHA, value: 0x0e00_0000_0001), .setField(.arpSPA, value: 0x0a00_0101),
                    .output(port: PortNumber.inPort, maxLength: 0),
                ])
            ]),
        Case(
            dump: "table=32,ip,ct_state=+trk+new,nw_dst=203.0.113.10", table: 32,
            match: [
                (.ethType, 0x0800, .max), (.ctState, 0x21, 0x21), (.ipv4Destination, 0xcb00_710a, .max),
            ],
            instructions: [
                .applyActions([
                    .connectionTracking(
                        ConnectionTracking(
                            flags: .commit, zone: .field(.reg(6), offset: 0), recirculationTable: 36,
                            actions: [
                                .nat(
                                    NetworkAddressTranslation(
                                        flags: .destination, firstAddress: .v4(IPv4Address(bits: 0x0a00_010b))))
                            ]))
                ])
            ]),
        Case(
            dump: "table=36,ip,metadata=0x7000000/0xffffff000000,nw_dst=10.0.1.0/24", table: 36,
            match: [
                (.ethType, 0x0800, .max), (.metadata, 0x700_0000, 0xffff_ff00_0000),
                (.ipv4Destination, 0x0a00_0100, 0xffff_ff00),
            ],
            instructions: [
                .gotoTable(40),
                .applyActions([
                    .decrementTTL, .registerLoad(.reg(0), offset: 4, bits: 1, value: 1),
                    .registerMove(
                        source: .ipv4Destination, sourceOffset: 0, destination: .reg(4), destinationOffset: 0, bits: 32),
                    .setField(.ethSource, value: 0x0e00_0000_0001),
                ]),
            ]),
        Case(
            dump: "table=48,dl_dst=ff:ff:ff:ff:ff:ff,metadata=0x101", table: 48,
            match: [(.ethDestination, 0xffff_ffff_ffff, .max), (.metadata, 0x101, .max)],
            instructions: [
                .applyActions([
                    .registerLoad(.reg(2), offset: 0, bits: 32, value: 0x12),
                    .resubmit(port: PortNumber.resubmitInPort, table: 52),
                    .registerLoad(.reg(2), offset: 0, bits: 32, value: 0x13),
                    .resubmit(port: PortNumber.resubmitInPort, table: 52), .resubmit(port: 1, table: 68),
                    .resubmit(port: 3, table: 255),
                ])
            ]),
        Case(
            dump: "table=56,ip,ct_state=+trk-rpl,reg2=0x12,nw_src=10.0.1.11", table: 56,
            match: [
                (.ethType, 0x0800, .max), (.ctState, 0x20, 0x28), (.reg2, 0x12, .max),
                (.ipv4Source, 0x0a00_010b, .max),
            ],
            instructions: [
                .applyActions([.conjunction(id: 5, clause: 0, count: 2), .conjunction(id: 9, clause: 1, count: 3)])
            ]),
        Case(
            dump: "table=68,reg5=0xac100002", table: 68, match: [(.reg5, 0xac10_0002, .max)],
            instructions: [
                .applyActions([
                    .registerMove(
                        source: .metadata, sourceOffset: 0, destination: .tunnelID, destinationOffset: 0, bits: 24),
                    .registerMove(
                        source: .reg(5), sourceOffset: 0, destination: .tunnelIPv4Destination, destinationOffset: 0,
                        bits: 32), .output(port: 8, maxLength: 0),
                ])
            ]),
        Case(
            dump: "table=64,reg2=0x12,actions=meter:5,controller", table: 64, match: [(.reg2, 0x12, .max)],
            instructions: [
                .applyActions([.output(port: PortNumber.controller, maxLength: FlowAction.maxLengthNoBuffer)]),
                .meter(5),
            ]),
    ]

    @Test(arguments: cases)
    func isWhatTheSwitchDumps(_ expected: Case) throws {
        let vector = try #require(HexVector.flows.first { $0.name.hasPrefix(expected.dump) })
        guard case .multipartReply(let reply) = try OpenFlowMessage.decode(vector.bytes).message,
            case .flow(let flows) = reply.body, let flow = flows.first
        else {
            Issue.record("not a flow dump")
            return
        }
        var match = FlowMatch()
        for (field, value, mask) in expected.match { match.set(field, value, mask: mask) }
        #expect(flow.match == match)
        #expect(flow.instructions == expected.instructions)
        #expect(flow.table == expected.table)
    }

    @Test func aBundledMessageHasTheOuterXID() throws {
        let flowMod = OpenFlowMessage.flowMod(FlowMod(table: 3, priority: 7))
        var bytes: [UInt8] = []
        flowMod.encode(xid: 77, bundleID: 5, flags: [.atomic, .ordered], into: &bytes)
        let (xid, message) = try OpenFlowMessage.decode(bytes)
        let inner = flowMod.encode(xid: 77)
        #expect(xid == 77)
        #expect(message == .bundleAdd(BundleAdd(bundleID: 5, flags: [.atomic, .ordered], message: inner)))
    }

    @Test func anotherXIDIsPatchedIn() {
        var bytes = OpenFlowMessage.barrierRequest.encode(xid: 1) + OpenFlowMessage.barrierReply.encode(xid: 2)
        OpenFlowMessage.replaceXID(0xdead_beef, in: &bytes, at: 8)
        #expect(bytes == [4, 20, 0, 8, 0, 0, 0, 1, 4, 21, 0, 8, 0xde, 0xad, 0xbe, 0xef])
    }

    @Test(arguments: [
        (Hello(version: 6, versionBitmap: [0x70]), true), (Hello(version: 6, versionBitmap: [0x60]), false),
        (Hello(version: 4), true), (Hello(version: 1), false), (Hello(version: 6), true),
        (Hello(version: 1, versionBitmap: [0x10]), true), (Hello(version: 4, versionBitmap: []), false),
    ])
    func helloOffers(_ hello: Hello, _ offers: Bool) { #expect(hello.offers(4) == offers) }

    /// Open vSwitch tells of a flow that OpenFlow 1.0 put there, though it would not take it in 1.3: actions may lack what
    /// they need.
    @Test func aDumpMayHoldWhatAFlowModMayNot() throws {
        let actions: ActionList = [.decrementTTL, .output(port: 1, maxLength: 0)]
        let entry = FlowStatsEntry(
            table: 0, priority: 1, cookie: 0, match: FlowMatch(), instructions: [.applyActions(actions)])
        let dump = OpenFlowMessage.multipartReply(MultipartReply(.flow([entry])))
        #expect(try OpenFlowMessage.decode(dump.encode(xid: 1)).message == dump)
        let flowMod = OpenFlowMessage.flowMod(FlowMod(adding: entry))
        let error = #expect(throws: OpenFlowError.self) { try OpenFlowMessage.decode(flowMod.encode(xid: 1)) }
        #expect(error?.rule == .missingPrerequisite)
    }

    /// A view refuses what `decode` refuses, and as it does.
    @Test func aPacketInOfAnotherVersion() {
        let bytes: [UInt8] = [5, 10, 0, 8, 0, 0, 0, 1]
        let ours = #expect(throws: OpenFlowError.self) { try PacketInView(bytes.span.bytes) }
        let theirs = #expect(throws: OpenFlowError.self) { try OpenFlowMessage.decode(bytes) }
        #expect(ours == theirs)
    }
}
