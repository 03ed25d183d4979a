/// A queue of a port, as it is configured (OpenFlow 1.3.5 §7.2.2).
public struct QueueConfig: Hashable, Sendable, MultipartEntry {
    public enum Property: Hashable, Sendable {
        /// Guaranteed, in tenths of a percent of the port's speed; above 1000 for none.
        case minimumRate(UInt16)
        /// Allowed at most, in tenths of a percent of the port's speed; above 1000 for no bound.
        case maximumRate(UInt16)
        /// Its data is a multiple of 8 bytes.
        case experimenter(UInt32, data: [UInt8])
        /// Any other property: its type and what stands behind the eight bytes of its header, a multiple of 8 bytes.
        case unknown(type: UInt16, body: [UInt8])
    }

    public var number: UInt32
    public var port: UInt32
    public var properties: [Property]

    public init(number: UInt32, port: UInt32, properties: [Property]) {
        self.number = number
        self.port = port
        self.properties = properties
    }

    private static let headerSize = 16

    static func decode(_ bytes: RawSpan, _ range: Range<Int>) throws(OpenFlowError) -> (QueueConfig, end: Int) {
        try require(headerSize, in: range, "ofp_packet_queue")
        let start = range.lowerBound
        let length = Int(bytes.u16(start + 8))
        guard length >= headerSize, length % 8 == 0, length <= range.count else {
            throw OpenFlowError(offset: start + 8, field: "ofp_packet_queue.len", rule: .badLength)
        }
        var config = QueueConfig(number: bytes.u32(start), port: bytes.u32(start + 4), properties: [])
        var offset = start + headerSize
        while offset < start + length {
            let (property, end) = try Property.decode(bytes, offset..<(start + length))
            config.properties.append(property)
            offset = end
        }
        return (config, offset)
    }

    func encode(into bytes: inout [UInt8]) {
        let start = bytes.count
        bytes.put(number)
        bytes.put(port)
        bytes.putZeros(8)
        for property in properties { property.encode(into: &bytes) }
        bytes.patch(bytes.count - start, at: start + 8)
    }
}

extension QueueConfig.Property {
    private enum Kind {
        static let minimumRate: UInt16 = 1
        static let maximumRate: UInt16 = 2
        static let experimenter: UInt16 = 0xffff
    }

    private static let headerSize = 8
    private static let largeSize = 16

    static func decode(_ bytes: RawSpan, _ range: Range<Int>) throws(OpenFlowError) -> (Self, end: Int) {
        try require(headerSize, in: range, "ofp_queue_prop_header")
        let start = range.lowerBound
        let type = bytes.u16(start)
        let length = Int(bytes.u16(start + 2))
        guard length >= headerSize, length % 8 == 0, length <= range.count else {
            throw OpenFlowError(offset: start + 2, field: "ofp_queue_prop_header.len", rule: .badLength)
        }
        let whole = start..<(start + length)
        switch type {
        case Kind.minimumRate:
            try requireExactly(largeSize, in: whole, "ofp_queue_prop_min_rate")
            return (.minimumRate(bytes.u16(start + 8)), whole.upperBound)
        case Kind.maximumRate:
            try requireExactly(largeSize, in: whole, "ofp_queue_prop_max_rate")
            return (.maximumRate(bytes.u16(start + 8)), whole.upperBound)
        case Kind.experimenter:
            try require(largeSize, in: whole, "ofp_queue_prop_experimenter")
            let data = bytes.array((start + largeSize)..<whole.upperBound)
            return (.experimenter(bytes.u32(start + 8), data: data), whole.upperBound)
        default:
            return (.unknown(type: type, body: bytes.array((start + 8)..<whole.upperBound)), whole.upperBound)
        }
    }

    func encode(into bytes: inout [UInt8]) {
        let start = bytes.count
        func header(_ type: UInt16) {
            bytes.put(type)
            bytes.putZeros(6)
        }
        switch self {
        case .minimumRate(let rate):
            header(Kind.minimumRate)
            bytes.put(rate)
        case .maximumRate(let rate):
            header(Kind.maximumRate)
            bytes.put(rate)
        case .experimenter(let experimenter, let data):
            header(Kind.experimenter)
            bytes.put(experimenter)
            bytes.putZeros(4)
            bytes.append(contentsOf: data)
        case .unknown(let type, let body):
            header(type)
            bytes.append(contentsOf: body)
        }
        bytes.padToEight(since: start)
        bytes.patch(bytes.count - start, at: start + 2)
    }
}

/// The queues of a port (OpenFlow 1.3.5 §7.3.6).
public struct QueueGetConfigReply: Hashable, Sendable {
    public var port: UInt32
    public var queues: [QueueConfig]

    public init(port: UInt32, queues: [QueueConfig]) {
        self.port = port
        self.queues = queues
    }

    static func decode(_ bytes: RawSpan, _ range: Range<Int>) throws(OpenFlowError) -> QueueGetConfigReply {
        try require(8, in: range, "ofp_queue_get_config_reply")
        let start = range.lowerBound
        try requirePort(bytes.u32(start), at: start, "ofp_queue_get_config_reply.port")
        return QueueGetConfigReply(
            port: bytes.u32(start), queues: try QueueConfig.decodeList(bytes, (start + 8)..<range.upperBound))
    }

    func encode(into bytes: inout [UInt8]) {
        bytes.put(port)
        bytes.putZeros(4)
        QueueConfig.encode(queues, into: &bytes)
    }
}

/// Asks for the queues of a port (OpenFlow 1.3.5 §7.3.6).
public struct QueueGetConfigRequest: Hashable, Sendable {
    /// `PortNumber.any` for all of them.
    public var port: UInt32

    public init(port: UInt32 = PortNumber.any) { self.port = port }

    static func decode(_ bytes: RawSpan, _ range: Range<Int>) throws(OpenFlowError) -> QueueGetConfigRequest {
        try requireExactly(8, in: range, "ofp_queue_get_config_request")
        let port = bytes.u32(range.lowerBound)
        try requirePort(port, at: range.lowerBound, "ofp_queue_get_config_request.port")
        guard port < PortNumber.max || port == PortNumber.any else {
            throw OpenFlowError(
                offset: range.lowerBound, field: "ofp_queue_get_config_request.port (reserved)", rule: .badValue)
        }
        return QueueGetConfigRequest(port: port)
    }

    func encode(into bytes: inout [UInt8]) {
        bytes.put(port)
        bytes.putZeros(4)
    }
}
