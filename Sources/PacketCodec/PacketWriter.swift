import NetworkTypes

/// Bytes of one layer as they grow; numbers go out in network order.
struct PacketWriter {
    private(set) var bytes: [UInt8] = []

    init(capacity: Int) { bytes.reserveCapacity(capacity) }

    mutating func write(_ value: UInt8) { bytes.append(value) }

    mutating func write(_ value: UInt16) { write(UInt64(value), width: 2) }

    mutating func write(_ value: UInt32) { write(UInt64(value), width: 4) }

    /// The low 24 bits.
    mutating func write(low24 value: UInt32) { write(UInt64(value), width: 3) }

    mutating func write(_ address: MACAddress) { write(address.bits, width: 6) }

    mutating func write(_ address: IPv4Address) { write(address.bits) }

    mutating func write(_ address: IPv6Address) {
        write(address.high, width: 8)
        write(address.low, width: 8)
    }

    mutating func write(_ more: some Collection<UInt8>) { bytes.append(contentsOf: more) }

    /// Exactly `width` bytes: `text`, then zeros.
    mutating func write(_ text: [UInt8], padded width: Int) {
        bytes.append(contentsOf: text.prefix(width))
        pad(to: bytes.count + max(0, width - text.count))
    }

    mutating func pad(to size: Int) {
        while bytes.count < size { bytes.append(0) }
    }

    /// Puts a number over two bytes that have been written.
    mutating func overwrite(at position: Int, _ value: UInt16) {
        bytes[position] = UInt8(truncatingIfNeeded: value >> 8)
        bytes[position + 1] = UInt8(truncatingIfNeeded: value)
    }

    private mutating func write(_ value: UInt64, width: Int) {
        for shift in stride(from: 8 * (width - 1), through: 0, by: -8) {
            bytes.append(UInt8(truncatingIfNeeded: value >> UInt64(shift)))
        }
    }
}
