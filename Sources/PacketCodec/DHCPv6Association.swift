public import NetworkTypes

/// An identity association for non-temporary addresses, IA_NA (RFC 8415 §21.4). Options in it that are not named here are
/// passed over.
public struct DHCPv6Association: Hashable, Sendable {
    /// IAID: chosen by the client, one for each of its interfaces.
    public var id: UInt32
    /// T1: seconds until the client asks this server again; 0 leaves it to the client.
    public var renewalTime: UInt32
    /// T2: seconds until the client asks any server; 0 leaves it to the client.
    public var rebindingTime: UInt32
    public var addresses: [DHCPv6Address]
    public var status: DHCPv6Status?

    public init(
        id: UInt32, renewalTime: UInt32 = 0, rebindingTime: UInt32 = 0, addresses: [DHCPv6Address] = [],
        status: DHCPv6Status? = nil
    ) {
        self.id = id
        self.renewalTime = renewalTime
        self.rebindingTime = rebindingTime
        self.addresses = addresses
        self.status = status
    }

    init(_ reader: inout PacketReader) throws(PacketError) {
        id = try reader.uint32()
        renewalTime = try reader.uint32()
        rebindingTime = try reader.uint32()
        addresses = []
        while var part = try DHCPv6OptionPart(&reader) {
            switch part.code {
            case DHCPv6Option.Code.address:
                addresses.append(try part.read { reader throws(PacketError) in try DHCPv6Address(&reader) })
            case DHCPv6Option.Code.status where status == nil:
                status = try part.read { reader throws(PacketError) in try DHCPv6Status(&reader) }
            default: break
            }
        }
    }

    func encode(_ writer: inout PacketWriter) throws(PacketError) {
        writer.write(id)
        writer.write(renewalTime)
        writer.write(rebindingTime)
        for address in addresses {
            var value = PacketWriter(capacity: 24)
            try address.encode(&value)
            try writer.write(option: DHCPv6Option.Code.address, value.bytes)
        }
        if let status { try writer.write(option: DHCPv6Option.Code.status, status.encodedValue) }
    }
}

/// An address of an identity association, IAADDR (RFC 8415 §21.6).
public struct DHCPv6Address: Hashable, Sendable {
    public var address: IPv6Address
    /// In seconds; `UInt32.max` is for ever. Zeros from a client mean that it has no wish.
    public var preferredLifetime: UInt32
    /// In seconds; `UInt32.max` is for ever, and 0 from a server means that the client should no longer use the address.
    public var validLifetime: UInt32
    public var status: DHCPv6Status?

    public init(
        _ address: IPv6Address, preferredLifetime: UInt32, validLifetime: UInt32, status: DHCPv6Status? = nil
    ) {
        self.address = address
        self.preferredLifetime = preferredLifetime
        self.validLifetime = validLifetime
        self.status = status
    }

    init(_ reader: inout PacketReader) throws(PacketError) {
        address = try reader.ipv6()
        preferredLifetime = try reader.uint32()
        validLifetime = try reader.uint32()
        while var part = try DHCPv6OptionPart(&reader) {
            guard part.code == DHCPv6Option.Code.status, status == nil else { continue }
            status = try part.read { reader throws(PacketError) in try DHCPv6Status(&reader) }
        }
    }

    func encode(_ writer: inout PacketWriter) throws(PacketError) {
        writer.write(address)
        writer.write(preferredLifetime)
        writer.write(validLifetime)
        if let status { try writer.write(option: DHCPv6Option.Code.status, status.encodedValue) }
    }
}

/// How a request went, of a message, an association or an address (RFC 8415 §21.13).
public struct DHCPv6Status: Hashable, Sendable {
    public var code: UInt16
    /// For people; UTF-8 by the specification, any bytes on the wire.
    public var message: [UInt8]

    public init(_ code: UInt16, message: String = "") {
        self.code = code
        self.message = Array(message.utf8)
    }

    public enum Code {
        public static let success: UInt16 = 0
        public static let unspecified: UInt16 = 1
        public static let noAddressesAvailable: UInt16 = 2
        public static let noBinding: UInt16 = 3
        public static let notOnLink: UInt16 = 4
        public static let useMulticast: UInt16 = 5
    }

    init(_ reader: inout PacketReader) throws(PacketError) {
        code = try reader.uint16()
        message = Array(reader.takeRest())
    }

    var encodedValue: [UInt8] {
        var writer = PacketWriter(capacity: 2 + message.count)
        writer.write(code)
        writer.write(message)
        return writer.bytes
    }
}
