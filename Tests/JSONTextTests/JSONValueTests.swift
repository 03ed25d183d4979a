import JSONText
import Testing

@Suite("JSON values")
struct JSONValueTests {
    /// Text in, canonical text out.
    @Test(arguments: [
        ("null", "null"), (" true\n", "true"), ("[ ]", "[]"), ("{}", "{}"), ("-0", "0"), ("1.5", "1.5"),
        ("9223372036854775807", "9223372036854775807"), ("-9223372036854775808", "-9223372036854775808"),
        ("9223372036854775808", "9.223372036854776e+18"), ("1e3", "1000.0"), ("1E-2", "0.01"),
        (#"{"b":1,"a":[2,{"z":null,"y":false}]}"#, #"{"a":[2,{"y":false,"z":null}],"b":1}"#),
        (#""\u00e9\ud83d\ude00\/\b\f\n\r\t\"\\""#, #""é😀/\b\f\n\r\t\"\\""#), (#""\u0001""#, #""\u0001""#),
        (#""\u0000""#, #""\u0000""#), ("\"\u{7f}é\"", "\"\u{7f}é\""),
    ])
    func readsAndWrites(text: String, canonical: String) throws {
        let value = try JSONValue(parsing: text)
        #expect(value.text == canonical)
        #expect(try JSONValue(parsing: canonical) == value)
        #expect(try JSONValue(parsing: value.prettyText) == value)
        #expect(value.bytes == Array(canonical.utf8))
    }

    @Test(arguments: [
        ("", 0, JSONError.Reason.unexpectedEnd), ("tru", 0, .unexpectedEnd), ("trux", 0, .badLiteral),
        ("[1,]", 3, .unexpectedByte(0x5D)), ("[1 2]", 3, .unexpectedByte(0x32)), ("1 2", 2, .trailingBytes),
        ("01", 0, .badNumber), ("-", 1, .unexpectedEnd), ("1.", 2, .unexpectedEnd), ("1.x", 2, .badNumber),
        ("+1", 0, .unexpectedByte(0x2B)), (".5", 0, .unexpectedByte(0x2E)), ("1e999", 0, .numberOutOfRange),
        ("{1:2}", 1, .unexpectedByte(0x31)), (#"{"a" 1}"#, 5, .unexpectedByte(0x31)),
        (#"{"a":1,}"#, 7, .unexpectedByte(0x7D)), (#"{"a":1,"a":2}"#, 7, .duplicateKey("a")),
        (#""\x""#, 2, .badEscape), (#""\u12g4""#, 5, .badEscape), (#""\ud800""#, 3, .loneSurrogate),
        (#""\udc00""#, 3, .loneSurrogate), (#""\ud800\u0041""#, 3, .loneSurrogate), ("\"\n\"", 1, .controlCharacter),
        ("// x", 0, .unexpectedByte(0x2F)), ("\u{FEFF}1", 0, .unexpectedByte(0xEF)),
    ])
    func refuses(text: String, offset: Int, reason: JSONError.Reason) {
        #expect(throws: JSONError(offset: offset, reason: reason)) { try JSONValue(parsing: text) }
    }

    @Test(
        arguments: [
            [0x22, 0xC0, 0x80, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22], [0x22, 0xFF, 0x22], [0x22, 0xE2, 0x82, 0x22],
            [0x22, 0xF4, 0x90, 0x80, 0x80, 0x22], [0x22, 0x5C, 0x6E, 0x80, 0x22],
        ] as [[UInt8]])
    func refusesBadUTF8(bytes: [UInt8]) {
        #expect(throws: JSONError(offset: 1, reason: .badUTF8)) { try JSONValue(parsing: bytes) }
    }

    @Test func boundsDepthAndLength() throws {
        let deep = { (depth: Int) in String(repeating: "[", count: depth) + String(repeating: "]", count: depth) }
        #expect(try JSONValue(parsing: deep(64)).array?.count == 1)
        #expect(throws: JSONError(offset: 64, reason: .tooDeep(limit: 64))) { try JSONValue(parsing: deep(65)) }
        #expect(throws: JSONError(offset: 64, reason: .tooDeep(limit: 64))) {
            try JSONValue(parsing: String(repeating: "[", count: 100_000))
        }
        let limits = JSONLimits(depth: 4, bytes: 3)
        #expect(try JSONValue(parsing: "123", limits: limits) == 123)
        #expect(throws: JSONError(offset: 3, reason: .tooLong(limit: 3))) {
            try JSONValue(parsing: "1234", limits: limits)
        }
        // Containers beside one another are not deep.
        let wide = "[" + String(repeating: "[],{\"a\":[]},", count: 200) + "0]"
        #expect(try JSONValue(parsing: wide).array?.count == 401)
    }

    @Test func everyTruncationAndChangeIsSurvived() throws {
        let sample = Array(#"{"a":[1,-2.5e+3,"\u00e9\ud83d\ude00é",true,false,null],"b":{"c":{}}}"#.utf8)
        for end in 0..<sample.count {
            #expect(throws: JSONError.self) { try JSONValue(parsing: Array(sample[..<end])) }
        }
        var accepted = 0
        for index in sample.indices {
            for byte in UInt8.min...UInt8.max {
                var changed = sample
                changed[index] = byte
                guard let value = try? JSONValue(parsing: changed) else { continue }
                accepted += 1
                #expect(try JSONValue(parsing: value.bytes) == value)
            }
        }
        #expect(accepted >= sample.count)
    }

    @Test func viewsAreTyped() {
        let value: JSONValue = ["s": "x", "i": 3, "r": .real(0.5), "b": true, "n": nil, "a": [1, 2]]
        #expect(value["s"]?.string == "x")
        #expect(value["i"]?.integer == 3)
        #expect(value["i"]?.real == 3)
        #expect(value["r"]?.real == 0.5)
        #expect(value["r"]?.integer == nil)
        #expect(value["b"]?.bool == true)
        #expect(value["n"]?.isNull == true)
        #expect(value["a"]?[1] == 2)
        #expect(value["a"]?[2] == nil)
        #expect(value["a"]?[-1] == nil)
        #expect(value["missing"] == nil)
        #expect(JSONValue.real(.infinity).text == "null")
        #expect(JSONValue.object(["a": [1], "b": [:]]).prettyText == "{\n  \"a\": [\n    1\n  ],\n  \"b\": {}\n}")
    }
}
