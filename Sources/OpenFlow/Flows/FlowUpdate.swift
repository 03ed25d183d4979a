/// A change that a flow monitor tells of: ONF's extension 187 for 1.3 (multipart type 1870), as Open vSwitch has it.
public enum FlowUpdate: Hashable, Sendable, MultipartEntry {
    case added(Flow)
    /// `reason` is one of `FlowRemoved.Reason`.
    case deleted(Flow, reason: UInt16)
    case modified(Flow)
    /// This connection's own message with that xid has done what it says.
    case abbreviated(xid: UInt32)

    /// The flow as it is after the change, or was before it went.
    public struct Flow: Hashable, Sendable {
        public var table: UInt8
        public var priority: UInt16
        public var cookie: UInt64
        public var idleTimeout: UInt16
        public var hardTimeout: UInt16
        public var match: FlowMatch
        /// Empty where the monitor did not ask for actions.
        public var instructions: InstructionList

        public init(
            table: UInt8, priority: UInt16, cookie: UInt64, idleTimeout: UInt16 = 0, hardTimeout: UInt16 = 0,
            match: FlowMatch, instructions: InstructionList = []
        ) {
            self.table = table
            self.priority = priority
            self.cookie = cookie
            self.idleTimeout = idleTimeout
            self.hardTimeout = hardTimeout
            self.match = match
            self.instructions = instructions
        }
    }

    private enum Event {
        static let added: UInt16 = 0
        static let deleted: UInt16 = 1
        static let modified: UInt16 = 2
        static let abbreviated: UInt16 = 3
    }

    private static let abbreviatedSize = 8
    private static let headerSize = 24

    static func decode(_ bytes: RawSpan, _ range: Range<Int>) throws(OpenFlowError) -> (FlowUpdate, end: Int) {
        try require(abbreviatedSize, in: range, "onf_flow_update_header")
        let start = range.lowerBound
        let length = Int(bytes.u16(start))
        let event = bytes.u16(start + 2)
        guard length >= abbreviatedSize, length % 8 == 0, length <= range.count, length <= OpenFlowLimit.flowLength
        else { throw OpenFlowError(offset: start, field: "onf_flow_update_header.length", rule: .badLength) }
        let whole = start..<(start + length)
        switch event {
        case Event.abbreviated:
            try requireExactly(abbreviatedSize, in: whole, "onf_flow_update_abbrev")
            return (.abbreviated(xid: bytes.u32(start + 4)), whole.upperBound)
        case Event.added: return (.added(try decodeFlow(bytes, whole)), whole.upperBound)
        case Event.deleted:
            let flow = try decodeFlow(bytes, whole)
            return (.deleted(flow, reason: bytes.u16(start + 4)), whole.upperBound)
        case Event.modified: return (.modified(try decodeFlow(bytes, whole)), whole.upperBound)
        default: throw OpenFlowError(offset: start + 2, field: "onf_flow_update_header.event", rule: .badType)
        }
    }

    private static func decodeFlow(_ bytes: RawSpan, _ range: Range<Int>) throws(OpenFlowError) -> Flow {
        try require(headerSize, in: range, "onf_flow_update_full")
        let start = range.lowerBound
        guard headerSize + Int(bytes.u16(start + 12)) <= range.count else {
            throw OpenFlowError(offset: start + 12, field: "onf_flow_update_full.match_len", rule: .badLength)
        }
        let (match, end) = try FlowMatch.decode(bytes, (start + headerSize)..<range.upperBound)
        return Flow(
            table: bytes.u8(start + 14), priority: bytes.u16(start + 6), cookie: bytes.u64(start + 16),
            idleTimeout: bytes.u16(start + 8), hardTimeout: bytes.u16(start + 10), match: match,
            instructions: try InstructionList.decode(bytes, end..<range.upperBound))
    }

    func encode(into bytes: inout [UInt8]) {
        switch self {
        case .abbreviated(let xid):
            bytes.put(UInt16(Self.abbreviatedSize))
            bytes.put(Event.abbreviated)
            bytes.put(xid)
        case .added(let flow): Self.encode(flow, Event.added, reason: 0, into: &bytes)
        case .deleted(let flow, let reason): Self.encode(flow, Event.deleted, reason: reason, into: &bytes)
        case .modified(let flow): Self.encode(flow, Event.modified, reason: 0, into: &bytes)
        }
    }

    private static func encode(_ flow: Flow, _ event: UInt16, reason: UInt16, into bytes: inout [UInt8]) {
        let start = bytes.count
        bytes.put(UInt16(0))
        bytes.put(event)
        bytes.put(reason)
        bytes.put(flow.priority)
        bytes.put(flow.idleTimeout)
        bytes.put(flow.hardTimeout)
        bytes.put(UInt16(0))
        bytes.put(flow.table)
        bytes.putZeros(1)
        bytes.put(flow.cookie)
        flow.match.encode(into: &bytes)
        bytes.repeatMatchLength(from: start + headerSize, at: start + 12)
        flow.instructions.encode(into: &bytes)
        bytes.patch(bytes.count - start, at: start)
    }
}
