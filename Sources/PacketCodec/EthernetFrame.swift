public import NetworkTypes

/// An 802.1Q or 802.1ad tag (IEEE 802.1Q-2018 §9.6).
public struct VLANTag: Hashable, Sendable {
    /// The tag protocol identifier: `EtherType.vlan` or `EtherType.serviceVLAN`.
    public var protocolID: UInt16
    /// Priority (3 bits), drop eligible (1 bit) and VLAN (12 bits), as on the wire.
    public var control: UInt16

    public init(protocolID: UInt16 = EtherType.vlan, control: UInt16) {
        self.protocolID = protocolID
        self.control = control
    }

    /// 0 to 4095; 0 is a priority tag without a VLAN.
    public var vlan: UInt16 { control & 0x0fff }
}

/// An Ethernet II frame without its check sequence (IEEE 802.3 §3.2.6).
public struct EthernetFrame: Hashable, Sendable {
    public var destination: MACAddress
    public var source: MACAddress
    /// Outermost first; at most `tagLimit` on decode, a third tag stays in the payload.
    public var tags: [VLANTag]
    /// The type behind the tags.
    public var etherType: UInt16
    /// All that follows, with any padding.
    public var payload: ArraySlice<UInt8>

    /// Tags that decoding takes off: a service tag and a customer tag.
    public static let tagLimit = 2

    public init(
        destination: MACAddress, source: MACAddress, tags: [VLANTag] = [], etherType: UInt16,
        payload: ArraySlice<UInt8>
    ) {
        self.destination = destination
        self.source = source
        self.tags = tags
        self.etherType = etherType
        self.payload = payload
    }

    /// Fails with `unsupported` on an IEEE 802.3 length where the type should be.
    public static func decode(_ bytes: ArraySlice<UInt8>) throws(PacketError) -> EthernetFrame {
        var reader = PacketReader(bytes, .ethernet)
        let destination = try reader.mac()
        let source = try reader.mac()
        var tags: [VLANTag] = []
        var type = try reader.uint16()
        while tags.count < tagLimit, type == EtherType.vlan || type == EtherType.serviceVLAN {
            tags.append(VLANTag(protocolID: type, control: try reader.uint16()))
            type = try reader.uint16()
        }
        guard type >= 0x0600 else { throw reader.error(.unsupported, at: reader.offset - 2) }
        return EthernetFrame(
            destination: destination, source: source, tags: tags, etherType: type, payload: reader.takeRest())
    }

    /// The frame without padding to the minimum of 60 bytes, which the sending interface adds.
    public func encode() -> [UInt8] {
        var writer = PacketWriter(capacity: 14 + 4 * tags.count + payload.count)
        writer.write(destination)
        writer.write(source)
        for tag in tags {
            writer.write(tag.protocolID)
            writer.write(tag.control)
        }
        writer.write(etherType)
        writer.write(payload)
        return writer.bytes
    }
}
