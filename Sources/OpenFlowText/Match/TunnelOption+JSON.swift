import JSONText
import NetworkTypes
import OpenFlow

/// A Geneve option is a member like a field, `tun_metadata0` to `tun_metadata63`, whose digits tell its length too: "0x001234"
/// has three bytes. A mask stands behind a slash; "0x/0x" is an option that only has to be there.
extension TunnelOption {
    static let namePrefix = "tun_metadata"

    var jsonName: String { Self.namePrefix + String(number) }

    /// The number in a member's name; nil where the name is another.
    static func number(jsonName name: String) -> UInt8? {
        guard name.hasPrefix(namePrefix), let number = UInt8(name.dropFirst(namePrefix.count)), number < 64,
            name == namePrefix + String(number)
        else { return nil }
        return number
    }

    static func scalar(number: UInt8) -> JSONScalar<TunnelOption> {
        JSONScalar(
            expected: "1 to 124 bytes such as \"0x001234\", or \"VALUE/MASK\" of the same length, \"0x/0x\" for any",
            write: { option in
                let mask = option.mask.map { "/0x" + hexadecimal(bytes: $0) } ?? ""
                return .string("0x" + hexadecimal(bytes: option.value) + mask)
            },
            read: { json in
                guard let text = json.string else { return nil }
                let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(bytes)
                guard let value = parts[0], value.count <= 124, parts.count <= 2 else { return nil }
                guard parts.count == 2 else {
                    return value.isEmpty ? nil : TunnelOption(number: number, value: value)
                }
                guard let mask = parts[1], mask.count == value.count,
                    zip(value, mask).allSatisfy({ $0 & ~$1 == 0 })
                else { return nil }
                return TunnelOption(number: number, value: value, mask: mask)
            })
    }

    private static func bytes(_ text: Substring) -> [UInt8]? {
        guard text.hasPrefix("0x") else { return nil }
        return NetworkTypes.bytes(hexadecimal: text.dropFirst(2))
    }
}
