import OpenFlow
import Testing

/// The README's example does what it says.
struct LibraryExampleTests {
    @Test func aFlowGoesThereAndBack() throws {
        // Build, encode, decode.
        var match = FlowMatch()
        match.set(.ethType, 0x0800)
        match.set(.ipv4Destination, 0x0a00_0000, mask: 0xff00_0000)
        let flow = FlowMod(
            table: 0, priority: 100, match: match,
            instructions: [.applyActions([.decrementTTL, .output(port: 2, maxLength: 0)])])
        let bytes = OpenFlowMessage.flowMod(flow).encode(xid: 7)

        let (xid, message) = try OpenFlowMessage.decode(bytes)
        guard case .flowMod(let decoded) = message else { return }

        #expect(xid == 7)
        #expect(decoded == flow)
        #expect(decoded.match[.ipv4Destination]?.mask == 0xff00_0000)
        #expect(Array(decoded.instructions).count == 1)

        // What a switch would refuse is refused: the flow lacks what its field and its action need.
        let refused = OpenFlowMessage.flowMod(
            FlowMod(table: 0, instructions: [.applyActions([.decrementTTL])])
        ).encode(xid: 8)
        let error = #expect(throws: OpenFlowError.self) { try OpenFlowMessage.decode(refused) }
        #expect(error?.rule == .missingPrerequisite)
        #expect(error?.offset == 64)
    }

    @Test func framesOfAStream() throws {
        var stream = OpenFlowMessage.barrierRequest.encode(xid: 1)
        OpenFlowMessage.echoRequest([1, 2, 3]).encode(xid: 2, into: &stream)

        var offset = 0
        var xids: [UInt32] = []
        while case .complete(let length) = MessageFramer.next(in: stream.span.bytes.extracting(droppingFirst: offset)) {
            xids.append(try OpenFlowMessage.decode(stream.span.bytes.extracting(offset..<(offset + length))).xid)
            offset += length
        }
        #expect(xids == [1, 2])
    }
}
