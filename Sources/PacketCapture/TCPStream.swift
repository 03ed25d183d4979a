/// One direction of a connection, put into order by sequence number.
struct TCPStream: Sendable {
    /// What comes out, in order.
    enum Piece: Hashable, Sendable {
        /// Payload that continues what came before. `startsSegment` where the sender began a segment here.
        case data(ArraySlice<UInt8>, startsSegment: Bool)
        /// So many bytes are not in the capture.
        case gap(bytes: Int)
        /// The stream begins; with `isMiddle` the capture has not seen its beginning.
        case start(isMiddle: Bool)
    }

    private struct Pending: Sendable {
        let sequence: UInt32
        let payload: ArraySlice<UInt8>
        /// Bytes behind the payload that the capture cut off.
        let missing: Int

        var count: Int { payload.count + missing }

        /// The same with storage of its own.
        var detached: Pending { Pending(sequence: sequence, payload: Array(payload)[...], missing: missing) }
    }

    /// The number of the first byte, where its SYN was seen.
    private var first: UInt32?
    /// The sequence number that comes next; nil before the first segment.
    private var next: UInt32?
    /// Segments that came too early, by their distance to `next`.
    private var pending: [Pending] = []
    private var pendingBytes = 0

    /// Takes a segment and appends what is in order now to `pieces`.
    mutating func take(_ segment: TCPSegment, into pieces: inout [Piece]) {
        let sequence = segment.isSYN ? segment.sequence &+ 1 : segment.sequence
        if segment.isSYN, first != sequence { begin(at: sequence, isMiddle: false, into: &pieces) }
        guard !segment.payload.isEmpty || segment.missing > 0 else { return }
        if next == nil || abs(distance(sequence)) > CaptureLimit.sequenceJump {
            begin(at: sequence, isMiddle: true, into: &pieces)
        }
        insert(Pending(sequence: sequence, payload: segment.payload, missing: segment.missing))
        deliver(into: &pieces)
        while pendingBytes > CaptureLimit.pendingBytes || pending.count > CaptureLimit.pendingSegments {
            skipGap(into: &pieces)
        }
    }

    /// Gives up the gaps that are left; nothing comes any more.
    mutating func drain(into pieces: inout [Piece]) {
        while !pending.isEmpty { skipGap(into: &pieces) }
    }

    /// Whether everything up to the end of `segment` came out.
    func isDelivered(through segment: TCPSegment) -> Bool {
        let length = segment.payload.count + segment.missing + (segment.isSYN ? 1 : 0)
        return pending.isEmpty && distance(segment.sequence &+ UInt32(truncatingIfNeeded: length)) <= 0
    }

    private mutating func begin(at sequence: UInt32, isMiddle: Bool, into pieces: inout [Piece]) {
        drain(into: &pieces)
        first = isMiddle ? nil : sequence
        next = sequence
        pieces.append(.start(isMiddle: isMiddle))
    }

    /// Signed distance of a sequence number to the next one (RFC 9293 §3.4: numbers wrap around).
    private func distance(_ sequence: UInt32) -> Int { Int(Int32(truncatingIfNeeded: sequence &- (next ?? sequence))) }

    private mutating func insert(_ segment: Pending) {
        let place = distance(segment.sequence)
        let index = pending.firstIndex { distance($0.sequence) > place } ?? pending.count
        // A segment that waits is copied out of its packet, which may be far longer: `pendingBytes` counts payload alone.
        pending.insert(place > 0 ? segment.detached : segment, at: index)
        pendingBytes += segment.payload.count
    }

    private mutating func deliver(into pieces: inout [Piece]) {
        var delivered = 0
        for segment in pending {
            // What lies before the next number is a retransmission.
            let known = -distance(segment.sequence)
            guard known >= 0 else { break }
            delivered += 1
            pendingBytes -= segment.payload.count
            guard known < segment.count else { continue }
            next = segment.sequence &+ UInt32(truncatingIfNeeded: segment.count)
            let fresh = segment.payload.dropFirst(known)
            if !fresh.isEmpty { pieces.append(.data(fresh, startsSegment: known == 0)) }
            if segment.missing > 0 { pieces.append(.gap(bytes: segment.count - max(known, segment.payload.count))) }
        }
        pending.removeFirst(delivered)
    }

    /// Goes on at the first segment that waits.
    private mutating func skipGap(into pieces: inout [Piece]) {
        guard let first = pending.first else { return }
        let bytes = distance(first.sequence)
        if bytes > 0 {
            pieces.append(.gap(bytes: bytes))
            next = first.sequence
        }
        deliver(into: &pieces)
    }
}
