/// Actions in the order in which a packet meets them (OpenFlow 1.3.5 §7.2.5), kept as the bytes that Open vSwitch 3.1
/// would write for them. Two lists are equal where their bytes are.
///
/// A list that came from the wire was checked as a switch would check it. One that was built is what its builder put in:
/// decoding the message that holds it is the check.
public struct ActionList: Hashable, Sendable {
    /// The instruction that applies the actions: eight bytes, then whole actions, each a multiple of eight bytes that its
    /// length field tells. Nothing where there is no action. In this form a flow that only applies them shares it.
    private(set) var instruction: [UInt8]

    /// Bytes before the actions.
    static let headerSize = 8

    /// No action.
    public init() { instruction = [] }

    public init(_ actions: some Sequence<FlowAction>) {
        self.init()
        for action in actions { append(action) }
    }

    /// Takes actions that were checked and are canonical.
    init(canonical bytes: RawSpan, _ range: Range<Int>) {
        instruction = []
        guard !range.isEmpty else { return }
        instruction.reserveCapacity(Self.headerSize + range.count)
        instruction.put(Self.header(actionBytes: range.count))
        bytes.extracting(range).withUnsafeBytes { instruction.append(contentsOf: $0) }
    }

    /// Type and length of the instruction (OpenFlow 1.3.5 §7.2.4).
    private static func header(actionBytes: Int) -> UInt64 {
        precondition(actionBytes <= Int(UInt16.max) - headerSize, "a list of actions is longer than a flow can hold")
        return UInt64(FlowInstruction.Kind.applyActions) << 48 | UInt64(headerSize + actionBytes) << 32
    }

    /// Puts an action behind the others.
    ///
    /// - Precondition: the list stays below 65,528 bytes.
    public mutating func append(_ action: FlowAction) {
        if instruction.isEmpty {
            instruction.reserveCapacity(Self.expectedByteCount)
            instruction.put(Self.header(actionBytes: 0))
        }
        action.encode(into: &instruction)
        instruction.patch(instruction.count, at: 2)
    }

    /// Four actions of the usual size are built without a second allocation.
    private static let expectedByteCount = headerSize + 64

    /// Whether there is no action.
    public var isEmpty: Bool { instruction.isEmpty }

    /// Bytes that the list takes on the wire.
    public var byteCount: Int { isEmpty ? 0 : instruction.count - Self.headerSize }

    /// Appends the list's bytes.
    public func encode(into output: inout [UInt8]) {
        guard !isEmpty else { return }
        instruction.span.bytes.extracting(droppingFirst: Self.headerSize).withUnsafeBytes {
            output.append(contentsOf: $0)
        }
    }

    /// Reads actions until the end of `range`, each checked as Open vSwitch would check it.
    ///
    /// - Parameter facts: what is known of the packets, against which prerequisites are held; `nil` where there is no match.
    static func decode(
        _ bytes: RawSpan, _ range: Range<Int>, facts: PacketFacts? = nil
    ) throws(OpenFlowError) -> ActionList {
        var check = ActionCheck(facts)
        try check.list(bytes, range, in: .list)
        if check.isCanonical { return ActionList(canonical: bytes, range) }
        var ipProtocol = ActionCheck.ipProtocolWithPorts(facts)
        return ActionList(checked: bytes, range, ipProtocol: &ipProtocol)
    }

    /// Actions that were checked but may not be as Open vSwitch would write them: each is read and written again.
    ///
    /// - Parameter ipProtocol: the packet's protocol where it is known and has ports, else 0; as the actions leave it.
    init(checked bytes: RawSpan, _ range: Range<Int>, ipProtocol: inout UInt8) {
        self.init()
        var offset = range.lowerBound
        while range.upperBound - offset >= 8 {
            let length = Int(bytes.u16(offset + 2))
            guard length >= 8, length <= range.upperBound - offset else { return }
            let action = FlowAction(checked: bytes, offset..<(offset + length), ipProtocol: ipProtocol)
            switch action {
            case .pushMPLS, .popMPLS, .pushPBB: ipProtocol = 0
            default: break
            }
            append(action)
            offset += length
        }
    }
}

extension ActionList: ExpressibleByArrayLiteral {
    // Inlined, so that the literal's array lives on the caller's stack.
    @inlinable
    public init(arrayLiteral elements: FlowAction...) {
        self.init()
        for element in elements { append(element) }
    }
}

extension ActionList: Sequence {
    public struct Iterator: IteratorProtocol {
        private let bytes: [UInt8]
        private var offset = ActionList.headerSize

        init(_ instruction: [UInt8]) { bytes = instruction }

        public mutating func next() -> FlowAction? {
            guard bytes.count - offset >= 8 else { return nil }
            let length = Int(bytes.span.bytes.u16(offset + 2))
            guard length >= 8, length <= bytes.count - offset else { return nil }
            let range = offset..<(offset + length)
            offset += length
            return FlowAction(checked: bytes.span.bytes, range)
        }
    }

    public func makeIterator() -> Iterator { Iterator(instruction) }
}

extension ActionList: CustomStringConvertible {
    public var description: String { String(describing: Array(self)) }
}
