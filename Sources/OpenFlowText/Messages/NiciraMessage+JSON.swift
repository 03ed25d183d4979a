import OpenFlow

/// Each kind is a type of message of its own; the names are those of nicira-ext.h.
extension NiciraMessage: JSONVariant {
    static let variantNames = [
        "nxt_packet_in2", "nxt_resume", "nxt_set_packet_in_format", "nxt_set_controller_id", "nxt_tlv_table_mod",
        "nxt_tlv_table_request", "nxt_tlv_table_reply", "nxt_set_async_config2", "nxt_ct_flush_zone", "nxt_ct_flush",
    ]

    var variantName: String {
        switch self {
        case .packetIn: "nxt_packet_in2"
        case .resume: "nxt_resume"
        case .setPacketInFormat: "nxt_set_packet_in_format"
        case .setControllerID: "nxt_set_controller_id"
        case .tlvTableMod: "nxt_tlv_table_mod"
        case .tlvTableRequest: "nxt_tlv_table_request"
        case .tlvTableReply: "nxt_tlv_table_reply"
        case .setAsync: "nxt_set_async_config2"
        case .flushZone: "nxt_ct_flush_zone"
        case .flushConnections: "nxt_ct_flush"
        }
    }

    static func variant(named name: String) -> NiciraMessage? {
        switch name {
        case "nxt_packet_in2": .packetIn(.unread)
        case "nxt_resume": .resume(.unread)
        case "nxt_set_packet_in_format": .setPacketInFormat(.standard)
        case "nxt_set_controller_id": .setControllerID(0)
        case "nxt_tlv_table_mod": .tlvTableMod(TLVTableMod(command: .clear))
        case "nxt_tlv_table_request": .tlvTableRequest
        case "nxt_tlv_table_reply": .tlvTableReply(TLVTableReply(maximumOptionSpace: 0, maximumFields: 0, mappings: []))
        case "nxt_set_async_config2": .setAsync(AsyncProperties([]))
        case "nxt_ct_flush_zone": .flushZone(0)
        case "nxt_ct_flush": .flushConnections(ConnectionFlush())
        default: nil
        }
    }

    mutating func describe(_ form: inout JSONForm) throws(OpenFlowTextError) {
        switch self {
        case .packetIn(let body): self = .packetIn(try body.described(by: &form))
        case .resume(let body): self = .resume(try body.described(by: &form))
        case .setPacketInFormat(var format):
            try form.member("format", &format, .name)
            self = .setPacketInFormat(format)
        case .setControllerID(var number):
            try form.member("controller_id", &number, .number)
            self = .setControllerID(number)
        case .tlvTableMod(let body): self = .tlvTableMod(try body.described(by: &form))
        case .tlvTableRequest: break
        case .tlvTableReply(let body): self = .tlvTableReply(try body.described(by: &form))
        case .setAsync(let body): self = .setAsync(try body.described(by: &form))
        case .flushZone(var zone):
            try form.member("zone_id", &zone, .number)
            self = .flushZone(zone)
        case .flushConnections(let body): self = .flushConnections(try body.described(by: &form))
        }
    }
}

extension NiciraMessage.PacketInFormat: JSONNamed {
    var jsonName: String {
        switch self {
        case .standard: "standard"
        case .nicira: "nxt_packet_in"
        case .nicira2: "nxt_packet_in2"
        }
    }
}
