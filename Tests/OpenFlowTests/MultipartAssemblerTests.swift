import OpenFlow
import Testing

/// Answers of many messages become one, within bounds.
struct MultipartAssemblerTests {
    private func tables(_ numbers: UInt8..., hasMore: Bool = true) -> MultipartReply {
        MultipartReply(.table(numbers.map { table($0) }), hasMore: hasMore)
    }

    private func table(_ number: UInt8) -> TableStats {
        TableStats(table: number, activeCount: 0, lookupCount: 0, matchedCount: 0)
    }

    @Test func answersAreToldApartByTheirXIDs() throws {
        var assembler = MultipartAssembler()
        assembler.expect(1, isTaken: true)
        assembler.expect(2, isTaken: true)
        #expect(try assembler.receive(xid: 1, tables(0)) == .incomplete)
        #expect(try assembler.receive(xid: 2, MultipartReply(.group([]), hasMore: true)) == .incomplete)
        #expect(try assembler.receive(xid: 3, tables(9, hasMore: false)) == .unexpected)
        #expect(try assembler.receive(xid: 1, tables(1, 2)) == .incomplete)
        #expect(
            try assembler.receive(xid: 1, tables(3, hasMore: false))
                == .complete(.table([table(0), table(1), table(2), table(3)])))
        #expect(try assembler.receive(xid: 1, tables(4, hasMore: false)) == .unexpected)
        #expect(try assembler.receive(xid: 2, MultipartReply(.group([]))) == .complete(.group([])))
        #expect(assembler.expectedCount == 0)
    }

    @Test func partsOfOtherTypesEndAnAnswer() throws {
        let experimenters = [1, 2].map { Experimenter(experimenter: 7, type: $0, body: [1]) }
        for (first, second) in [
            (MultipartReply.Body.table([]), MultipartReply.Body.group([])),
            (.opaque(type: 77, body: []), .opaque(type: 78, body: [])),
            (.flowMonitor([]), .experimenter(experimenters[0])),
            (.experimenter(experimenters[0]), .experimenter(experimenters[1])),
        ] {
            var assembler = MultipartAssembler()
            assembler.expect(1, isTaken: true)
            #expect(try assembler.receive(xid: 1, MultipartReply(first, hasMore: true)) == .incomplete)
            #expect(throws: MultipartAssembler.Failure.mixedTypes) {
                try assembler.receive(xid: 1, MultipartReply(second))
            }
            #expect(assembler.expectedCount == 0)
        }
    }

    @Test func partsAndBytesAndAnswersAreBounded() throws {
        var assembler = MultipartAssembler(partLimit: 3, byteLimit: 100, answerLimit: 2)
        assembler.expect(1, isTaken: true)
        assembler.expect(2, isTaken: true)
        assembler.expect(3, isTaken: false)
        for _ in 0..<3 { #expect(try assembler.receive(xid: 1, tables(0), byteCount: 10) == .incomplete) }
        #expect(throws: MultipartAssembler.Failure.tooManyParts) {
            try assembler.receive(xid: 1, tables(0, hasMore: false), byteCount: 10)
        }
        assembler.expect(3, isTaken: true)
        #expect(try assembler.receive(xid: 2, tables(0), byteCount: 60) == .incomplete)
        #expect(throws: MultipartAssembler.Failure.tooManyBytes) {
            try assembler.receive(xid: 2, tables(0), byteCount: 41)
        }
        let cancelled = [assembler.cancel(3), assembler.cancel(3)]
        #expect(cancelled == [true, false])
    }

    /// Every type of list, in two halves.
    @Test(arguments: HexVector.messages + HexVector.flows)
    func theHalvesOfAnAnswerAreTheAnswer(_ vector: HexVector) throws {
        guard case .multipartReply(let reply) = try OpenFlowMessage.decode(vector.bytes).message else { return }
        var assembler = MultipartAssembler()
        assembler.expect(1, isTaken: true)
        #expect(try assembler.receive(xid: 1, MultipartReply(reply.body, hasMore: true)) == .incomplete)
        guard case .complete(let joined) = try assembler.receive(xid: 1, MultipartReply(reply.body)) else {
            Issue.record("not complete")
            return
        }
        let one = OpenFlowMessage.multipartReply(MultipartReply(reply.body)).encode(xid: 1)
        let two = OpenFlowMessage.multipartReply(MultipartReply(joined)).encode(xid: 1)
        switch reply.body {
        case .description, .aggregate, .groupFeatures, .meterFeatures: #expect(two == one)
        case .flowMonitor: #expect(two.dropFirst(24) == one.dropFirst(24) + one.dropFirst(24))
        default: #expect(two.dropFirst(16) == one.dropFirst(16) + one.dropFirst(16))
        }
    }
}

extension MultipartAssembler {
    fileprivate mutating func expect(_ xid: UInt32, isTaken expected: Bool) {
        let isTaken = expect(xid)
        #expect(isTaken == expected)
    }
}
