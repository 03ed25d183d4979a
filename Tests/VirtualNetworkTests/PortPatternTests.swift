import NaruTesting
import Testing
import VirtualNetwork

@Suite struct PortPatternTests {
    @Test func ranges_in_pieces() {
        func text(_ range: ClosedRange<UInt16>) -> [String] {
            PortPattern.covering(range).map { "\($0.value)/\(String($0.mask, radix: 16))" }
        }
        #expect(text(80...80) == ["80/ffff"])
        #expect(text(0...65535) == ["0/0"])
        #expect(text(0...1023) == ["0/fc00"])
        #expect(text(1024...65535) == ["1024/fc00", "2048/f800", "4096/f000", "8192/e000", "16384/c000", "32768/8000"])
        #expect(text(8080...8083) == ["8080/fffc"])
        #expect(text(8081...8084) == ["8081/ffff", "8082/fffe", "8084/ffff"])
        #expect(text(65535...65535) == ["65535/ffff"])
        #expect(text(1...65534).count == 30)
    }

    /// Against every port, one by one: each port of the range is in one piece, and no other is in any.
    @Test(arguments: 1...40 as ClosedRange<UInt64>)
    func pieces_are_the_range(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let one = UInt16.random(in: .min ... .max, using: &generator)
        let other = UInt16.random(in: .min ... .max, using: &generator)
        let range = min(one, other)...max(one, other)
        let patterns = PortPattern.covering(range)
        var wrong: [UInt16] = []
        for port in UInt16.min...UInt16.max {
            var hits = 0
            for pattern in patterns where pattern.matches(port) { hits += 1 }
            if hits != (range.contains(port) ? 1 : 0) { wrong.append(port) }
        }
        #expect(wrong.isEmpty, "\(range)")
        #expect(patterns == patterns.sorted())
        #expect(patterns.count <= 30)
        // Two neighbours of one size that begin at a multiple of twice their size would be one.
        for (left, right) in zip(patterns, patterns.dropFirst()) where left.mask == right.mask {
            #expect(left.value & (left.mask << 1) != right.value & (left.mask << 1), "\(range)")
        }
    }
}
