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
        var offset = 0
        var end = 0
        let order = instruction.order
        while offset < bytes.count {
            let span = bytes.span.bytes
            let other = FlowInstruction.order(kind: span.u16(offset))
            end = offset
            if other > order { break }
            end += Int(span.u16(offset + 2))
            if other == order { break }
            offset = end
        }
        guard offset < bytes.count else { return instruction.encode(into: &bytes) }
        var encoded: [UInt8] = []
        instruction.encode(into: &encoded)
        bytes.replaceSubrange(offset..<end, with: encoded)
    }

    public var isEmpty: Bool { bytes.isEmpty }

    /// Bytes that the list takes on the wire.
    public var byteCount: Int { bytes.count }

    /// Appends the list's bytes.
    public func encode(into output: inout [UInt8]) { output.append(contentsOf: bytes) }

    /// Reads instructions until the end of `range`, each kind at most once.
    static func decode(_ bytes: RawSpan, _ range: Range<Int>) throws(OpenFlowError) -> InstructionList {
        InstructionList(try FlowInstruction.decodeList(bytes, range))
    }
}

extension InstructionList {
    static func check(_ bytes: RawSpan, _ range: Range<Int>, facts: PacketFacts, table: UInt8) throws(OpenFlowError)
        -> Bool
    {
        let list = try decode(bytes, range)
        return list.bytes == bytes.array(range)
    }
    init(checked bytes: RawSpan, _ range: Range<Int>) { self = (try? Self.decode(bytes, range)) ?? [] }
}

extension InstructionList: ExpressibleByArrayLiteral {
    public init(arrayLiteral elements: FlowInstruction...) { self.init(elements) }
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
