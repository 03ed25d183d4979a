import OpenFlow
import OpenFlowChannel
import Testing

/// Dialogues of a controller with a switch; moments are in seconds.
struct ControllerChannelTests {
    static let features = FeaturesReply(datapathID: 0x11, tableCount: 254)

    private func seconds(_ seconds: Double) -> Int64 { Int64(seconds * 1e9) }

    /// What is sent, decoded; anything else is an issue.
    private func sent(_ actions: [ChannelAction]) throws -> [OpenFlowMessage] {
        var messages: [OpenFlowMessage] = []
        for action in actions {
            guard case .send(let bytes) = action else {
                Issue.record("not only sending: \(action)")
                continue
            }
            messages.append(try OpenFlowMessage.decode(bytes).message)
        }
        return messages
    }

    private func ready() -> ControllerChannel {
        var channel = ControllerChannel()
        _ = channel.connected(now: 0)
        _ = channel.receive(xid: 9, .hello(Hello(version: 6, versionBitmap: [0x70])), now: 1)
        _ = channel.receive(xid: 2, .featuresReply(Self.features), now: 2)
        return channel
    }

    @Test func handshake() throws {
        var channel = ControllerChannel()
        #expect(try sent(channel.connected(now: 0)) == [.hello(.version13)])
        let hello = OpenFlowMessage.hello(Hello(version: 6, versionBitmap: [0x70]))
        #expect(try sent(channel.receive(xid: 9, hello, now: 1)) == [.featuresRequest])
        #expect(!channel.isReady)
        #expect(channel.receive(xid: 2, .featuresReply(Self.features), now: 2) == [.ready(Self.features)])
        #expect(channel.isReady)
    }

    @Test(arguments: [Hello(version: 1), Hello(version: 6, versionBitmap: [0x60])])
    func refusesAnotherVersion(_ hello: Hello) throws {
        var channel = ControllerChannel()
        _ = channel.connected(now: 0)
        let actions = channel.receive(xid: 9, .hello(hello), now: 1)
        #expect(actions.last == .close(.noCommonVersion(theirs: hello.version)))
        guard case .error(let error)? = try sent(Array(actions.dropLast())).first else {
            Issue.record("no error message")
            return
        }
        #expect(error.type == ErrorMessage.Kind.helloFailed && error.code == ErrorMessage.helloIncompatibleCode)
        #expect(channel.receive(xid: 9, .hello(.version13), now: 2).isEmpty)
        #expect(channel.tick(now: seconds(60)).isEmpty)
    }

    @Test func refusesAMessageBeforeHello() {
        var channel = ControllerChannel()
        _ = channel.connected(now: 0)
        let actions = channel.receive(xid: 1, .barrierReply, now: 1)
        #expect(actions == [.close(.unexpected("a message before hello"))])
    }

    @Test func answersEcho() {
        var channel = ready()
        let actions = channel.receive(xid: 77, .echoRequest([1, 2]), now: 3)
        #expect(actions == [.send(OpenFlowMessage.echoReply([1, 2]).encode(xid: 77))])
    }

    @Test func asksAfterFiveSecondsOfSilenceAndClosesAfterFifteen() throws {
        var channel = ready()
        #expect(channel.tick(now: seconds(4.9)).isEmpty)
        #expect(try sent(channel.tick(now: seconds(5.1))) == [.echoRequest([])])
        #expect(channel.tick(now: seconds(6)).isEmpty)
        #expect(channel.receive(xid: 3, .echoReply([]), now: seconds(7)).isEmpty)
        #expect(try sent(channel.tick(now: seconds(12.1))) == [.echoRequest([])])
        #expect(channel.tick(now: seconds(21.9)).isEmpty)
        #expect(channel.tick(now: seconds(22)) == [.close(.silent)])
        #expect(channel.tick(now: seconds(30)).isEmpty)
    }

    @Test func aHandshakeThatDripsIsClosed() {
        var channel = ControllerChannel()
        _ = channel.connected(now: 0)
        for second in 1...14 {
            _ = channel.receive(xid: 1, .echoRequest([]), now: seconds(Double(second)))
            #expect(channel.tick(now: seconds(Double(second))).isEmpty)
        }
        #expect(channel.tick(now: seconds(15)) == [.close(.handshakeTooLong)])
    }

    @Test func joinsThePartsOfAnAnswerUnderItsXID() throws {
        var channel = ready()
        func entry(_ table: UInt8) -> FlowStatsEntry {
            FlowStatsEntry(table: table, priority: 1, cookie: 1, match: FlowMatch(), instructions: [])
        }
        let askedFlows = channel.request(.flow(FlowStatsRequest()))
        let flows = try #require(askedFlows)
        let askedMeters = channel.request(.meterConfig(meter: MeterNumber.all))
        let meters = try #require(askedMeters)
        #expect(flows.xid != meters.xid)
        func part(_ table: UInt8, hasMore: Bool) -> OpenFlowMessage {
            .multipartReply(MultipartReply(.flow([entry(table)]), hasMore: hasMore))
        }
        #expect(channel.receive(xid: flows.xid, part(1, hasMore: true), now: 3).isEmpty)
        #expect(
            channel.receive(xid: meters.xid, .multipartReply(MultipartReply(.meterConfig([]))), now: 3)
                == [.multipart(xid: meters.xid, .meterConfig([]))])
        #expect(channel.receive(xid: flows.xid, part(2, hasMore: true), now: 4).isEmpty)
        #expect(
            channel.receive(xid: flows.xid, part(3, hasMore: false), now: 5)
                == [.multipart(xid: flows.xid, .flow([entry(1), entry(2), entry(3)]))])
        // Nobody asked for it any more.
        #expect(channel.receive(xid: flows.xid, part(4, hasMore: false), now: 6).isEmpty)
    }

    @Test func partsOfTwoTypesCloseTheChannel() throws {
        var channel = ready()
        let askedRequest = channel.request(.flow(FlowStatsRequest()))
        let request = try #require(askedRequest)
        _ = channel.receive(xid: request.xid, .multipartReply(MultipartReply(.flow([]), hasMore: true)), now: 3)
        let actions = channel.receive(xid: request.xid, .multipartReply(MultipartReply(.portDescription([]))), now: 3)
        #expect(actions == [.close(.unexpected("parts of different types in one multipart answer"))])
    }

    @Test func anAnswerWithoutEndClosesTheChannel() throws {
        var channel = ready()
        let askedRequest = channel.request(.flow(FlowStatsRequest()))
        let request = try #require(askedRequest)
        let part = OpenFlowMessage.multipartReply(MultipartReply(.flow([]), hasMore: true))
        for _ in 0..<ChannelLimits.multipartParts {
            #expect(channel.receive(xid: request.xid, part, now: 3).isEmpty)
        }
        #expect(channel.receive(xid: request.xid, part, now: 3) == [.close(.multipartTooLong)])
    }

    @Test func aRefusedRequestIsTold() throws {
        var channel = ready()
        let askedRequest = channel.request(.flow(FlowStatsRequest()))
        let request = try #require(askedRequest)
        let error = OpenFlowMessage.error(ErrorMessage(type: ErrorMessage.Kind.badRequest, code: 2))
        #expect(channel.receive(xid: request.xid, error, now: 3) == [.message(xid: request.xid, error)])
    }

    @Test func requestsUnderWayAreBounded() {
        var channel = ready()
        for _ in 0..<ChannelLimits.requests { #expect(channel.request(.description) != nil) }
        #expect(channel.request(.description) == nil)
        for _ in 0..<ChannelLimits.requests { #expect(channel.bundle([]) != nil) }
        #expect(channel.bundle([]) == nil)
    }

    @Test func theRestGoesToTheOwner() {
        var channel = ready()
        let status = OpenFlowMessage.roleStatus(RoleStatus(role: .slave, reason: 0, generation: 3))
        for message in [status, .barrierReply, .experimenter(Experimenter(experimenter: 1, type: 2))] {
            #expect(channel.receive(xid: 5, message, now: 3) == [.message(xid: 5, message)])
        }
    }
}
