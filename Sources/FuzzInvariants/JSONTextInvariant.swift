import JSONText

/// A value is written as text that is read as the same again, and a framer finds the same values however the text was cut.
///
/// The first byte chooses where the text is cut, the rest is the text.
enum JSONTextInvariant {
    static func violation(of bytes: [UInt8]) -> String? {
        guard let step = bytes.first else { return nil }
        let text = Array(bytes.dropFirst())
        if let value = try? JSONValue(parsing: text) {
            if (try? JSONValue(parsing: value.bytes)) != value { return "what was written is read as another value" }
            if (try? JSONValue(parsing: value.prettyText)) != value { return "the text for people says another value" }
        }
        return frames(of: text, arriving: Int(step & 0x1f) + 1) == frames(of: text, arriving: max(1, text.count))
            ? nil : "a cut text has other values"
    }

    /// The values found before the first error, if there is one.
    private static func frames(of text: [UInt8], arriving chunk: Int) -> [[UInt8]] {
        var framer = JSONFramer(limit: 1 << 16)
        var found: [[UInt8]] = []
        for start in stride(from: 0, to: text.count, by: chunk) {
            framer.append(text[start..<min(text.count, start + chunk)])
            do {
                while let frame = try framer.next() { found.append(frame) }
            } catch {
                return found
            }
        }
        return found
    }
}
