import NaruTesting

/// Flow modifications that are nearly right, made from right ones by a seed: the lengths mostly still agree, so that a
/// reader gets as far as the values.
struct FlowModMutator {
    private var random: SeededGenerator
    private let originals: [[UInt8]]

    init(seed: UInt64, originals: [[UInt8]]) {
        random = SeededGenerator(seed: seed)
        self.originals = originals
    }

    /// Bytes that lengths, flags, ports and types often have.
    private static let telling: [UInt8] = [
        0, 1, 2, 3, 4, 5, 6, 8, 15, 16, 24, 32, 63, 64, 127, 128, 0xf8, 0xfd, 0xfe, 0xff,
    ]

    /// The next one, with a length field that agrees with its bytes.
    mutating func next() -> [UInt8] {
        var bytes = pick(originals)
        for _ in 0..<Int.random(in: 1...2, using: &random) { mutate(&bytes) }
        bytes[2] = UInt8(truncatingIfNeeded: bytes.count >> 8)
        bytes[3] = UInt8(truncatingIfNeeded: bytes.count)
        return bytes
    }

    private mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[Int.random(in: 0..<elements.count, using: &random)]
    }

    private mutating func mutate(_ bytes: inout [UInt8]) {
        let body = 8..<bytes.count
        let place = Int.random(in: Bool.random(using: &random) ? body : 48..<bytes.count, using: &random)
        switch Int.random(in: 0..<8, using: &random) {
        case 0...2: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        case 3...4: bytes[place] = pick(Self.telling)
        case 5: bytes[place] = UInt8.random(in: 0...255, using: &random)
        case 6: bytes = crossed(bytes)
        default: bytes[place] = bytes[place] &+ (Bool.random(using: &random) ? 1 : 255)
        }
    }

    /// The match of one flow with the instructions of another: prerequisites go, or come.
    private mutating func crossed(_ bytes: [UInt8]) -> [UInt8] {
        let other = pick(originals)
        guard let end = Self.matchEnd(bytes), let otherEnd = Self.matchEnd(other) else { return bytes }
        return Array(bytes[..<end] + other[otherEnd...])
    }

    private static func matchEnd(_ bytes: [UInt8]) -> Int? {
        guard bytes.count >= 56 else { return nil }
        let end = 48 + (Int(bytes[50]) << 8 + Int(bytes[51]) + 7) / 8 * 8
        return end <= bytes.count ? end : nil
    }
}
