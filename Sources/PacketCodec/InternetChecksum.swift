import NetworkTypes

/// The Internet checksum (RFC 1071): the complement of the one's complement sum of 16-bit words.
struct InternetChecksum {
    private var sum: UInt64 = 0

    init() {}

    /// Starts with the pseudo-header that UDP sums before its own bytes (RFC 768).
    init(pseudoHeader source: IPv4Address, _ destination: IPv4Address, protocol number: UInt8, length: Int) {
        for address in [source, destination] {
            sum &+= UInt64(address.bits >> 16) &+ UInt64(address.bits & 0xffff)
        }
        sum &+= UInt64(number) &+ UInt64(truncatingIfNeeded: length)
    }

    /// Adds bytes; an odd last one counts as the upper half of a word, so only the last call may give an odd count.
    mutating func add(_ bytes: some Collection<UInt8>) {
        var upper: UInt8?
        for byte in bytes {
            if let high = upper {
                sum &+= UInt64(high) << 8 | UInt64(byte)
                upper = nil
            } else {
                upper = byte
            }
        }
        if let high = upper { sum &+= UInt64(high) << 8 }
    }

    /// What goes into the checksum field; zero over bytes that hold their right checksum already.
    var value: UInt16 {
        var folded = sum
        while folded > 0xffff { folded = (folded & 0xffff) &+ (folded >> 16) }
        return ~UInt16(truncatingIfNeeded: folded)
    }

    static func of(_ bytes: some Collection<UInt8>) -> UInt16 {
        var checksum = InternetChecksum()
        checksum.add(bytes)
        return checksum.value
    }
}
