/// A DHCPv6 message between a client and a server (RFC 8415 §8). Messages of relay agents have another form and are refused.
public struct DHCPv6Message: Hashable, Sendable {
    public enum Kind: UInt8, Hashable, Sendable, CaseIterable {
        case solicit = 1
        case advertise = 2
        case request = 3
        case confirm = 4
        case renew = 5
        case rebind = 6
        case reply = 7
        case release = 8
        case decline = 9
        case reconfigure = 10
        case informationRequest = 11
    }

    public var kind: Kind
    /// Chosen by the client, repeated in each answer; 24 bits.
    public var transactionID: UInt32
    /// In order of appearance.
    public var options: [DHCPv6Option]

    public init(kind: Kind, transactionID: UInt32, options: [DHCPv6Option]) {
        self.kind = kind
        self.transactionID = transactionID
        self.options = options
    }

    /// Fails with `unsupported` on messages of relay agents and of later specifications.
    public static func decode(_ bytes: ArraySlice<UInt8>) throws(PacketError) -> DHCPv6Message {
        var reader = PacketReader(bytes, .dhcpv6)
        let start = reader.offset
        guard let kind = Kind(rawValue: try reader.uint8()) else { throw reader.error(.unsupported, at: start) }
        let transactionID = try reader.uint24()
        return DHCPv6Message(
            kind: kind, transactionID: transactionID, options: try DHCPv6Option.decodeAll(&reader))
    }

    /// The options in their order. Fails with `tooLong` on an option that its length field can't tell, or on a transaction id
    /// of more than 24 bits.
    public func encode() throws(PacketError) -> [UInt8] {
        guard transactionID < 1 << 24 else { throw PacketError(.dhcpv6, at: 1, .tooLong) }
        var writer = PacketWriter(capacity: 256)
        writer.write(kind.rawValue)
        writer.write(low24: transactionID)
        for option in options { try option.encode(&writer) }
        return writer.bytes
    }
}

/// The first option of each kind counts.
extension DHCPv6Message {
    public var clientIdentifier: DUID? {
        for case .clientIdentifier(let identifier) in options { return identifier }
        return nil
    }

    public var serverIdentifier: DUID? {
        for case .serverIdentifier(let identifier) in options { return identifier }
        return nil
    }

    /// The IA_NAs, in order of appearance.
    public var associations: [DHCPv6Association] {
        options.compactMap { if case .association(let association) = $0 { association } else { nil } }
    }

    /// Codes of the options that the client would like, in its order; nil where it does not say.
    public var optionRequest: [UInt16]? {
        for case .optionRequest(let codes) in options { return codes }
        return nil
    }

    /// Of the message as a whole.
    public var status: DHCPv6Status? {
        for case .status(let status) in options { return status }
        return nil
    }

    /// The client would like an answer that settles all at once.
    public var wantsRapidCommit: Bool { options.contains(.rapidCommit) }
}
