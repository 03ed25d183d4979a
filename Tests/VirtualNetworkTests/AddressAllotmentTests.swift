import NaruTesting
import NetworkTypes
import Testing
import VirtualNetwork

/// The rules of allotment in their plainest form: scan from the start, every time.
private struct NaiveAllocator {
    let size: UInt64
    let family: IPFamily
    var taken: Set<UInt64> = []
    var releasedAt: [UInt64: Timestamp] = [:]

    func isUsable(_ offset: UInt64) -> Bool {
        offset > 2 && offset < (family == .v4 ? size - 1 : size)
    }

    func lowestFree(at now: Timestamp) -> UInt64? {
        (0..<size).first { offset in
            guard isUsable(offset), !taken.contains(offset) else { return false }
            guard let released = releasedAt[offset] else { return true }
            return now >= released.advanced(seconds: 60)
        }
    }
}

@Suite struct AddressAllotmentTests {
    @Test(
        arguments: [
            ("10.0.0.0/29", UInt64(1)), ("10.0.0.0/25", 2), ("10.0.0.0/23", 3), ("10.0.0.0/8", 4),
            ("fd00::/64", 5), ("fd00::/121", 6), ("fd00::/125", 7), ("10.0.0.64/26", 8), ("10.0.0.0/24", 9),
        ])
    func agrees_with_the_naive_allocator(cidr: String, seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        var talk = Dialogue()
        let block = try prefix(cidr)
        let width = block.family.width - block.length
        var naive = NaiveAllocator(size: UInt64(1) << UInt64(min(width, 12)), family: block.family)
        // Of a wide subnet only the start is ever reached, so its end may be left out.
        if width > 12 { naive = NaiveAllocator(size: 1 << 12, family: .v6) }
        try talk.send(createNetwork(1))
        try talk.send(try createSubnet(1, cidr, network: 1))
        var living: [(port: UInt64, offset: UInt64)] = []
        var granted = 0
        for step in 1...1200 {
            let isGrowing = step / 300 % 2 == 0
            if !living.isEmpty, Int.random(in: 0..<10, using: &generator) < (isGrowing ? 2 : 7) {
                let gone = living.remove(at: Int.random(in: living.indices, using: &generator))
                try talk.send(delete(.port, gone.port))
                naive.taken.remove(gone.offset)
                naive.releasedAt[gone.offset] = talk.now
            } else {
                let named = Int.random(in: 0..<4, using: &generator) == 0
                let wished = named ? UInt64.random(in: 0..<min(naive.size, 300), using: &generator) : nil
                let request = FixedIPRequest(
                    subnet: id(.subnet, 1),
                    address: wished.map { IPAddress(family: block.family, bits: block.address.bits + UInt128($0)) })
                let command = createPort(UInt64(step), network: 1) { $0.fixedIPs = [request] }
                let expected =
                    wished.map { naive.isUsable($0) && !naive.taken.contains($0) ? $0 : nil }
                    ?? naive.lowestFree(at: talk.now)
                guard let expected else {
                    #expect(talk.refusal(of: command) != nil, "step \(step)")
                    continue
                }
                try talk.send(command)
                let port = try #require(talk.state.port(id(.port, UInt64(step))))
                let offset = UInt64(try #require(port.fixedIPs.first).address.bits - block.address.bits)
                #expect(offset == expected, "step \(step)")
                naive.taken.insert(offset)
                naive.releasedAt[offset] = nil
                living.append((UInt64(step), offset))
                granted += 1
            }
            talk.wait(seconds: Int64.random(in: 0...9, using: &generator))
        }
        #expect(granted > 30)
    }

    @Test func a_large_subnet_fills_in_order() throws {
        var talk = Dialogue()
        try talk.send(createNetwork(1))
        try talk.send(try createSubnet(1, "10.0.0.0/16", network: 1))
        for n in 1...4000 { try talk.send(createPort(UInt64(n), network: 1)) }
        #expect(talk.state.port(id(.port, 4000))?.fixedIPs.map(\.address.description) == ["10.0.15.162"])
        try talk.send(delete(.port, 17))
        talk.wait(seconds: 60)
        try talk.send(createPort(5000, network: 1))
        #expect(talk.state.port(id(.port, 5000))?.fixedIPs.map(\.address.description) == ["10.0.0.19"])
    }

    @Test func a_clock_set_back_keeps_no_address_for_long() throws {
        var talk = Dialogue()
        try talk.send(createNetwork(1))
        try talk.send(try createSubnet(1, "10.0.0.0/24", network: 1))
        try talk.send(createPort(1, network: 1))
        try talk.send(delete(.port, 1))
        talk.wait(seconds: -3600)
        try talk.send(createPort(2, network: 1))
        #expect(talk.state.port(id(.port, 2))?.fixedIPs.map(\.address.description) == ["10.0.0.3"])
    }
}
