import NetworkTypes
import OpenFlow

/// Names of actions: those of ovs-actions(7), and where that has one name for several forms on the wire, the form's own.
extension FlowAction {
    static let variantNames = [
        "output", "group", "set_queue", "mod_nw_ttl", "dec_ttl", "copy_ttl_out", "copy_ttl_in", "set_mpls_ttl",
        "dec_mpls_ttl", "push_vlan", "pop_vlan", "push_mpls", "pop_mpls", "push_pbb", "pop_pbb", "set_field", "load",
        "reg_load2", "move", "push", "pop", "output_reg", "output_reg2", "output_trunc", "controller", "controller2",
        "resubmit_port", "resubmit", "resubmit_ct", "ct", "ct_clear", "nat", "conjunction", "note", "clone", "exit",
        "pop_queue", "dec_ttl_cnt_ids", "dec_nsh_ttl", "check_pkt_larger", "delete_field", "unknown",
    ]

    var variantName: String {
        switch self {
        case .output: "output"
        case .group: "group"
        case .setQueue: "set_queue"
        case .setTTL: "mod_nw_ttl"
        case .decrementTTL: "dec_ttl"
        case .copyTTLOut: "copy_ttl_out"
        case .copyTTLIn: "copy_ttl_in"
        case .setMPLSTTL: "set_mpls_ttl"
        case .decrementMPLSTTL: "dec_mpls_ttl"
        case .pushVLAN: "push_vlan"
        case .popVLAN: "pop_vlan"
        case .pushMPLS: "push_mpls"
        case .popMPLS: "pop_mpls"
        case .pushPBB: "push_pbb"
        case .popPBB: "pop_pbb"
        case .setField: "set_field"
        case .registerLoad: "load"
        case .registerLoad2: "reg_load2"
        case .registerMove: "move"
        case .stackPush: "push"
        case .stackPop: "pop"
        case .outputRegister: "output_reg"
        case .outputRegister2: "output_reg2"
        case .outputTruncated: "output_trunc"
        case .controller: "controller"
        case .controller2: "controller2"
        case .resubmitPort: "resubmit_port"
        case .resubmit: "resubmit"
        case .resubmitTracked: "resubmit_ct"
        case .connectionTracking: "ct"
        case .clearConnectionTracking: "ct_clear"
        case .nat: "nat"
        case .conjunction: "conjunction"
        case .note: "note"
        case .clone: "clone"
        case .exit: "exit"
        case .popQueue: "pop_queue"
        case .decrementTTLControllers: "dec_ttl_cnt_ids"
        case .decrementNSHTTL: "dec_nsh_ttl"
        case .checkPacketLarger: "check_pkt_larger"
        case .deleteField: "delete_field"
        case .unknown: "unknown"
        }
    }

    static func variant(named name: String) -> FlowAction? {
        switch name {
        case "output": .output(port: 0, maxLength: 0)
        case "group": .group(0)
        case "set_queue": .setQueue(0)
        case "mod_nw_ttl": .setTTL(0)
        case "dec_ttl": .decrementTTL
        case "copy_ttl_out": .copyTTLOut
        case "copy_ttl_in": .copyTTLIn
        case "set_mpls_ttl": .setMPLSTTL(0)
        case "dec_mpls_ttl": .decrementMPLSTTL
        case "push_vlan": .pushVLAN(etherType: EtherType.vlan)
        case "pop_vlan": .popVLAN
        case "push_mpls": .pushMPLS(etherType: 0x8847)
        case "pop_mpls": .popMPLS(etherType: EtherType.ipv4)
        case "push_pbb": .pushPBB(etherType: 0x88e7)
        case "pop_pbb": .popPBB
        case "set_field": .setField(.reg0, value: 0)
        case "unknown": .unknown([])
        default: niciraVariant(named: name)
        }
    }

    private static func niciraVariant(named name: String) -> FlowAction? {
        switch name {
        case "load": .registerLoad(.reg(0), offset: 0, bits: 1, value: 0)
        case "reg_load2": .registerLoad2(.reg(0), value: 0, mask: .max)
        case "move":
            .registerMove(source: .reg(0), sourceOffset: 0, destination: .reg(0), destinationOffset: 0, bits: 1)
        case "push": .stackPush(.reg(0), offset: 0, bits: 1)
        case "pop": .stackPop(.reg(0), offset: 0, bits: 1)
        case "output_reg": .outputRegister(.reg(0), offset: 0, bits: 1, maxLength: 0)
        case "output_reg2": .outputRegister2(.reg(0), offset: 0, bits: 1, maxLength: 0)
        case "output_trunc": .outputTruncated(port: 0, maxLength: 0)
        case "controller":
            .controller(maxLength: FlowAction.maxLengthNoBuffer, id: 0, reason: ControllerAction.reasonAction)
        case "controller2": .controller2(ControllerAction())
        case "resubmit_port": .resubmitPort(PortNumber.resubmitInPort)
        case "resubmit": .resubmit(port: PortNumber.resubmitInPort, table: FlowMod.allTables)
        case "resubmit_ct": .resubmitTracked(port: PortNumber.resubmitInPort, table: FlowMod.allTables)
        case "ct": .connectionTracking(ConnectionTracking(zone: .immediate(0)))
        case "ct_clear": .clearConnectionTracking
        case "nat": .nat(NetworkAddressTranslation())
        case "conjunction": .conjunction(id: 0, clause: 0, count: 2)
        case "note": .note([])
        case "clone": .clone([])
        case "exit": .exit
        case "pop_queue": .popQueue
        case "dec_ttl_cnt_ids": .decrementTTLControllers([])
        case "dec_nsh_ttl": .decrementNSHTTL
        case "check_pkt_larger": .checkPacketLarger(length: 0, .reg(0), offset: 0)
        case "delete_field": .deleteField(.reg(0))
        default: nil
        }
    }
}
