import JSONText
import Testing

@Suite("JSON framing")
struct JSONFramerTests {
    private static let stream = #" {"a":"}\"]{"}[[],{}]"# + "\n\t" + #"{"b":"\\"}{}"#
    private static let frames = [#"{"a":"}\"]{"}"#, "[[],{}]", #"{"b":"\\"}"#, "{}"]

    @Test(arguments: [1, 2, 3, 5, 7, 100])
    func framesAnySlicing(size: Int) throws {
        var framer = JSONFramer()
        var frames: [String] = []
        let bytes = Array(Self.stream.utf8)
        for start in stride(from: 0, to: bytes.count, by: size) {
            framer.append(bytes[start..<min(start + size, bytes.count)])
            while let frame = try framer.next() { frames.append(String(decoding: frame, as: UTF8.self)) }
        }
        #expect(frames == Self.frames)
    }

    @Test func boundsOneValueAndNotTheStream() throws {
        var framer = JSONFramer(limit: 4)
        for _ in 0..<100 {
            framer.append("[12]  ".utf8)
            #expect(try framer.next() == Array("[12]".utf8))
            #expect(try framer.next() == nil)
        }
        framer.append("[123]".utf8)
        #expect(throws: JSONError.self) { try framer.next() }
    }

    @Test(arguments: ["1", "x{}", "\"a\"", "]", "}"])
    func refusesWhatIsNoContainer(text: String) {
        var framer = JSONFramer()
        framer.append(text.utf8)
        #expect(throws: JSONError.self) { try framer.next() }
    }
}
