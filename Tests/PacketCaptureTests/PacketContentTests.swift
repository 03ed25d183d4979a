import NaruTesting
import NetworkTypes
import PacketCapture
import Testing

@Suite("TCP segments in packets")
struct PacketContentTests {
    private static let ipv4 = TestSegment.packet([7, 8, 9], sequence: 5)
    private static let ipv6: [UInt8] =
        [0x60, 0, 0, 0, 0, 39, 0, 64] + [0xfd] + [UInt8](repeating: 0, count: 14) + [1] + [0xfd]
        + [UInt8](repeating: 0, count: 14) + [2]
        // Hop-by-hop options, then destination options, then TCP.
        + [60, 0, 1, 4, 0, 0, 0, 0] + [6, 0, 1, 4, 0, 0, 0, 0] + ipv4.dropFirst(20)

    private func payload(_ linkType: UInt16, _ bytes: [UInt8]) -> [UInt8]? {
        let packet = CapturedPacket(time: nil, linkType: linkType, originalLength: bytes.count, bytes: bytes)
        guard case .segment(let segment) = packet.content, segment.sequence == 5 else { return nil }
        return Array(segment.payload)
    }

    @Test func linkTypes() {
        let cooked: [UInt8] = [0, 0, 0, 1, 0, 6, 2, 0, 0, 0, 0, 1, 0, 0]
        let cooked2: [UInt8] = [0, 0, 0, 0, 0, 1, 0, 1, 0, 6, 2, 0, 0, 0, 0, 1, 0, 0]
        let cases: [(UInt16, [UInt8])] = [
            (1, TestSegment.frame(Self.ipv4)), (1, TestSegment.frame(Self.ipv4, tags: 2)),
            (1, TestSegment.frame(Self.ipv4 + [0, 0, 0])), (101, Self.ipv4), (12, Self.ipv4), (228, Self.ipv4),
            (113, cooked + [8, 0] + Self.ipv4), (276, [8, 0] + cooked2 + Self.ipv4), (0, [2, 0, 0, 0] + Self.ipv4),
            (108, [0, 0, 0, 2] + Self.ipv4), (101, Self.ipv6), (229, Self.ipv6),
            (1, [2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1, 0x86, 0xdd] + Self.ipv6),
        ]
        for (linkType, bytes) in cases { #expect(payload(linkType, bytes) == [7, 8, 9], "link type \(linkType)") }
        #expect(CapturedPacket(time: nil, linkType: 147, originalLength: 0, bytes: []).content == .unknownLinkType(147))
    }

    @Test func endpointsHaveText() throws {
        let packet = CapturedPacket(time: nil, linkType: 101, originalLength: 99, bytes: Self.ipv6)
        guard case .segment(let segment) = packet.content else { throw PacketError() }
        #expect(segment.stream.from == "[fd00::1]:40000")
        #expect(segment.stream.to == "[fd00::2]:6653")
    }

    private struct PacketError: Error {}

    @Test func fragmentsAreNotTakenForSegments() {
        var fragment = Self.ipv4
        fragment[6] = 0x20
        #expect(CapturedPacket(time: nil, linkType: 101, originalLength: 43, bytes: fragment).content == .fragment)
    }

    @Test func whatTheCaptureCutOffIsMissing() {
        let packet = CapturedPacket(
            time: nil, linkType: 101, originalLength: 43, bytes: Array(Self.ipv4.dropLast(2)))
        guard case .segment(let segment) = packet.content else {
            Issue.record("no segment")
            return
        }
        #expect(Array(segment.payload) == [7])
        #expect(segment.missing == 2)
    }

    @Test(arguments: [0, 1, 12, 14, 101, 108, 113, 228, 229, 276] as [UInt16])
    func noBytesStopIt(linkType: UInt16) {
        for whole in [TestSegment.frame(Self.ipv4, tags: 1), Self.ipv6, Self.ipv4] {
            for count in 0...whole.count {
                let cut = Array(whole.prefix(count))
                _ = CapturedPacket(time: nil, linkType: linkType, originalLength: 0, bytes: cut).content
            }
            for index in whole.indices {
                for bit in 0..<8 {
                    var bytes = whole
                    bytes[index] ^= 1 << bit
                    _ = CapturedPacket(time: nil, linkType: linkType, originalLength: 0, bytes: bytes).content
                }
            }
        }
    }
}
