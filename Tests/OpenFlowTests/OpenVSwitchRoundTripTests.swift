import OpenFlow
import Testing

/// What Open vSwitch wrote comes back byte for byte.
struct OpenVSwitchRoundTripTests {
    @Test(arguments: HexVector.flows)
    func flowDump(_ vector: HexVector) throws {
        let (xid, message) = try OpenFlowMessage.decode(vector.bytes)
        guard case .multipartReply(let reply) = message, case .flow(let flows) = reply.body else {
            Issue.record("not a flow dump")
            return
        }
        #expect(flows.count == 1)
        #expect(flows.first?.match.firstWithoutPrerequisite() == nil)
        #expect(HexVector.text(message.encode(xid: xid)) == HexVector.text(vector.bytes))
    }

    @Test(arguments: HexVector.messages)
    func message(_ vector: HexVector) throws {
        let (xid, message) = try OpenFlowMessage.decode(vector.bytes)
        #expect(message.isNamed)
        #expect(HexVector.text(message.encode(xid: xid)) == HexVector.text(vector.bytes))
    }

    @Test func onlyGeneveOptionsAreWithoutAName() throws {
        var unnamed: [String] = []
        for vector in HexVector.flows {
            guard case .multipartReply(let reply) = try OpenFlowMessage.decode(vector.bytes).message,
                case .flow(let flows) = reply.body
            else { continue }
            for flow in flows where !flow.match.unknown.isEmpty { unnamed.append(vector.name) }
        }
        #expect(unnamed.count == 1)
        #expect(unnamed.allSatisfy { $0.contains("tun_metadata0") })
    }

    @Test func manyMessagesGoIntoOneBuffer() throws {
        var stream: [UInt8] = []
        for vector in HexVector.messages {
            let (xid, message) = try OpenFlowMessage.decode(vector.bytes)
            message.encode(xid: xid, into: &stream)
        }
        #expect(stream == HexVector.messages.flatMap { $0.bytes })

        var offset = 0
        var count = 0
        while offset < stream.count, count < HexVector.messages.count {
            guard
                case .complete(let length) = MessageFramer.next(in: stream.span.bytes.extracting(droppingFirst: offset))
            else { break }
            offset += length
            count += 1
        }
        #expect(count == HexVector.messages.count)
        #expect(offset == stream.count)
    }
}
