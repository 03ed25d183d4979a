import OpenFlowText
import Testing

/// What is said to one who writes messages by hand, and got something wrong.
@Suite("Faults in JSON of messages")
struct ErrorTextTests {
    private func fault(_ json: String) -> String {
        do throws(OpenFlowTextError) {
            _ = try MessageText(json: Array(json.utf8)).encode()
            return "none"
        } catch {
            return error.description
        }
    }

    private static let table: [(json: String, fault: String)] = [
        ("", "$: no JSON: byte 0: unexpectedEnd; write one JSON object a line"),
        ("[]", "$: this is not an object; write {…} here"),
        (#"{"xid":1}"#, #"$: the member "type" is missing; add it"#),
        (
            #"{"type":"barrier_request","zap":1}"#,
            #"$: there is no member "zap" here; the members are xid, type"#
        ),
        (
            #"{"type":"flow_mod","table_id":256}"#,
            "$.table_id: 256 does not fit here; write one of ALL, or a number from 0 to 255"
        ),
        (
            #"{"type":"flow_mod","table_id":0,"priority":-1}"#,
            #"$.priority: -1 does not fit here; write a number from 0 to 65535, or hexadecimal text such as "0x1f""#
        ),
        (
            #"{"type":"flow_mod","table_id":0,"flags":["loud"]}"#,
            #"$.flags: ["loud"] does not fit here; write a list of send_flow_rem, check_overlap, reset_counts, "#
                + #"no_pkt_counts, no_byt_counts, or hexadecimal text such as "0x8000""#
        ),
        (
            #"{"type":"flow_mod","table_id":0,"match":{"ip_src":"10.0.0.1"}}"#,
            #"$.match.ip_src: no match field has this name; write a name as in ovs-fields(7), or the field's bytes "#
                + #"into "unknown""#
        ),
        (
            #"{"type":"flow_mod","table_id":0,"match":{"eth_type":2048,"ipv4_src":"10.0.0.1/8"}}"#,
            #"$.match.ipv4_src: "10.0.0.1/8" does not fit here; write an IPv4 address such as "10.0.0.1", or "#
                + #""VALUE/MASK" with no bit set outside of the mask"#
        ),
        (
            #"{"type":"flow_mod","table_id":0,"match":{"ipv4_src":"10.0.0.1"}}"#,
            "$: a switch would refuse this: oxm_field at byte 52, missing_prerequisite; match on what the field needs "
                + "as well, such as eth_type or ip_proto"
        ),
        (
            #"{"type":"packet_out","actions":[{"output":{"port":1}},{"load":{"value":1,"dst":"reg0"}}]}"#,
            #"$.actions[1].load.dst: "reg0" does not fit here; write bits of a field such as "reg0[0..15]" or "#
                + #""ct_mark[3]", which the field has"#
        ),
        (
            #"{"type":"packet_out","actions":[{"move":{"src":"reg0[0..1]","dst":"reg1[0]"}}]}"#,
            "$.actions[0].move.dst: the two have 2 and 1 bits; name as many bits in both"
        ),
        (
            #"{"type":"packet_out","actions":[{"output":{"port":1},"group":{"group_id":1}}]}"#,
            #"$.actions[0]: this is not an object with one member; write {"NAME": {…}} here"#
        ),
        (
            #"{"type":"packet_out","actions":[{"set_field":{"eth_dst":"1"}}]}"#,
            #"$.actions[0].set_field.eth_dst: "1" does not fit here; write an Ethernet address such as "#
                + #""02:00:00:00:00:01", without a mask"#
        ),
        (
            #"{"type":"meter_mod","command":"add","meter_id":1,"bands":[{"unknown":{"bytes":""}}]}"#,
            #"$.bands[0].unknown.bytes: "" does not fit here; write a whole band in hexadecimal digits, of 16 bytes or "#
                + "more, a multiple of 8 that its bytes 2 and 3 tell"
        ),
        (
            #"{"type":"packet_out","actions":[{"ct":{"table":255}}]}"#,
            "$.actions[0].ct.table: 255 does not fit here; write a number from 0 to 254, or leave it out for none"
        ),
        (
            #"{"type":"hello","version_bitmap":[1,2,3,4,5,6,7,8,9]}"#,
            #"$.version_bitmap: [1,2,3,4,5,6,7,8,9] does not fit here; write a list of words of 32 bits such as "#
                + #"["0x10"], at most 8"#
        ),
        (
            #"{"error":{"offset":1,"field":"x","rule":"bad_value"},"hex":"00"}"#,
            #"$: this is what is said of a message that does not decode; leave the line out, or send the bytes of "#
                + #"its "hex" as they are"#
        ),
    ]

    @Test func faultsTellPlaceProblemAndRemedy() {
        for (json, expected) in Self.table { #expect(fault(json) == expected) }
    }

    @Test func namesThatAreUnknownListTheKnownOnes() {
        let told = fault(#"{"type":"flowmod"}"#)
        #expect(told.hasPrefix(#"$.type: "flowmod" is not known; write one of hello, error, echo_request"#))
        let action = fault(#"{"type":"packet_out","actions":[{"outptu":{"port":1}}]}"#)
        #expect(action.hasPrefix(#"$.actions[0]: "outptu" is not known here; write one of output, group"#))
    }

    @Test func aMessageThatIsTooLongIsRefused() {
        let data = String(repeating: "00", count: 65_512)
        #expect(
            fault(#"{"type":"packet_out","actions":[],"data":"\#(data)"}"#)
                == "$: the message is longer than 65535 bytes; put less into it, or send several")
        #expect(fault(#"{"type":"packet_out","actions":[],"data":"\#(data.dropLast(2))"}"#) == "none")
        let actions = [String](repeating: #"{"dec_ttl":{}}"#, count: 9000).joined(separator: ",")
        let told = fault(#"{"type":"packet_out","actions":[\#(actions)]}"#)
        #expect(told.contains("the actions take more than"))
        let flows = [String](
            repeating: #"{"table_id":0,"priority":1}"#, count: 1200
        ).joined(separator: ",")
        #expect(
            fault(#"{"type":"multipart_reply","multipart_type":"flow","flows":[\#(flows)]}"#)
                .hasPrefix("$: the message is longer"))
        let bucket = #"{"actions":[\#([String](repeating: #"{"dec_ttl":{}}"#, count: 8000).joined(separator: ","))]}"#
        #expect(
            fault(
                #"{"type":"group_mod","command":"add","group_type":"all","group_id":1,"buckets":[\#(bucket),\#(bucket)]}"#
            )
            .hasPrefix("$: the message is longer"))
    }
}
