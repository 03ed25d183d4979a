public import NetworkTypes

/// One DHCPv6 option of a message (RFC 8415 §21).
public enum DHCPv6Option: Hashable, Sendable {
    case clientIdentifier(DUID)
    case serverIdentifier(DUID)
    case association(DHCPv6Association)
    /// Codes of the options that the client would like, in its order.
    case optionRequest([UInt16])
    /// Hundredths of a second since the client began; `UInt16.max` for all that is longer.
    case elapsedTime(UInt16)
    case status(DHCPv6Status)
    case rapidCommit
    /// In order of preference (RFC 3646 §3); an empty list is not sent.
    case dnsServers([IPv6Address])
    /// In order of search (RFC 3646 §4); an empty list is not sent.
    case domainList([DomainName])
    /// An option that is not interpreted.
    case other(code: UInt16, value: [UInt8])

    /// Option codes (IANA).
    public enum Code {
        public static let clientIdentifier: UInt16 = 1
        public static let serverIdentifier: UInt16 = 2
        /// IA_NA
        public static let association: UInt16 = 3
        /// IA_TA
        public static let temporaryAssociation: UInt16 = 4
        /// IAADDR, inside of an association.
        public static let address: UInt16 = 5
        public static let optionRequest: UInt16 = 6
        public static let elapsedTime: UInt16 = 8
        public static let status: UInt16 = 13
        public static let rapidCommit: UInt16 = 14
        public static let dnsServers: UInt16 = 23
        public static let domainList: UInt16 = 24
        /// IA_PD
        public static let prefixDelegation: UInt16 = 25
    }

    public var code: UInt16 {
        switch self {
        case .clientIdentifier: Code.clientIdentifier
        case .serverIdentifier: Code.serverIdentifier
        case .association: Code.association
        case .optionRequest: Code.optionRequest
        case .elapsedTime: Code.elapsedTime
        case .status: Code.status
        case .rapidCommit: Code.rapidCommit
        case .dnsServers: Code.dnsServers
        case .domainList: Code.domainList
        case .other(let code, _): code
        }
    }

    /// Bytes that the option takes in a message. Fails with `tooLong` over the 65,539 that its length field can tell.
    public func encodedSize() throws(PacketError) -> Int {
        var writer = PacketWriter(capacity: 64)
        try encode(&writer)
        return writer.bytes.count
    }
}

extension DHCPv6Option {
    /// All that is left. Each option takes four bytes at least, so the loop ends.
    static func decodeAll(_ reader: inout PacketReader) throws(PacketError) -> [DHCPv6Option] {
        var options: [DHCPv6Option] = []
        while var part = try DHCPv6OptionPart(&reader) {
            let code = part.code
            options.append(try part.read { reader throws(PacketError) in try interpret(code, &reader) })
        }
        return options
    }

    private static func interpret(_ code: UInt16, _ value: inout PacketReader) throws(PacketError) -> DHCPv6Option {
        switch code {
        case Code.clientIdentifier: return .clientIdentifier(try identifier(&value))
        case Code.serverIdentifier: return .serverIdentifier(try identifier(&value))
        case Code.association: return .association(try DHCPv6Association(&value))
        case Code.optionRequest:
            var codes: [UInt16] = []
            while value.remaining > 0 { codes.append(try value.uint16()) }
            return .optionRequest(codes)
        case Code.elapsedTime: return .elapsedTime(try value.uint16())
        case Code.status: return .status(try DHCPv6Status(&value))
        case Code.rapidCommit: return .rapidCommit
        case Code.dnsServers:
            var servers: [IPv6Address] = []
            repeat { servers.append(try value.ipv6()) } while value.remaining > 0
            return .dnsServers(servers)
        case Code.domainList:
            var names: [DomainName] = []
            repeat { names.append(try DomainName(&value)) } while value.remaining > 0
            return .domainList(names)
        default: return .other(code: code, value: Array(value.takeRest()))
        }
    }

    private static func identifier(_ value: inout PacketReader) throws(PacketError) -> DUID {
        let start = value.offset
        guard let identifier = DUID(value.takeRest()) else { throw value.error(.badLength, at: start) }
        return identifier
    }

    func encode(_ writer: inout PacketWriter) throws(PacketError) {
        var value = PacketWriter(capacity: 64)
        switch self {
        case .clientIdentifier(let identifier), .serverIdentifier(let identifier): value.write(identifier.bytes)
        case .association(let association): try association.encode(&value)
        case .optionRequest(let codes): for code in codes { value.write(code) }
        case .elapsedTime(let time): value.write(time)
        case .status(let status): value.write(status.encodedValue)
        case .rapidCommit: break
        case .dnsServers(let servers):
            if servers.isEmpty { return }
            for server in servers { value.write(server) }
        case .domainList(let names):
            if names.isEmpty { return }
            for name in names { name.encode(&value) }
        case .other(_, let bytes): value.write(bytes)
        }
        try writer.write(option: code, value.bytes)
    }
}

/// An option as it stands in a message or in another option: its code, and its value to be read.
struct DHCPv6OptionPart {
    let code: UInt16
    private var value: PacketReader

    /// Takes the next option; nil where nothing is left.
    init?(_ reader: inout PacketReader) throws(PacketError) {
        guard reader.remaining > 0 else { return nil }
        code = try reader.uint16()
        let length = Int(try reader.uint16())
        value = PacketReader(try reader.take(length), reader.layer)
    }

    /// Reads the whole value. One too short or too long has a wrong length field: the message is not truncated.
    mutating func read<Value>(
        _ interpret: (inout PacketReader) throws(PacketError) -> Value
    ) throws(PacketError) -> Value {
        let start = value.offset
        do throws(PacketError) {
            let result = try interpret(&value)
            guard value.remaining == 0 else { throw value.error(.badLength, at: start) }
            return result
        } catch {
            throw error.rule == .truncated ? value.error(.badLength, at: start) : error
        }
    }
}

extension PacketWriter {
    mutating func write(option code: UInt16, _ value: [UInt8]) throws(PacketError) {
        guard let length = UInt16(exactly: value.count) else { throw PacketError(.dhcpv6, at: bytes.count, .tooLong) }
        write(code)
        write(length)
        write(value)
    }
}
