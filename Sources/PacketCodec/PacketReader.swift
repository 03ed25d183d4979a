import NetworkTypes

/// A cursor over one layer's bytes; every read checks the length first, and numbers are in network order.
struct PacketReader {
    let layer: PacketError.Layer
    private let bytes: ArraySlice<UInt8>
    /// Index of the next byte, in the indices of the slice.
    private(set) var offset: Int

    init(_ bytes: ArraySlice<UInt8>, _ layer: PacketError.Layer) {
        self.bytes = bytes
        self.layer = layer
        offset = bytes.startIndex
    }

    var remaining: Int { bytes.endIndex - offset }

    func error(_ rule: PacketError.Rule, at position: Int? = nil) -> PacketError {
        PacketError(layer, at: position ?? offset, rule)
    }

    mutating func take(_ count: Int) throws(PacketError) -> ArraySlice<UInt8> {
        guard count >= 0, count <= remaining else { throw error(.truncated) }
        defer { offset += count }
        return bytes[offset..<(offset + count)]
    }

    mutating func takeRest() -> ArraySlice<UInt8> {
        defer { offset = bytes.endIndex }
        return bytes[offset...]
    }

    mutating func uint8() throws(PacketError) -> UInt8 {
        guard remaining >= 1 else { throw error(.truncated) }
        defer { offset += 1 }
        return bytes[offset]
    }

    mutating func uint16() throws(PacketError) -> UInt16 {
        UInt16(truncatingIfNeeded: try number(2))
    }

    /// Three bytes, in the low 24 bits.
    mutating func uint24() throws(PacketError) -> UInt32 {
        UInt32(truncatingIfNeeded: try number(3))
    }

    mutating func uint32() throws(PacketError) -> UInt32 {
        UInt32(truncatingIfNeeded: try number(4))
    }

    mutating func mac() throws(PacketError) -> MACAddress {
        MACAddress(bits: try number(6))
    }

    mutating func ipv4() throws(PacketError) -> IPv4Address {
        IPv4Address(bits: try uint32())
    }

    mutating func ipv6() throws(PacketError) -> IPv6Address {
        IPv6Address(high: try number(8), low: try number(8))
    }

    private mutating func number(_ width: Int) throws(PacketError) -> UInt64 {
        var value: UInt64 = 0
        for byte in try take(width) { value = value << 8 | UInt64(byte) }
        return value
    }
}
