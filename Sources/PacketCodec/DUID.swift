public import NetworkTypes

/// A DHCP unique identifier (RFC 8415 §11). Nobody but its owner looks inside; two are the same when their bytes are.
public struct DUID: Hashable, Sendable {
    /// The type in two bytes, and what follows it.
    public let bytes: [UInt8]

    /// Bytes with the type: 1 to 128 follow it (RFC 8415 §11.1).
    public static let sizes = 3...130

    /// Nil for another size.
    public init?(_ bytes: some Collection<UInt8>) {
        guard Self.sizes.contains(bytes.count) else { return nil }
        self.bytes = Array(bytes)
    }

    /// DUID-LL of an Ethernet interface (RFC 8415 §11.4).
    public init(linkLayer mac: MACAddress) {
        var writer = PacketWriter(capacity: 10)
        // The type, then the hardware type Ethernet.
        for word: UInt16 in [3, 1] { writer.write(word) }
        writer.write(mac)
        bytes = writer.bytes
    }
}

extension DUID: CustomStringConvertible {
    public var description: String { hexadecimal(bytes: bytes) }
}
