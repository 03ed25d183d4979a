/// Reads a capture file in pieces of any size: classic pcap of either byte order, with microseconds or nanoseconds, and
/// pcapng (draft-ietf-opsawg-pcap, draft-ietf-opsawg-pcapng).
public struct CaptureReader: Sendable {
    private enum Format {
        case unknown
        case classic(ClassicCapture)
        case nextGeneration(NextGenerationCapture)
    }

    private var file = FileBytes()
    private var format = Format.unknown

    public init() {}

    /// Takes the next bytes of the file. Call `next` until it gives nil before the next append.
    public mutating func append(_ bytes: some Sequence<UInt8>) { file.append(bytes) }

    /// The next packet; nil when more bytes are wanted. After an error the file cannot be followed any more.
    public mutating func next() throws(CaptureError) -> CapturedPacket? {
        if case .unknown = format { try recognise() }
        switch format {
        case .unknown: return nil
        case .classic(let capture): return try capture.next(&file)
        case .nextGeneration(var capture):
            let packet = try capture.next(&file)
            format = .nextGeneration(capture)
            return packet
        }
    }

    /// Checks that the file may end here.
    public func finish() throws(CaptureError) {
        // With four bytes a file is recognised, or refused.
        if case .unknown = format, file.count < 4 { throw CaptureError(offset: 0, reason: .unknownFormat) }
        guard file.count == 0 else { throw CaptureError(offset: file.offset, reason: .truncated) }
    }

    private mutating func recognise() throws(CaptureError) {
        guard file.count >= 4 else { return }
        if file.u32(0, .big) == NextGenerationCapture.sectionHeader {
            format = .nextGeneration(NextGenerationCapture())
            return
        }
        if let capture = try ClassicCapture(&file) { format = .classic(capture) }
    }
}
