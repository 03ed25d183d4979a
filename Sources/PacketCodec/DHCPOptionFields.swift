/// The parts of options as they stand in a message, joined by code in the order of RFC 3396: those of the options field,
/// then of `file`, then of `sname`. There are at most 254 codes and each byte is copied once, so any input is cheap.
struct DHCPOptionFields {
    private var codes: [UInt8] = []
    private var values: [[UInt8]] = []
    private var offsets: [Int] = []
    private var positions = [Int](repeating: -1, count: 256)

    /// Which other fields hold options too (RFC 2132 §9.3).
    private(set) var overload: Overload = []

    struct Overload: OptionSet {
        let rawValue: UInt8
        static let file = Overload(rawValue: 1)
        static let serverName = Overload(rawValue: 2)
    }

    /// Takes the options of one field. An end option ends it, and so does its last byte, as clients are known to leave
    /// the end option out.
    mutating func collect(_ field: ArraySlice<UInt8>, mayOverload: Bool) throws(PacketError) {
        var reader = PacketReader(field, .dhcp)
        while reader.remaining > 0 {
            let code = try reader.uint8()
            if code == DHCPOption.Code.end { return }
            if code == DHCPOption.Code.pad { continue }
            let length = Int(try reader.uint8())
            let start = reader.offset
            let value = try reader.take(length)
            if code == DHCPOption.Code.overload {
                guard mayOverload, value.count == 1, let bits = value.first, (1...3).contains(bits) else {
                    throw reader.error(.badValue, at: start)
                }
                overload = Overload(rawValue: bits)
            } else {
                append(code, value, at: start)
            }
        }
    }

    private mutating func append(_ code: UInt8, _ value: ArraySlice<UInt8>, at offset: Int) {
        let position = positions[Int(code)]
        if position >= 0 {
            values[position] += value
        } else {
            positions[Int(code)] = codes.count
            codes.append(code)
            values.append(Array(value))
            offsets.append(offset)
        }
    }

    /// In order of first appearance.
    func options() throws(PacketError) -> [DHCPOption] {
        var options: [DHCPOption] = []
        options.reserveCapacity(codes.count)
        for index in codes.indices {
            options.append(try DHCPOption.decode(code: codes[index], value: values[index], at: offsets[index]))
        }
        return options
    }
}
