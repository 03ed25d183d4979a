public import NetworkTypes

/// An ARP packet for IPv4 over Ethernet (RFC 826).
public struct ARPPacket: Hashable, Sendable {
    public enum Operation: UInt16, Hashable, Sendable {
        case request = 1
        case reply = 2
    }

    public var operation: Operation
    public var senderMAC: MACAddress
    public var senderAddress: IPv4Address
    public var targetMAC: MACAddress
    public var targetAddress: IPv4Address

    public init(
        operation: Operation, senderMAC: MACAddress, senderAddress: IPv4Address, targetMAC: MACAddress,
        targetAddress: IPv4Address
    ) {
        self.operation = operation
        self.senderMAC = senderMAC
        self.senderAddress = senderAddress
        self.targetMAC = targetMAC
        self.targetAddress = targetAddress
    }

    /// Bytes behind the packet are padding and are passed over.
    public static func decode(_ bytes: ArraySlice<UInt8>) throws(PacketError) -> ARPPacket {
        var reader = PacketReader(bytes, .arp)
        // Hardware type Ethernet, protocol type IPv4, address lengths 6 and 4.
        for expected: UInt16 in [1, EtherType.ipv4, 0x0604] {
            guard try reader.uint16() == expected else { throw reader.error(.unsupported, at: reader.offset - 2) }
        }
        guard let operation = Operation(rawValue: try reader.uint16()) else {
            throw reader.error(.badValue, at: reader.offset - 2)
        }
        return ARPPacket(
            operation: operation, senderMAC: try reader.mac(), senderAddress: try reader.ipv4(),
            targetMAC: try reader.mac(), targetAddress: try reader.ipv4())
    }

    public func encode() -> [UInt8] {
        var writer = PacketWriter(capacity: 28)
        for word: UInt16 in [1, EtherType.ipv4, 0x0604, operation.rawValue] { writer.write(word) }
        writer.write(senderMAC)
        writer.write(senderAddress)
        writer.write(targetMAC)
        writer.write(targetAddress)
        return writer.bytes
    }
}
