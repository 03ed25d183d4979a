public import NetworkTypes

/// One DHCP option (RFC 2132). Option 52 (overload) is a matter of the encoding and never appears as a value.
public enum DHCPOption: Hashable, Sendable {
    case subnetMask(IPv4Address)
    /// In order of preference; an empty list is not sent.
    case routers([IPv4Address])
    /// In order of preference; an empty list is not sent.
    case dnsServers([IPv4Address])
    /// Bytes as sent: nothing says in which encoding a client writes its name.
    case hostName([UInt8])
    case domainName([UInt8])
    /// In bytes, as the IP layer counts them.
    case interfaceMTU(UInt16)
    case requestedAddress(IPv4Address)
    /// In seconds; `UInt32.max` is for ever.
    case leaseTime(UInt32)
    case messageType(DHCPMessageType)
    case serverIdentifier(IPv4Address)
    /// Codes of the options that the client would like, in its order.
    case parameterRequestList([UInt8])
    /// Length of the longest IP datagram that the client takes, in bytes.
    case maximumMessageSize(UInt16)
    /// T1, in seconds from the lease's start.
    case renewalTime(UInt32)
    /// T2, in seconds from the lease's start.
    case rebindingTime(UInt32)
    case clientIdentifier([UInt8])
    /// An empty list is not sent.
    case classlessRoutes([ClasslessRoute])
    /// An option that is not interpreted. Codes 0, 52 and 255 belong to the encoding and are not sent.
    case other(code: UInt8, value: [UInt8])

    public var code: UInt8 {
        switch self {
        case .subnetMask: Code.subnetMask
        case .routers: Code.routers
        case .dnsServers: Code.dnsServers
        case .hostName: Code.hostName
        case .domainName: Code.domainName
        case .interfaceMTU: Code.interfaceMTU
        case .requestedAddress: Code.requestedAddress
        case .leaseTime: Code.leaseTime
        case .messageType: Code.messageType
        case .serverIdentifier: Code.serverIdentifier
        case .parameterRequestList: Code.parameterRequestList
        case .maximumMessageSize: Code.maximumMessageSize
        case .renewalTime: Code.renewalTime
        case .rebindingTime: Code.rebindingTime
        case .clientIdentifier: Code.clientIdentifier
        case .classlessRoutes: Code.classlessRoutes
        case .other(let code, _): code
        }
    }

    /// Option codes (RFC 2132; RFC 3442 for 121).
    public enum Code {
        public static let pad: UInt8 = 0
        public static let subnetMask: UInt8 = 1
        public static let routers: UInt8 = 3
        public static let dnsServers: UInt8 = 6
        public static let hostName: UInt8 = 12
        public static let domainName: UInt8 = 15
        public static let interfaceMTU: UInt8 = 26
        public static let requestedAddress: UInt8 = 50
        public static let leaseTime: UInt8 = 51
        public static let overload: UInt8 = 52
        public static let messageType: UInt8 = 53
        public static let serverIdentifier: UInt8 = 54
        public static let parameterRequestList: UInt8 = 55
        public static let maximumMessageSize: UInt8 = 57
        public static let renewalTime: UInt8 = 58
        public static let rebindingTime: UInt8 = 59
        public static let clientIdentifier: UInt8 = 61
        public static let classlessRoutes: UInt8 = 121
        public static let end: UInt8 = 255
    }

    /// Bytes that the option takes in a message, with the code and length of each of its parts.
    public var encodedSize: Int {
        var writer = PacketWriter(capacity: 64)
        encode(&writer)
        return writer.bytes.count
    }
}

extension DHCPOption {
    /// Reads an option whose parts have been joined; `offset` is where the first part's value stood in the message.
    static func decode(code: UInt8, value: [UInt8], at offset: Int) throws(PacketError) -> DHCPOption {
        var reader = PacketReader(value[...], .dhcp)
        do throws(PacketError) {
            let option = try interpret(code: code, value: value, &reader)
            guard reader.remaining == 0 else { throw reader.error(.badLength) }
            return option
        } catch {
            // A value too short or too long for its option has a wrong length field; the message is not truncated.
            throw PacketError(.dhcp, at: offset, error.rule == .truncated ? .badLength : error.rule)
        }
    }

    private static func interpret(
        code: UInt8, value: [UInt8], _ reader: inout PacketReader
    ) throws(PacketError) -> DHCPOption {
        switch code {
        case Code.subnetMask: return .subnetMask(try reader.ipv4())
        case Code.routers: return .routers(try addresses(&reader))
        case Code.dnsServers: return .dnsServers(try addresses(&reader))
        case Code.interfaceMTU: return .interfaceMTU(try reader.uint16())
        case Code.requestedAddress: return .requestedAddress(try reader.ipv4())
        case Code.leaseTime: return .leaseTime(try reader.uint32())
        case Code.messageType:
            guard let type = DHCPMessageType(rawValue: try reader.uint8()) else { throw reader.error(.badValue) }
            return .messageType(type)
        case Code.serverIdentifier: return .serverIdentifier(try reader.ipv4())
        case Code.maximumMessageSize: return .maximumMessageSize(try reader.uint16())
        case Code.renewalTime: return .renewalTime(try reader.uint32())
        case Code.rebindingTime: return .rebindingTime(try reader.uint32())
        case Code.classlessRoutes:
            var routes: [ClasslessRoute] = []
            repeat { routes.append(try ClasslessRoute.decode(&reader)) } while reader.remaining > 0
            return .classlessRoutes(routes)
        default:
            _ = reader.takeRest()
            return opaque(code: code, value: value)
        }
    }

    /// Options whose value may be any bytes.
    private static func opaque(code: UInt8, value: [UInt8]) -> DHCPOption {
        switch code {
        case Code.hostName: .hostName(value)
        case Code.domainName: .domainName(value)
        case Code.parameterRequestList: .parameterRequestList(value)
        case Code.clientIdentifier: .clientIdentifier(value)
        default: .other(code: code, value: value)
        }
    }

    private static func addresses(_ reader: inout PacketReader) throws(PacketError) -> [IPv4Address] {
        var addresses: [IPv4Address] = []
        repeat { addresses.append(try reader.ipv4()) } while reader.remaining > 0
        return addresses
    }

    /// Longest value of one part; a longer option goes out in several (RFC 3396).
    private static let partLimit = 255

    func encode(_ writer: inout PacketWriter) {
        guard let value = encodedValue else { return }
        var start = 0
        repeat {
            let end = min(start + Self.partLimit, value.count)
            writer.write(code)
            writer.write(UInt8(truncatingIfNeeded: end - start))
            writer.write(value[start..<end])
            start = end
        } while start < value.count
    }

    /// Nil for what is not sent.
    private var encodedValue: [UInt8]? {
        var writer = PacketWriter(capacity: 32)
        switch self {
        case .subnetMask(let address), .requestedAddress(let address), .serverIdentifier(let address):
            writer.write(address)
        case .routers(let addresses), .dnsServers(let addresses):
            if addresses.isEmpty { return nil }
            for address in addresses { writer.write(address) }
        case .hostName(let bytes), .domainName(let bytes), .parameterRequestList(let bytes),
            .clientIdentifier(let bytes):
            return bytes
        case .interfaceMTU(let size), .maximumMessageSize(let size):
            writer.write(size)
        case .leaseTime(let seconds), .renewalTime(let seconds), .rebindingTime(let seconds):
            writer.write(seconds)
        case .messageType(let type):
            writer.write(type.rawValue)
        case .classlessRoutes(let routes):
            if routes.isEmpty { return nil }
            for route in routes { route.encode(&writer) }
        case .other(let code, let value):
            return [Code.pad, Code.overload, Code.end].contains(code) ? nil : value
        }
        return writer.bytes
    }
}
