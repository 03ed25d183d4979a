public import NetworkTypes

/// A DHCPv4 message between Ethernet stations (RFC 2131 §2).
public struct DHCPMessage: Hashable, Sendable {
    /// The `op` field: who speaks.
    public enum Operation: UInt8, Hashable, Sendable {
        /// From a client.
        case request = 1
        /// From a server.
        case reply = 2
    }

    public var operation: Operation
    public var hops: UInt8
    /// `xid`: chosen by the client, repeated in each answer.
    public var transactionID: UInt32
    /// `secs`: since the client began.
    public var seconds: UInt16
    public var flags: UInt16
    /// `ciaddr`: the address that the client has and answers ARP for.
    public var clientAddress: IPv4Address
    /// `yiaddr`: the address that the server gives.
    public var yourAddress: IPv4Address
    /// `siaddr`: the server of the next step of booting.
    public var nextServer: IPv4Address
    /// `giaddr`: the relay agent, or zero.
    public var relayAddress: IPv4Address
    /// `chaddr`.
    public var clientMAC: MACAddress
    /// `sname` up to its first zero, at most 64 bytes; empty where the field holds options.
    public var serverName: [UInt8]
    /// `file` up to its first zero, at most 128 bytes; empty where the field holds options.
    public var bootFile: [UInt8]
    /// One value per code, in order of appearance.
    public var options: [DHCPOption]

    /// The client can't take unicast before it has an address (RFC 2131 §4.1).
    public static let broadcastFlag: UInt16 = 0x8000
    /// Bytes before the options: the fixed fields and the cookie.
    public static let fixedSize = 240
    /// BOOTP's message size, below which none is sent (RFC 1542 §2.1).
    public static let minimumSize = 300
    /// What fits in a UDP datagram.
    public static let sizeLimit = 65_507

    private static let cookie: UInt32 = 0x6382_5363

    public init(
        operation: Operation, hops: UInt8 = 0, transactionID: UInt32, seconds: UInt16 = 0, flags: UInt16 = 0,
        clientAddress: IPv4Address = .any, yourAddress: IPv4Address = .any, nextServer: IPv4Address = .any,
        relayAddress: IPv4Address = .any, clientMAC: MACAddress, serverName: [UInt8] = [], bootFile: [UInt8] = [],
        options: [DHCPOption]
    ) {
        self.operation = operation
        self.hops = hops
        self.transactionID = transactionID
        self.seconds = seconds
        self.flags = flags
        self.clientAddress = clientAddress
        self.yourAddress = yourAddress
        self.nextServer = nextServer
        self.relayAddress = relayAddress
        self.clientMAC = clientMAC
        self.serverName = serverName
        self.bootFile = bootFile
        self.options = options
    }

    /// Parts of an option that was split are joined (RFC 3396); options in `file` and `sname` are read as well.
    public static func decode(_ bytes: ArraySlice<UInt8>) throws(PacketError) -> DHCPMessage {
        var reader = PacketReader(bytes, .dhcp)
        guard bytes.count <= sizeLimit else { throw reader.error(.tooLong) }
        guard let operation = Operation(rawValue: try reader.uint8()) else {
            throw reader.error(.badValue, at: reader.offset - 1)
        }
        // Hardware type Ethernet and its address length.
        for expected: UInt8 in [1, 6] {
            guard try reader.uint8() == expected else { throw reader.error(.unsupported, at: reader.offset - 1) }
        }
        let hops = try reader.uint8()
        let transactionID = try reader.uint32()
        let seconds = try reader.uint16()
        let flags = try reader.uint16()
        let addresses = (try reader.ipv4(), try reader.ipv4(), try reader.ipv4(), try reader.ipv4())
        let clientMAC = try reader.mac()
        _ = try reader.take(10)
        let serverName = try reader.take(64)
        let bootFile = try reader.take(128)
        guard try reader.uint32() == cookie else { throw reader.error(.badCookie, at: reader.offset - 4) }
        var fields = DHCPOptionFields()
        try fields.collect(reader.takeRest(), mayOverload: true)
        let overload = fields.overload
        if overload.contains(.file) { try fields.collect(bootFile, mayOverload: false) }
        if overload.contains(.serverName) { try fields.collect(serverName, mayOverload: false) }
        return DHCPMessage(
            operation: operation, hops: hops, transactionID: transactionID, seconds: seconds, flags: flags,
            clientAddress: addresses.0, yourAddress: addresses.1, nextServer: addresses.2, relayAddress: addresses.3,
            clientMAC: clientMAC,
            serverName: overload.contains(.serverName) ? [] : Array(serverName.prefix { $0 != 0 }),
            bootFile: overload.contains(.file) ? [] : Array(bootFile.prefix { $0 != 0 }),
            options: try fields.options())
    }

    /// The options in their order, the end option, and zeros up to `minimumSize`; never overloads. Fails with `tooLong`
    /// over `sizeLimit`, or on a name that its field can't hold.
    public func encode() throws(PacketError) -> [UInt8] {
        guard serverName.count <= 64, bootFile.count <= 128 else { throw PacketError(.dhcp, at: 44, .tooLong) }
        var writer = PacketWriter(capacity: 576)
        for byte: UInt8 in [operation.rawValue, 1, 6, hops] { writer.write(byte) }
        writer.write(transactionID)
        writer.write(seconds)
        writer.write(flags)
        for address in [clientAddress, yourAddress, nextServer, relayAddress] { writer.write(address) }
        writer.write(clientMAC)
        writer.write([], padded: 10)
        writer.write(serverName, padded: 64)
        writer.write(bootFile, padded: 128)
        writer.write(Self.cookie)
        for option in options {
            option.encode(&writer)
            guard writer.bytes.count < Self.sizeLimit else { throw PacketError(.dhcp, at: Self.fixedSize, .tooLong) }
        }
        writer.write(DHCPOption.Code.end)
        writer.pad(to: Self.minimumSize)
        return writer.bytes
    }
}

extension DHCPMessage {
    public var wantsBroadcast: Bool { flags & Self.broadcastFlag != 0 }

    /// Nil in a BOOTP message.
    public var messageType: DHCPMessageType? {
        for case .messageType(let type) in options { return type }
        return nil
    }

    public var requestedAddress: IPv4Address? {
        for case .requestedAddress(let address) in options { return address }
        return nil
    }

    public var serverIdentifier: IPv4Address? {
        for case .serverIdentifier(let address) in options { return address }
        return nil
    }

    public var parameterRequestList: [UInt8]? {
        for case .parameterRequestList(let codes) in options { return codes }
        return nil
    }

    public var maximumMessageSize: UInt16? {
        for case .maximumMessageSize(let size) in options { return size }
        return nil
    }

    public var clientIdentifier: [UInt8]? {
        for case .clientIdentifier(let identifier) in options { return identifier }
        return nil
    }
}
