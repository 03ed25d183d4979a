import JSONText
import OpenFlow
import OpenFlowText
import Testing

/// Each name that an error lists is one that the reader knows, and that the writer writes again.
@Suite("Names in JSON of messages")
struct NameTests {
    private func fault(_ json: String) -> OpenFlowTextError? {
        do throws(OpenFlowTextError) {
            _ = try MessageText(json: Array(json.utf8))
            return nil
        } catch {
            return error
        }
    }

    private func names(listedFor json: String) throws -> [String] {
        let remedy = try #require(fault(json)).remedy
        #expect(remedy.hasPrefix("write one of "))
        return remedy.dropFirst("write one of ".count).split(separator: ", ").map(String.init)
    }

    /// Places where a name chooses a kind: JSON before the name and behind it, and how many names there are at least.
    private static let places: [(before: String, after: String, count: Int)] = [
        (#"{"type":""#, #""}"#, 45),
        (#"{"type":"multipart_request","multipart_type":""#, #""}"#, 17),
        (#"{"type":"multipart_reply","multipart_type":""#, #""}"#, 17),
        (#"{"type":"packet_out","actions":[{""#, #"":{}}]}"#, 40),
        (#"{"type":"flow_mod","table_id":0,"instructions":[{""#, #"":{}}]}"#, 6),
        (#"{"type":"meter_mod","command":"add","meter_id":1,"bands":[{""#, #"":{}}]}"#, 3),
        (#"{"type":"nxt_set_async_config2","properties":[{""#, #"":{}}]}"#, 12),
        (
            #"{"type":"multipart_reply","multipart_type":"table_features","tables":[{"table_id":0,"metadata_match":0,"#
                + #""metadata_write":0,"max_entries":0,"properties":[{""#, #"":{}}]}]}"#, 17
        ),
        (
            #"{"type":"queue_get_config_reply","port":1,"queues":[{"queue_id":1,"port":1,"properties":[{""#,
            #"":{}}]}]}"#, 4
        ),
        (#"{"type":"multipart_reply","multipart_type":"flow_monitor","updates":[{""#, #"":{}}]}"#, 4),
    ]

    @Test func listedNamesAreKnown() throws {
        for place in Self.places {
            let names = try names(listedFor: place.before + "nobody" + place.after)
            #expect(names.count >= place.count, "\(place.before)")
            #expect(Set(names).count == names.count)
            for name in names {
                let json = place.before + name + place.after
                if let fault = fault(json) {
                    #expect(!fault.problem.contains("is not known"), "\(json): \(fault)")
                } else {
                    let written = String(decoding: try MessageText(json: Array(json.utf8)).json, as: UTF8.self)
                    #expect(written.contains(#""\#(name)""#), "\(written)")
                }
            }
        }
    }

    @Test func everyFieldHasANameOfItsOwn() throws {
        for field in MatchField.allCases {
            var match = FlowMatch()
            match.set(field, 1)
            let packetIn = PacketIn(totalLength: 0, reason: 0, table: 0, cookie: 0, match: match, data: [])
            let text = MessageText(xid: 1, message: .packetIn(packetIn))
            #expect(try MessageText(json: text.json) == text, "\(field)")
        }
    }

    @Test func everyErrorCodeComesBack() throws {
        var named = 0
        for type in Array(0...14) + [0xffff] as [UInt16] {
            for experimenter in type == 0xffff ? [ExperimenterID.onf, ExperimenterID.nicira, 7] : [0] {
                for code in Array(0..<50) + Array(2300..<2320) as [UInt16] {
                    let error = ErrorMessage(type: type, code: code, experimenter: experimenter, data: [1])
                    if error.name != nil { named += 1 }
                    let text = MessageText(xid: 1, message: .error(error))
                    #expect(try MessageText(json: text.json) == text, "\(type) \(code)")
                }
            }
        }
        #expect(named > 100)
    }
}
