import OpenFlow

/// An assembler keeps to its limits whatever the answer's messages are, and a joined answer is one that can be written.
///
/// The first byte chooses how many messages and bytes are let in, the rest is a stream of messages, all of one answer.
enum OpenFlowMultipartInvariant {
    static func violation(of bytes: [UInt8]) -> String? {
        guard let limits = bytes.first else { return nil }
        let (parts, size) = (Int(limits & 7) + 1, (Int(limits >> 3) + 1) * 128)
        var assembler = MultipartAssembler(partLimit: parts, byteLimit: size, answerLimit: 1)
        guard assembler.expect(1), !assembler.expect(2) else { return "the limit of answers does not hold" }
        var (start, count, received) = (1, 0, 0)
        while case .complete(let length) = MessageFramer.next(in: bytes.span.bytes.extracting(droppingFirst: start)) {
            defer { start += length }
            guard let message = try? OpenFlowMessage.decode(Array(bytes[start..<(start + length)])).message,
                case .multipartReply(let reply) = message
            else { continue }
            count += 1
            received += length
            do {
                switch try assembler.receive(xid: 1, reply, byteCount: length) {
                case .unexpected: return "an answer under way is not expected"
                case .incomplete where !reply.hasMore: return "the last message does not complete the answer"
                case .incomplete: continue
                case .complete(let body):
                    if reply.hasMore { return "an answer is complete before its last message" }
                    if count > parts || received > size { return "the limits do not hold" }
                    return assembler.expectedCount == 0 ? violation(of: body) : "a complete answer is expected still"
                }
            } catch {
                return assembler.expectedCount == 0 ? nil : "an answer that was given up is expected still"
            }
        }
        return nil
    }

    /// Joined out of few bytes, it fits in one message.
    private static func violation(of body: MultipartReply.Body) -> String? {
        OpenFlowMessageInvariant.violation(of: .multipartReply(MultipartReply(body)), xid: 1)
    }
}
