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
}
