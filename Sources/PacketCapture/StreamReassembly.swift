/// Puts the TCP streams of a capture together. It follows those with a port of interest at either end.
public struct StreamReassembly: Sendable {
    /// What becomes known of a stream.
    public enum Event: Hashable, Sendable {
        /// A connection opens in this direction; with `isMiddle` the capture came later.
        case start(isMiddle: Bool)
        /// Bytes that continue the stream. `startsSegment` where the sender began a segment here.
        case data(ArraySlice<UInt8>, startsSegment: Bool)
        /// So many bytes are not in the capture; the stream goes on behind them.
        case gap(bytes: Int)
        /// The stream is over: closed, reset, at the end of the capture, or given up for newer ones.
        case end
    }

    private struct Followed {
        var stream = TCPStream()
        /// Grows with each stream, so that the end of a capture has an order.
        let number: Int
        var lastUse: Int
        /// Closed or reset: only another SYN opens it again, since what comes now was sent before.
        var isOver = false
    }

    private let ports: Set<UInt16>
    private var streams: [StreamKey: Followed] = [:]
    private var uses = 0

    /// - Parameter ports: TCP ports, of which one end of a stream has one.
    public init(ports: Set<UInt16>) { self.ports = ports }

    public func follows(_ key: StreamKey) -> Bool {
        ports.contains(key.sourcePort) || ports.contains(key.destinationPort)
    }

    /// Takes a segment of a stream that is followed and gives what it makes known, in order.
    public mutating func take(_ segment: TCPSegment) -> [(stream: StreamKey, event: Event)] {
        guard follows(segment.stream) else { return [] }
        var events: [(stream: StreamKey, event: Event)] = []
        uses += 1
        if streams[segment.stream] == nil {
            // What is over already, or only acknowledges, opens nothing.
            guard segment.isSYN || !segment.payload.isEmpty || segment.missing > 0 else { return [] }
            if streams.count >= CaptureLimit.streams { evict(into: &events) }
        }
        var followed = streams.removeValue(forKey: segment.stream) ?? Followed(number: uses, lastUse: uses)
        defer { streams[segment.stream] = followed }
        followed.lastUse = uses
        if followed.isOver {
            guard segment.isSYN else { return [] }
            followed = Followed(number: uses, lastUse: uses)
        }
        var pieces: [TCPStream.Piece] = []
        followed.stream.take(segment, into: &pieces)
        if segment.isRST || segment.isFIN && followed.stream.isDelivered(through: segment) {
            followed.stream.drain(into: &pieces)
            followed.isOver = true
        }
        for piece in pieces { events.append((segment.stream, Event(piece))) }
        if followed.isOver { events.append((segment.stream, .end)) }
        return events
    }

    /// Ends all streams, the oldest first.
    public mutating func finish() -> [(stream: StreamKey, event: Event)] {
        var events: [(stream: StreamKey, event: Event)] = []
        for (key, _) in streams.sorted(by: { $0.value.number < $1.value.number }) { end(key, into: &events) }
        return events
    }

    private mutating func evict(into events: inout [(stream: StreamKey, event: Event)]) {
        guard let oldest = streams.min(by: { $0.value.lastUse < $1.value.lastUse }) else { return }
        end(oldest.key, into: &events)
    }

    private mutating func end(_ key: StreamKey, into events: inout [(stream: StreamKey, event: Event)]) {
        guard var followed = streams.removeValue(forKey: key), !followed.isOver else { return }
        var pieces: [TCPStream.Piece] = []
        followed.stream.drain(into: &pieces)
        for piece in pieces { events.append((key, Event(piece))) }
        events.append((key, .end))
    }
}

extension StreamReassembly.Event {
    fileprivate init(_ piece: TCPStream.Piece) {
        switch piece {
        case .data(let bytes, let startsSegment): self = .data(bytes, startsSegment: startsSegment)
        case .gap(let bytes): self = .gap(bytes: bytes)
        case .start(let isMiddle): self = .start(isMiddle: isMiddle)
        }
    }
}
