import NaruTesting

/// Messages that are nearly right, made from right ones by a seed.
struct MessageMutator {
    private var random: SeededGenerator
    private let originals: [[UInt8]]

    init(seed: UInt64, originals: [[UInt8]]) {
        random = SeededGenerator(seed: seed)
        self.originals = originals
    }

    /// Bytes that lengths, flags, ports and types often have.
    private static let telling: [UInt8] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 12, 16, 24, 32, 40, 64, 127, 128, 0xfe, 0xff]

    /// The next one, with a length field that agrees with its bytes.
    mutating func next() -> [UInt8] {
        var bytes = originals[Int.random(in: 0..<originals.count, using: &random)]
        for _ in 0..<Int.random(in: 1...2, using: &random) { mutate(&bytes) }
        bytes[2] = UInt8(truncatingIfNeeded: bytes.count >> 8)
        bytes[3] = UInt8(truncatingIfNeeded: bytes.count)
        return bytes
    }

    private mutating func mutate(_ bytes: inout [UInt8]) {
        guard bytes.count > 8 else { return bytes += [UInt8](repeating: 0, count: 8) }
        // The first bytes of a body tell most.
        let end = Bool.random(using: &random) ? min(bytes.count, 48) : bytes.count
        let place = Int.random(in: 8..<end, using: &random)
        switch Int.random(in: 0..<8, using: &random) {
        case 0...1: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        case 2...4: bytes[place] = Self.telling[Int.random(in: 0..<Self.telling.count, using: &random)]
        case 5: bytes[place] = bytes[place] &+ (Bool.random(using: &random) ? 1 : 255)
        case 6: bytes.removeLast(min(bytes.count - 8, Bool.random(using: &random) ? 8 : 1))
        default: bytes += [UInt8](repeating: 0, count: Bool.random(using: &random) ? 8 : 4)
        }
    }
}
