/// Cuts a stream of text into its lines, which end with a line feed, or a carriage return and a line feed.
public struct TextLines: Sendable {
    public struct Line: Hashable, Sendable {
        /// Counted from 1.
        public let number: Int
        /// Without its end; nil where the line is longer than the limit, and passed over.
        public let bytes: [UInt8]?
    }

    private let limit: Int
    private var buffer: [UInt8] = []
    private var start = 0
    /// Everything before this was looked at.
    private var scanned = 0
    private var number = 0
    private var isTooLong = false

    /// - Parameter limit: the most bytes of a line.
    public init(limit: Int) { self.limit = limit }

    /// Takes the next bytes. Call `next` until it gives nil before the next append.
    public mutating func append(_ bytes: some Sequence<UInt8>) { buffer.append(contentsOf: bytes) }

    /// The next line that is whole; nil when more bytes are wanted.
    public mutating func next() -> Line? {
        while scanned < buffer.count {
            scanned += 1
            if buffer[scanned - 1] == UInt8(ascii: "\n") { return take(upTo: scanned - 1) }
        }
        if isTooLong || scanned - start > limit {
            isTooLong = true
            start = scanned
        }
        if start > 0 {
            buffer.removeFirst(start)
            scanned -= start
            start = 0
        }
        return nil
    }

    /// The last line, where the text does not end with the end of a line.
    public mutating func finish() -> Line? {
        guard scanned > start || isTooLong else { return nil }
        return take(upTo: scanned)
    }

    private mutating func take(upTo end: Int) -> Line {
        number += 1
        var line = buffer[start..<end]
        start = scanned
        if line.last == UInt8(ascii: "\r") { line.removeLast() }
        defer { isTooLong = false }
        return Line(number: number, bytes: isTooLong || line.count > limit ? nil : Array(line))
    }
}
