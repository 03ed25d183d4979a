public import NetworkTypes

/// Asks Open vSwitch to forget the connections that agree with a tuple (NXT_CT_FLUSH of nicira-ext.h, Open vSwitch 3.1
/// and later).
public struct ConnectionFlush: Hashable, Sendable {
    /// One direction of a connection. What is nil or zero agrees with everything.
    public struct Tuple: Hashable, Sendable {
        /// IPv4 addresses are those that IPv6 maps (::ffff:0:0/96).
        public var source: IPv6Address
        /// The address that it goes to.
        public var destination: IPv6Address
        /// TCP's, UDP's or SCTP's.
        public var sourcePort: UInt16
        /// The port that it goes to.
        public var destinationPort: UInt16
        /// The identifier of an ICMP echo.
        public var icmpID: UInt16
        /// The type of an ICMP message.
        public var icmpType: UInt8
        /// The code of an ICMP message.
        public var icmpCode: UInt8

        public init(
            source: IPv6Address = IPv6Address(bits: 0), destination: IPv6Address = IPv6Address(bits: 0),
            sourcePort: UInt16 = 0, destinationPort: UInt16 = 0, icmpID: UInt16 = 0, icmpType: UInt8 = 0,
            icmpCode: UInt8 = 0
        ) {
            self.source = source
            self.destination = destination
            self.sourcePort = sourcePort
            self.destinationPort = destinationPort
            self.icmpID = icmpID
            self.icmpType = icmpType
            self.icmpCode = icmpCode
        }
    }

    /// 0 for any. With ICMP (1) and ICMPv6 (58) the tuples' ICMP fields count, else their ports.
    public var ipProtocol: UInt8
    /// As the first packet had them.
    public var original: Tuple
    /// As the answers have them.
    public var reply: Tuple
    /// Nil for every zone.
    public var zone: UInt16?

    public init(ipProtocol: UInt8 = 0, original: Tuple = Tuple(), reply: Tuple = Tuple(), zone: UInt16? = nil) {
        self.ipProtocol = ipProtocol
        self.original = original
        self.reply = reply
        self.zone = zone
    }

    private enum Kind {
        static let original: UInt16 = 0
        static let reply: UInt16 = 1
        static let zone: UInt16 = 2
    }

    private var isICMP: Bool { ipProtocol == 1 || ipProtocol == 58 }

    static func decode(_ bytes: RawSpan, _ range: Range<Int>) throws(OpenFlowError) -> ConnectionFlush {
        try require(8, in: range, "nx_ct_flush")
        let start = range.lowerBound
        guard bytes.isZero((start + 1)..<(start + 8)) else {
            throw OpenFlowError(offset: start + 1, field: "nx_ct_flush.pad", rule: .badPadding)
        }
        var flush = ConnectionFlush(ipProtocol: bytes.u8(start))
        var offset = start + 8
        while offset < range.upperBound {
            let property = try PropertyHeader.decode(bytes, offset..<range.upperBound, "nx_ct_flush_tlv.length")
            switch property.type {
            case Kind.original: try flush.original.decode(bytes, property.nested("nx_ct_flush.orig_tuple"))
            case Kind.reply: try flush.reply.decode(bytes, property.nested("nx_ct_flush.reply_tuple"))
            case Kind.zone:
                try require(2, in: property.payload, "nx_ct_flush.zone_id")
                flush.zone = bytes.u16(property.payload.lowerBound)
            default: throw OpenFlowError(offset: offset, field: "nx_ct_flush_tlv.type", rule: .badType)
            }
            offset = property.end
        }
        let addresses = [
            flush.original.source, flush.original.destination, flush.reply.source, flush.reply.destination,
        ]
        .filter { $0.bits != 0 }
        guard addresses.allSatisfy(\.isMappedIPv4) || !addresses.contains(where: \.isMappedIPv4) else {
            throw OpenFlowError(offset: start + 8, field: "nx_ct_flush_tuple_tlv", rule: .badValue)
        }
        return flush.droppingWhatDoesNotCount
    }

    /// Ports of ICMP and ICMP fields of anything else say nothing, and Open vSwitch does not write them.
    private var droppingWhatDoesNotCount: ConnectionFlush {
        var flush = self
        flush.original = original.kept(isICMP: isICMP)
        flush.reply = reply.kept(isICMP: isICMP)
        return flush
    }

    func encode(into bytes: inout [UInt8]) {
        bytes.put(ipProtocol)
        bytes.putZeros(7)
        original.encode(Kind.original, isICMP: isICMP, into: &bytes)
        reply.encode(Kind.reply, isICMP: isICMP, into: &bytes)
        if let zone { bytes.putProperty(Kind.zone, zone) }
    }
}

extension ConnectionFlush.Tuple {
    private enum Kind {
        static let source: UInt16 = 0
        static let destination: UInt16 = 1
        static let sourcePort: UInt16 = 2
        static let destinationPort: UInt16 = 3
        static let icmpID: UInt16 = 4
        static let icmpType: UInt16 = 5
        static let icmpCode: UInt16 = 6
    }

    fileprivate mutating func decode(_ bytes: RawSpan, _ range: Range<Int>) throws(OpenFlowError) {
        var offset = range.lowerBound
        while offset < range.upperBound {
            let property = try PropertyHeader.decode(bytes, offset..<range.upperBound, "nx_ct_flush_tuple_tlv.length")
            let start = property.payload.lowerBound
            try require(Self.valueLength(property.type), in: property.payload, "nx_ct_flush_tuple_tlv")
            switch property.type {
            case Kind.source: source = IPv6Address(high: bytes.u64(start), low: bytes.u64(start + 8))
            case Kind.destination: destination = IPv6Address(high: bytes.u64(start), low: bytes.u64(start + 8))
            case Kind.sourcePort: sourcePort = bytes.u16(start)
            case Kind.destinationPort: destinationPort = bytes.u16(start)
            case Kind.icmpID: icmpID = bytes.u16(start)
            case Kind.icmpType: icmpType = bytes.u8(start)
            case Kind.icmpCode: icmpCode = bytes.u8(start)
            default: throw OpenFlowError(offset: offset, field: "nx_ct_flush_tuple_tlv.type", rule: .badType)
            }
            offset = property.end
        }
    }

    private static func valueLength(_ type: UInt16) -> Int {
        switch type {
        case Kind.source, Kind.destination: 16
        case Kind.sourcePort, Kind.destinationPort, Kind.icmpID: 2
        default: 1
        }
    }

    fileprivate func kept(isICMP: Bool) -> Self {
        isICMP
            ? Self(source: source, destination: destination, icmpID: icmpID, icmpType: icmpType, icmpCode: icmpCode)
            : Self(source: source, destination: destination, sourcePort: sourcePort, destinationPort: destinationPort)
    }

    fileprivate func encode(_ type: UInt16, isICMP: Bool, into bytes: inout [UInt8]) {
        var nested: [UInt8] = []
        nested.put(Kind.source, address: source)
        nested.put(Kind.destination, address: destination)
        if isICMP {
            nested.putProperty(Kind.icmpID, icmpID)
            nested.putProperty(Kind.icmpType, [icmpType])
            nested.putProperty(Kind.icmpCode, [icmpCode])
        } else {
            if sourcePort != 0 { nested.putProperty(Kind.sourcePort, sourcePort) }
            if destinationPort != 0 { nested.putProperty(Kind.destinationPort, destinationPort) }
        }
        guard !nested.isEmpty else { return }
        let start = bytes.startNestedProperty(type)
        bytes.append(contentsOf: nested)
        bytes.endProperty(start)
    }
}

extension IPv6Address {
    fileprivate var isMappedIPv4: Bool { high == 0 && low >> 32 == 0xffff }
}

extension [UInt8] {
    /// Appends a tuple's address, unless it is zero.
    fileprivate mutating func put(_ type: UInt16, address: IPv6Address) {
        guard address.bits != 0 else { return }
        let start = startProperty(type)
        put(address.high)
        put(address.low)
        endProperty(start)
    }
}
