import OpenFlow

/// A line of hexadecimal digits that should be one OpenFlow message. Spaces, tabs and colons stand between digits as they
/// like; a line without digits or one that begins with `#` says nothing.
public enum HexLine: Hashable, Sendable {
    case message(MessageText)
    case refused(RefusedMessage)
    /// A byte that is no digit stands at this place, counted from 0; nil for an odd number of digits.
    case notHexadecimal(at: Int?)
    case empty

    /// The longest line: the longest message with two characters between its bytes.
    public static let limit = OpenFlowLimit.messageLength * 4

    public init(_ line: [UInt8]) {
        guard line.first(where: { $0 != 0x20 && $0 != 0x09 }) != UInt8(ascii: "#") else {
            self = .empty
            return
        }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(line.count / 2)
        var high: UInt8?
        for (place, character) in line.enumerated() {
            if character == 0x20 || character == 0x09 || character == UInt8(ascii: ":") { continue }
            guard let digit = hexDigit(character) else {
                self = .notHexadecimal(at: place)
                return
            }
            if let upper = high { bytes.append(upper << 4 | digit) }
            high = high == nil ? digit : nil
        }
        if high != nil {
            self = .notHexadecimal(at: nil)
        } else if bytes.isEmpty {
            self = .empty
        } else {
            self.init(message: bytes)
        }
    }

    private init(message bytes: [UInt8]) {
        do {
            self = .message(try MessageText(decoding: bytes))
        } catch {
            self = .refused(RefusedMessage(error: error, bytes: bytes))
        }
    }
}
