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

    /// Starts with the pseudo-header that the layers above IPv6 sum before their own bytes (RFC 8200 §8.1).
    init(pseudoHeader source: IPv6Address, _ destination: IPv6Address, protocol number: UInt8, length: Int) {
        for word in [source.high, source.low, destination.high, destination.low] {
            sum &+= (word >> 48) &+ (word >> 32 & 0xffff) &+ (word >> 16 & 0xffff) &+ (word & 0xffff)
        }
        let length = UInt64(truncatingIfNeeded: length)
        sum &+= (length >> 16) &+ (length & 0xffff) &+ UInt64(number)
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
