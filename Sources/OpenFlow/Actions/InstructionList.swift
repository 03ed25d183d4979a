/// What a flow has a packet go through (OpenFlow 1.3.5 §7.2.4): each kind of instruction at most once, kept as the bytes
/// that Open vSwitch 3.1 would write, in its order. Two lists are equal where their bytes are.
public struct InstructionList: Hashable, Sendable {
    /// Whole instructions in the order of execution.
    private(set) var bytes: [UInt8]

    /// No instruction: the packet is dropped.
    public init() { bytes = [] }

    public init(_ instructions: some Sequence<FlowInstruction>) {
        self.init()
        for instruction in instructions { append(instruction) }
    }

    /// Takes bytes that were checked and are canonical.
    init(canonical bytes: [UInt8]) { self.bytes = bytes }

    /// Puts an instruction into its place in the order of execution, in place of one of its kind. Applying or writing no
    /// actions does nothing: it only takes that one away.
    ///
    /// - Precondition: the actions of one instruction fit in 65,527 bytes.
    public mutating func append(_ instruction: FlowInstruction) {
        if bytes.isEmpty {
            if case .applyActions(let actions) = instruction {
                bytes = actions.instruction
                return
            }
            bytes.reserveCapacity(instruction.byteCount + Self.spareByteCount)
            return instruction.encode(into: &bytes)
        }
        let order = FlowInstruction.order(kind: instruction.kind) ?? 0
        var offset = 0
        while bytes.count - offset >= 8 {
            let length = Int(bytes.span.bytes.u16(offset + 2))
            let other = FlowInstruction.order(kind: bytes.span.bytes.u16(offset)) ?? 0
            if other >= order {
                var encoded: [UInt8] = []
                instruction.encode(into: &encoded)
                bytes.replaceSubrange(offset..<(other == order ? offset + length : offset), with: encoded)
                return
            }
            offset += length
        }
        instruction.encode(into: &bytes)
    }

    /// Room for a goto behind the first instruction.
    private static let spareByteCount = 8

    /// Whether there is no instruction.
    public var isEmpty: Bool { bytes.isEmpty }

    /// Bytes that the list takes on the wire.
    public var byteCount: Int { bytes.count }

    /// Appends the list's bytes.
    public func encode(into output: inout [UInt8]) { output.append(contentsOf: bytes) }

    /// Writes the list's bytes: `byteCount` of them.
    @inline(__always)
    func copy(to buffer: UnsafeMutableRawBufferPointer) { bytes.withUnsafeBytes { buffer.copyMemory(from: $0) } }

    /// Reads instructions until the end of `range`, each kind at most once, and checks them as Open vSwitch would; see
    /// `check`.
    static func decode(
        _ bytes: RawSpan, _ range: Range<Int>, facts: PacketFacts? = nil, table: UInt8? = nil
    ) throws(OpenFlowError) -> InstructionList {
        if try check(bytes, range, facts: facts, table: table) { return InstructionList(canonical: bytes.array(range)) }
        return InstructionList(checked: bytes, range, facts: facts)
    }

    /// Checks instructions where they lie, and tells whether they are as Open vSwitch would write them.
    ///
    /// - Parameters:
    ///   - facts: what is known of the packets, against which prerequisites of actions are held; `nil` where a switch says
    ///     what it has, and needs no judge.
    ///   - table: the flow's table, behind which a goto must lead; `nil` for any.
    @inline(__always)
    static func check(
        _ bytes: RawSpan, _ range: Range<Int>, facts: PacketFacts?, table: UInt8?
    ) throws(OpenFlowError) -> Bool {
        var check = InstructionCheck(facts)
        try check.list(bytes, range, table: table)
        return check.isCanonical
    }

    /// Instructions that were checked but are not as Open vSwitch would write them: each is read and written again.
    @inline(never)
    init(checked bytes: RawSpan, _ range: Range<Int>, facts: PacketFacts?) {
        self.init()
        var check = InstructionCheck(facts)
        guard (try? check.list(bytes, range, table: nil)) != nil else { return }
        var ipProtocol = ActionCheck.ipProtocolWithPorts(facts)
        // What is applied may change the protocol for what is written.
        for isWriting in [false, true] {
            var offset = range.lowerBound
            while offset < range.upperBound {
                let start = offset
                offset += Int(bytes.u16(start + 2))
                guard (bytes.u16(start) == FlowInstruction.Kind.writeActions) == isWriting else { continue }
                switch bytes.u16(start) {
                case FlowInstruction.Kind.applyActions:
                    let end = check.actions.metadataOffset ?? offset
                    append(.applyActions(ActionList(checked: bytes, (start + 8)..<end, ipProtocol: &ipProtocol)))
                case FlowInstruction.Kind.writeActions:
                    append(.writeActions(ActionList(checked: bytes, (start + 8)..<offset, ipProtocol: &ipProtocol)))
                default:
                    if let instruction = FlowInstruction(checked: bytes, start..<offset) { append(instruction) }
                }
            }
        }
        if let metadata = check.actions.metadataOffset {
            append(.writeMetadata(value: bytes.u64(metadata + 16), mask: bytes.u64(metadata + 24)))
        }
    }
}

extension InstructionList: ExpressibleByArrayLiteral {
    // Inlined, so that the literal's array lives on the caller's stack.
    @inlinable
    public init(arrayLiteral elements: FlowInstruction...) {
        self.init()
        for element in elements { append(element) }
    }
}

extension InstructionList: Sequence {
    public struct Iterator: IteratorProtocol {
        private let bytes: [UInt8]
        private var offset = 0

        init(_ bytes: [UInt8]) { self.bytes = bytes }

        public mutating func next() -> FlowInstruction? {
            guard bytes.count - offset >= 8 else { return nil }
            let length = Int(bytes.span.bytes.u16(offset + 2))
            guard length >= 8, length <= bytes.count - offset else { return nil }
            let range = offset..<(offset + length)
            offset += length
            return FlowInstruction(checked: bytes.span.bytes, range)
        }
    }

    public func makeIterator() -> Iterator { Iterator(bytes) }
}

extension InstructionList: CustomStringConvertible {
    public var description: String { String(describing: Array(self)) }
}
