import FlowPipeline
import NetworkTypes
import Testing

@Suite struct MatchTests {
    @Test func orderAndRepetitionDoNotMatter() {
        let one: Match = [.inPort(1), .arp, .arpOperation(1)]
        let other: Match = [.arpOperation(1), .inPort(1), .arp, .arp]
        #expect(one == other)
        #expect(one.hashValue == other.hashValue)
        #expect(one != [.inPort(1), .arp, .arpOperation(2)])
    }

    @Test func levelsAreNames() {
        #expect(Priority.longestPrefix(0) == .normal)
        #expect(Priority(value: 228) == .longestPrefix(128))
        #expect(Priority(value: 229) == nil)
        #expect(Priority(value: 99) == nil)
        #expect([Priority.miss, .low, .normal, .longestPrefix(1), .high].map(\.value) == [0, 50, 100, 101, 1000])
    }
}
