import JSONText
import NaruTesting
import NetworkTypes
import OpenFlow
import OpenFlowText
import Testing

/// Text of strangers: it is a message or a fault, and nothing stops.
@Suite("JSON that is nearly right")
struct HostileTextTests {
    private static let values: [JSONValue] = [
        .null, .bool(true), .integer(0), .integer(-1), .integer(.max), .real(0.5), .string(""),
        .string("0xffffffffffff"),
        .string("0xffffffffffffffffffffffffffffffff"), .string("reg0[0..31]"), .string("0xffff00ff00004f4e[0..5]"),
        .string("0x0001dfff"), .string("::/0"), .string("1/0xffff"), .array([]), .array([.integer(255)]), .object([:]),
        .string("ff"), .string("0x80000afe"),
    ]

    private static func changed(_ value: JSONValue, _ random: inout SeededGenerator) -> JSONValue {
        switch value {
        case .object(var members) where !members.isEmpty && Int.random(in: 0..<8, using: &random) != 0:
            let names = members.keys.sorted()
            let name = names[Int.random(in: 0..<names.count, using: &random)]
            if Int.random(in: 0..<6, using: &random) == 0 {
                members[name] = nil
            } else {
                members[name] = members[name].map { changed($0, &random) }
            }
            return .object(members)
        case .array(var elements) where !elements.isEmpty && Int.random(in: 0..<8, using: &random) != 0:
            let index = Int.random(in: 0..<elements.count, using: &random)
            switch Int.random(in: 0..<4, using: &random) {
            case 0: elements.remove(at: index)
            case 1: elements.append(elements[index])
            default: elements[index] = changed(elements[index], &random)
            }
            return .array(elements)
        default: return values[Int.random(in: 0..<values.count, using: &random)]
        }
    }

    @Test func changedMessages() throws {
        var random = SeededGenerator(seed: 11)
        var messages = 0
        var faults = 0
        for vector in OpenVSwitchVectors.all where vector.bytes.count < 1500 {
            guard let decoded = try? MessageText(decoding: vector.bytes) else { continue }
            let json = try JSONValue(parsing: decoded.json)
            for _ in 0..<60 {
                var text = Self.changed(json, &random)
                if Bool.random(using: &random) { text = Self.changed(text, &random) }
                do throws(OpenFlowTextError) {
                    let bytes = try MessageText(json: text.bytes).encode()
                    messages += 1
                    #expect(throws: Never.self) { try OpenFlowMessage.decode(bytes) }
                } catch {
                    faults += 1
                    #expect(!error.remedy.isEmpty)
                }
            }
        }
        #expect(messages > 300)
        #expect(faults > 500)
    }

    @Test func cutTexts() throws {
        let vector = try #require(OpenVSwitchVectors.all.first)
        let json = try MessageText(decoding: vector.bytes).json
        for count in 0..<json.count {
            #expect(throws: OpenFlowTextError.self) { try MessageText(json: Array(json.prefix(count))) }
        }
    }
}
