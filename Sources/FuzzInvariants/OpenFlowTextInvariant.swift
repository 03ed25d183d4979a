import OpenFlowText

/// A message is the same after a way through JSON, and JSON is a message that the codec takes, or a fault.
///
/// The bytes are a message, or JSON where they begin with a brace.
enum OpenFlowTextInvariant {
    static func violation(of bytes: [UInt8]) -> String? {
        guard bytes.first == UInt8(ascii: "{") else {
            return (try? MessageText(decoding: bytes)).flatMap(violation(of:))
        }
        guard let wire = try? MessageText(json: bytes).encode() else { return nil }
        guard let decoded = try? MessageText(decoding: wire) else { return "what was encoded does not decode" }
        return violation(of: decoded)
    }

    private static func violation(of message: MessageText) -> String? {
        do throws(OpenFlowTextError) {
            let again = try MessageText(json: message.json)
            return again == message ? nil : "JSON gives another message"
        } catch {
            return "what was written is refused: \(error)"
        }
    }
}
