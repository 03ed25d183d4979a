/// Joins the messages of multipart answers (OpenFlow 1.3.5 §7.3.5): a value without I/O, which holds no more than its
/// limits say whatever a switch sends.
public struct MultipartAssembler: Sendable {
    /// What one more message made of an answer.
    public enum Progress: Hashable, Sendable {
        /// Nobody asked under this xid.
        case unexpected
        /// More follows.
        case incomplete
        /// The whole answer, its lists joined. It is expected no more.
        case complete(MultipartReply.Body)
    }

    /// Why an answer is given up. It is expected no more.
    public enum Failure: Error, Hashable, Sendable {
        /// Its messages are of different types.
        case mixedTypes
        /// It has more messages than `partLimit`.
        case tooManyParts
        /// It has more bytes than `byteLimit`.
        case tooManyBytes
    }

    /// The messages so far. They are joined once, at the end: a dump has hundreds of them.
    private struct Answer: Sendable {
        var parts: [MultipartReply.Body] = []
        var byteCount = 0
    }

    /// Messages of one answer.
    public let partLimit: Int
    /// Bytes of one answer's messages together.
    public let byteLimit: Int
    /// Answers that may be expected at once.
    public let answerLimit: Int
    private var answers: [UInt32: Answer] = [:]

    public init(
        partLimit: Int = OpenFlowLimit.multipartParts, byteLimit: Int = OpenFlowLimit.multipartBytes,
        answerLimit: Int = OpenFlowLimit.multipartAnswers
    ) {
        self.partLimit = partLimit
        self.byteLimit = byteLimit
        self.answerLimit = answerLimit
    }

    /// Answers that are expected.
    public var expectedCount: Int { answers.count }

    /// Expects the answer to a request; false, and nothing changes, where `answerLimit` are expected already.
    public mutating func expect(_ xid: UInt32) -> Bool {
        guard answers.count < answerLimit else { return false }
        answers[xid] = Answer()
        return true
    }

    /// Forgets a request that was refused; false where no answer to it is expected.
    public mutating func cancel(_ xid: UInt32) -> Bool { answers.removeValue(forKey: xid) != nil }

    /// Takes the next message of an answer.
    ///
    /// - Parameter byteCount: the message's length on the wire, or, where the caller does not know it, the most it can
    ///   have.
    public mutating func receive(
        xid: UInt32, _ reply: MultipartReply, byteCount: Int = OpenFlowLimit.messageLength
    ) throws(Failure) -> Progress {
        // Taken out, so that it grows in place.
        guard var answer = answers.removeValue(forKey: xid) else { return .unexpected }
        if let first = answer.parts.first, !first.isOfTheType(of: reply.body) { throw .mixedTypes }
        answer.parts.append(reply.body)
        answer.byteCount += byteCount
        guard answer.parts.count <= partLimit else { throw .tooManyParts }
        guard answer.byteCount <= byteLimit else { throw .tooManyBytes }
        if reply.hasMore {
            answers[xid] = answer
            return .incomplete
        }
        return .complete(MultipartReply.Body(joining: answer.parts, last: reply.body))
    }
}
