import NetworkTypes
import OpenFlow

/// Every action that can be built, in the forms that matter, with ovs-actions(7)'s name of it.
enum ActionCases {
    static let all: [(name: String, action: FlowAction)] = standard + fields + outputs + tracking + others

    static let standard: [(name: String, action: FlowAction)] = [
        ("output", .output(port: 3, maxLength: 0)),
        ("CONTROLLER", .output(port: PortNumber.controller, maxLength: 128)),
        ("group", .group(77)), ("set_queue", .setQueue(5)), ("mod_nw_ttl", .setTTL(63)), ("dec_ttl", .decrementTTL),
        ("set_mpls_ttl", .setMPLSTTL(9)), ("dec_mpls_ttl", .decrementMPLSTTL),
        ("push_vlan", .pushVLAN(etherType: 0x88a8)), ("pop_vlan", .popVLAN),
        ("push_mpls", .pushMPLS(etherType: 0x8847)), ("pop_mpls", .popMPLS(etherType: 0x0800)),
        ("set_field eth_dst", .setField(.ethDestination, value: 0x0e00_0000_0001)),
        ("set_field vlan_vid", .setField(.vlanID, value: 0x1005)),
        ("set_field vlan_pcp", .setField(.vlanPriority, value: 7)),
        ("set_field ipv6_src", .setField(.ipv6Source, value: 0x2001_0db8 << 96 | 1)),
        ("set_field tun_id", .setField(.tunnelID, value: 0xffff_ffff_ffff_ffff)),
        ("set_field reg7", .setField(.reg7, value: 0xdead_beef)),
        ("set_field nsh_c1", .setField(.nshContext1, value: 0x0102_0304)),
        ("set_field arp_op", .setField(.arpOperation, value: 2)),
    ]

    static let fields: [(name: String, action: FlowAction)] = [
        ("load", .registerLoad(.reg(0), offset: 4, bits: 4, value: 9)),
        ("load of 64 bits", .registerLoad(.metadata, offset: 0, bits: 64, value: .max)),
        ("load into a wide register", .registerLoad(.xxreg(1), offset: 64, bits: 33, value: 1 << 32)),
        ("load2", .registerLoad2(.reg(3), value: 0xf0, mask: 0xff)),
        ("load2 of a whole field", .registerLoad2(.xxreg(0), value: 5, mask: .max)),
        (
            "load2 of an experimenter's field",
            .registerLoad2(MatchField.nshContext2.header, value: 0x10, mask: 0xffff_fff0)
        ),
        (
            "move",
            .registerMove(
                source: .ethSource, sourceOffset: 0, destination: .ethDestination, destinationOffset: 0, bits: 48)
        ),
        (
            "move of an experimenter's field",
            .registerMove(
                source: MatchField.nshContext1.header, sourceOffset: 8, destination: .reg(1), destinationOffset: 1,
                bits: 16)
        ),
        ("push", .stackPush(.reg(2), offset: 3, bits: 11)), ("pop", .stackPop(.metadata, offset: 0, bits: 64)),
        ("push of an experimenter's field", .stackPush(MatchField.nshContext3.header, offset: 0, bits: 32)),
        ("check_pkt_larger", .checkPacketLarger(length: 1500, .reg(0), offset: 31)),
        ("delete_field", .deleteField(FieldHeader(oxmClass: 1, field: 50, length: 124))),
    ]

    static let outputs: [(name: String, action: FlowAction)] = [
        ("output register", .outputRegister(.reg(1), offset: 5, bits: 6, maxLength: 0xffff)),
        ("output register 2", .outputRegister2(.reg(1), offset: 0, bits: 16, maxLength: 64)),
        (
            "output register 2 of an experimenter's field",
            .outputRegister2(MatchField.nshContext1.header, offset: 0, bits: 16, maxLength: 64)
        ),
        ("output with max_len", .outputTruncated(port: 1, maxLength: 100)),
        ("controller", .controller(maxLength: 1234, id: 5678, reason: 2)),
        ("controller2, empty", .controller2(ControllerAction())),
        (
            "controller2, full",
            .controller2(
                ControllerAction(
                    maxLength: 12, id: 5, reason: 0, userdata: [1, 2, 3, 4, 5], pauses: true, meter: 7))
        ),
        ("controller2 with userdata of a word", .controller2(ControllerAction(userdata: [1, 2, 3, 4]))),
        ("resubmit port", .resubmitPort(5)), ("resubmit", .resubmit(port: 10, table: 5)),
        ("resubmit ct", .resubmitTracked(port: PortNumber.resubmitInPort, table: 9)),
    ]

    static let tracking: [(name: String, action: FlowAction)] = [
        ("ct", .connectionTracking(ConnectionTracking(zone: .immediate(0)))),
        (
            "ct of a register's zone",
            .connectionTracking(
                ConnectionTracking(
                    flags: [.commit, .force], zone: .field(.reg(6), offset: 16), recirculationTable: 4, helper: 21))
        ),
        (
            "ct with nat and loads",
            .connectionTracking(
                ConnectionTracking(
                    flags: .commit, zone: .immediate(7),
                    actions: [
                        .nat(NetworkAddressTranslation(flags: .source, firstAddress: v4(1), lastAddress: v4(9))),
                        .setField(.ctMark, value: 5),
                        .registerLoad(.ctLabel, offset: 64, bits: 8, value: 0xff),
                        .registerMove(
                            source: .reg(0), sourceOffset: 0, destination: .ctMark, destinationOffset: 0, bits: 32),
                    ]))
        ),
        (
            "ct with bare nat",
            .connectionTracking(
                ConnectionTracking(zone: .immediate(1), actions: [.nat(NetworkAddressTranslation())]))
        ),
        (
            "ct with nat to ports",
            .connectionTracking(
                ConnectionTracking(
                    flags: .commit, zone: .immediate(1),
                    actions: [
                        .nat(
                            NetworkAddressTranslation(
                                flags: [.destination, .persistent, .protocolHash], firstAddress: v6(1),
                                lastAddress: v6(2), firstPort: 80, lastPort: 90))
                    ]))
        ),
        ("ct_clear", .clearConnectionTracking),
    ]

    static let others: [(name: String, action: FlowAction)] = [
        ("note", .note([1, 2, 3, 4, 5, 6])), ("longer note", .note([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14])),
        ("clone", .clone([.setQueue(3), .clone([.output(port: 1, maxLength: 0)]), .exit])), ("empty clone", .clone([])),
        ("exit", .exit), ("pop_queue", .popQueue), ("dec_ttl with ids", .decrementTTLControllers([1, 2, 3, 4, 5])),
        ("dec_nsh_ttl", .decrementNSHTTL), ("conjunction", .conjunction(id: 9, clause: 1, count: 3)),
    ]

    private static func v4(_ low: UInt32) -> IPAddress { .v4(IPv4Address(bits: 0x0a00_0000 | low)) }
    private static func v6(_ low: UInt64) -> IPAddress { IPAddress(family: .v6, bits: 0xfd00 << 112 | UInt128(low)) }

    /// Actions of OpenFlow 1.3.5 that Open vSwitch does not have.
    static let unknownToTheSwitch: [(name: String, action: FlowAction)] = [
        ("copy_ttl_out", .copyTTLOut), ("copy_ttl_in", .copyTTLIn), ("push_pbb", .pushPBB(etherType: 0x88e7)),
        ("pop_pbb", .popPBB), ("set_field pbb_isid", .setField(.pbbISID, value: 0x12_3456)),
    ]

    /// A packet-out with the list: no match says what is known of the packet.
    static func packetOut(_ list: [UInt8]) -> [UInt8] {
        func word(_ value: Int) -> [UInt8] { [UInt8(value >> 8), UInt8(value & 0xff)] }
        return [4, MessageType.packetOut] + word(24 + list.count) + [0, 0, 0, 1]
            + [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xfd] + word(list.count) + [0, 0, 0, 0, 0, 0] + list
    }

    /// Reads a list as a packet-out has it.
    static func decode(_ list: [UInt8]) throws -> ActionList {
        guard case .packetOut(let packetOut) = try OpenFlowMessage.decode(packetOut(list)).message else { return [] }
        return packetOut.actions
    }

    static func bytes(_ list: ActionList) -> [UInt8] {
        var bytes: [UInt8] = []
        list.encode(into: &bytes)
        return bytes
    }
}
