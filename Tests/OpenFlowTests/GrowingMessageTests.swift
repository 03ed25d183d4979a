import OpenFlow
import Testing

/// Messages that are longer in their canonical form than they came, up to where they no longer fit: a value that can be
/// written again, or an error, never a trap.
struct GrowingMessageTests {
    /// Actions of OpenFlow 1.1 that set a type of service, in eight bytes each; they are written as set-field, in sixteen.
    private static func flowMod(actions count: Int, meter: Bool) -> [UInt8] {
        var match = FlowMatch()
        match.ethType = 0x0800
        var bytes = OpenFlowMessage.flowMod(FlowMod(table: 0, match: match)).encode(xid: 1)
        if meter { bytes += [0, 6, 0, 8, 0, 0, 0, 1] }
        let length = (count + 1) * 8
        bytes += [0, 4, UInt8(length >> 8), UInt8(length & 255), 0, 0, 0, 0]
        for _ in 0..<count { bytes += [0, 8, 0, 8, 1, 0, 0, 0] }
        bytes[2] = UInt8(bytes.count >> 8)
        bytes[3] = UInt8(bytes.count & 255)
        return bytes
    }

    @Test(arguments: [(100, true), (4_080, true), (4_100, false), (8_000, false)], [true, false])
    func oldActions(_ row: (count: Int, fits: Bool), meter: Bool) throws {
        let bytes = Self.flowMod(actions: row.count, meter: meter)
        guard row.fits else {
            let error = #expect(throws: OpenFlowError.self) { try OpenFlowMessage.decode(bytes) }
            #expect(error?.rule == .limit)
            return
        }
        let (xid, message) = try OpenFlowMessage.decode(bytes)
        let again = message.encode(xid: xid)
        #expect(again.count > bytes.count)
        #expect(try OpenFlowMessage.decode(again).message == message)
    }

    private static func word(_ value: Int) -> [UInt8] { [UInt8(value >> 8 & 255), UInt8(value & 255)] }

    /// A match of `unknown` bytes that nobody knows, and of four extended registers, which grow by twelve bytes each.
    private static func match(unknown count: Int) -> [UInt8] {
        var fields: [UInt8] = []
        for number: UInt8 in 111...114 { fields += [0, 1, number << 1, 16] + Array(repeating: 7, count: 16) }
        var rest = count
        while rest >= 4 {
            let payload = min(rest - 4, 250)
            fields += [0x12, 0x34, 2, UInt8(payload)] + Array(repeating: 1, count: payload)
            rest -= 4 + payload
        }
        let length = 4 + fields.count
        return [0, 1] + word(length) + fields + Array(repeating: 0, count: (8 - length % 8) % 8)
    }

    private static func message(_ type: UInt8, _ body: [UInt8]) -> [UInt8] {
        [4, type] + word(8 + body.count) + [0, 0, 0, 1] + body
    }

    @Test(arguments: [(1_000, true), (65_300, true), (65_420, false)])
    func extendedRegisters(unknown: Int, fits: Bool) throws {
        let match = Self.match(unknown: unknown)
        let packetIn = Self.message(MessageType.packetIn, Array(repeating: 0, count: 16) + match + [0, 0])
        let flowRemoved = Self.message(MessageType.flowRemoved, Array(repeating: 0, count: 40) + match)
        for bytes in [packetIn, flowRemoved] where bytes.count <= OpenFlowLimit.messageLength {
            guard fits else {
                let error = #expect(throws: OpenFlowError.self) { try OpenFlowMessage.decode(bytes) }
                #expect(error?.rule == .limit)
                continue
            }
            let (xid, message) = try OpenFlowMessage.decode(bytes)
            #expect(message.encode(xid: xid).count == bytes.count + 48)
        }
        let view = try PacketInView(packetIn.span.bytes)
        if fits {
            #expect(try view.match(in: packetIn.span.bytes).unknown.count == unknown)
        } else {
            #expect(throws: OpenFlowError.self) { try view.match(in: packetIn.span.bytes) }
        }
    }

    @Test(arguments: [(2_000, true), (8_180, false)])
    func packetOuts(count: Int, fits: Bool) throws {
        var actions: [UInt8] = []
        for _ in 0..<count { actions += [0, 8, 0, 8, 1, 0, 0, 0] }
        let head: [UInt8] = [255, 255, 255, 255, 255, 255, 255, 253] + Self.word(actions.count)
        let bytes = Self.message(MessageType.packetOut, head + [0, 0, 0, 0, 0, 0] + actions)
        let message = try? OpenFlowMessage.decode(bytes).message
        #expect((message != nil) == fits)
        #expect(message?.encodeWithinLimit(xid: 1)?.count == (fits ? 24 + count * 16 : nil))
    }

    /// What the API builds too long is told as nothing, where that is asked.
    @Test func builtTooLong() {
        let hello = OpenFlowMessage.hello(Hello(version: 4, versionBitmap: Array(repeating: 1, count: 20_000)))
        #expect(hello.encodeWithinLimit(xid: 1) == nil)
        let band = MeterBand.drop(rate: 1, burst: 1)
        let meter = MeterMod(
            command: .add, meter: MeterConfig(number: 1, flags: [], bands: Array(repeating: band, count: 5_000)))
        #expect(OpenFlowMessage.meterMod(meter).encodeWithinLimit(xid: 1) == nil)
        let forward = RequestForward(xid: 1, request: .meter(meter))
        #expect(OpenFlowMessage.requestForward(forward).encodeWithinLimit(xid: 1) == nil)
        let actions = ActionList(repeatElement(.output(port: 1, maxLength: 0), count: 5_000))
        let packetOut = OpenFlowMessage.packetOut(PacketOut(actions: actions, data: []))
        #expect(packetOut.encodeWithinLimit(xid: 1) == nil)
        let flow = FlowMod(table: 0, instructions: [.meter(1), .applyActions(actions)])
        #expect(OpenFlowMessage.flowMod(flow).encodeWithinLimit(xid: 1) == nil)
    }
}
