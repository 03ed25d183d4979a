import OpenFlow

/// Finds the messages of one direction of a control channel, and finds them again after a gap: senders begin a segment with
/// a message as a rule, so the next segment that reads as a chain of headers is taken for one.
struct ControlStream: Sendable {
    enum Found: Hashable, Sendable {
        case message(MessageText)
        case refused(RefusedMessage)
        /// After so many bytes that could not be read a message begins again.
        case foundAgain(skipped: Int)
        /// What comes now cannot be a message's header.
        case lost
    }

    private var buffer: [UInt8] = []
    private(set) var isLost: Bool
    /// Bytes passed over since the messages were lost.
    private(set) var skipped = 0

    init(isLost: Bool) { self.isLost = isLost }

    /// Types up to 1.5's, versions 1.0 to 1.5.
    private static let lastType: UInt8 = 35
    private static let versions: ClosedRange<UInt8> = 1...6

    /// Bytes of a message that was cut by a gap are given up.
    mutating func lose() {
        skipped += buffer.count
        buffer = []
        isLost = true
    }

    /// Bytes that wait for the rest of their message.
    var waiting: Int { buffer.count }

    mutating func take(_ bytes: ArraySlice<UInt8>, startsSegment: Bool) -> [Found] {
        var found: [Found] = []
        if isLost {
            guard startsSegment, Self.isChain(bytes) else {
                skipped += bytes.count
                return []
            }
            if skipped > 0 { found.append(.foundAgain(skipped: skipped)) }
            skipped = 0
            isLost = false
        }
        buffer += bytes
        var start = 0
        while buffer.count - start >= MessageHeader.size {
            guard let length = Self.length(buffer[start...]) else {
                refuse(from: start, into: &found)
                return found
            }
            guard buffer.count - start >= length else { break }
            let message = Array(buffer[start..<(start + length)])
            do {
                found.append(.message(try MessageText(decoding: message)))
            } catch {
                found.append(.refused(RefusedMessage(error: error, bytes: message)))
            }
            start += length
        }
        buffer.removeFirst(start)
        return found
    }

    /// No message can begin here: shows the header's bytes and gives up the rest.
    private mutating func refuse(from start: Int, into found: inout [Found]) {
        let header = Array(buffer[start..<(start + MessageHeader.size)])
        let isLength = Self.versions.contains(header[0])
        let error = OpenFlowError(
            scope: .channel, offset: isLength ? 2 : 0, field: isLength ? "ofp_header.length" : "ofp_header.version",
            rule: isLength ? .badLength : .badVersion)
        found.append(.refused(RefusedMessage(error: error, bytes: header)))
        found.append(.lost)
        buffer.removeFirst(start)
        lose()
    }

    /// The length of the message whose header begins here; nil where no header can.
    private static func length(_ bytes: ArraySlice<UInt8>) -> Int? {
        let start = bytes.startIndex
        guard bytes.count >= MessageHeader.size, versions.contains(bytes[start]) else { return nil }
        let length = Int(bytes[start + 2]) << 8 | Int(bytes[start + 3])
        return length >= MessageHeader.size ? length : nil
    }

    /// Whether headers follow one another through the whole segment.
    private static func isChain(_ bytes: ArraySlice<UInt8>) -> Bool {
        var rest = bytes
        guard rest.count >= MessageHeader.size else { return false }
        while rest.count >= MessageHeader.size {
            guard let length = length(rest), rest[rest.startIndex + 1] <= lastType else { return false }
            rest = rest.dropFirst(length)
        }
        return true
    }
}
