/// What a flow has a packet go through (OpenFlow 1.3.5 §7.2.4).
public enum FlowInstruction: Hashable, Sendable {
    case meter(UInt32)
    case applyActions(ActionList)
    case clearActions
    case writeActions(ActionList)
    case writeMetadata(value: UInt64, mask: UInt64)
    case gotoTable(UInt8)

    /// Type numbers of the wire.
    enum Kind {
        static let gotoTable: UInt16 = 1
        static let writeMetadata: UInt16 = 2
        static let writeActions: UInt16 = 3
        static let applyActions: UInt16 = 4
        static let clearActions: UInt16 = 5
        static let meter: UInt16 = 6
    }

    /// The place of a type in the order of execution, which is the order in which Open vSwitch writes instructions; `nil`
    /// for what is no instruction.
    @inline(__always)
    static func order(kind: UInt16) -> Int? {
        switch kind {
        case Kind.meter: 0
        case Kind.applyActions: 1
        case Kind.clearActions: 2
        case Kind.writeActions: 3
        case Kind.writeMetadata: 4
        case Kind.gotoTable: 5
        default: nil
        }
    }

    var kind: UInt16 {
        switch self {
        case .meter: Kind.meter
        case .applyActions: Kind.applyActions
        case .clearActions: Kind.clearActions
        case .writeActions: Kind.writeActions
        case .writeMetadata: Kind.writeMetadata
        case .gotoTable: Kind.gotoTable
        }
    }

    /// An instruction of a list that was checked or built, without its actions; `nil` for other bytes.
    init?(checked bytes: RawSpan, _ range: Range<Int>) {
        let start = range.lowerBound
        switch (bytes.u16(start), range.count) {
        case (Kind.gotoTable, 8): self = .gotoTable(bytes.u8(start + 4))
        case (Kind.writeMetadata, 24):
            self = .writeMetadata(value: bytes.u64(start + 8), mask: bytes.u64(start + 16))
        case (Kind.writeActions, _):
            self = .writeActions(ActionList(canonical: bytes, (start + 8)..<range.upperBound))
        case (Kind.applyActions, _):
            self = .applyActions(ActionList(canonical: bytes, (start + 8)..<range.upperBound))
        case (Kind.clearActions, 8): self = .clearActions
        case (Kind.meter, 8): self = .meter(bytes.u32(start + 4))
        default: return nil
        }
    }

    /// Bytes that it takes on the wire, where it is written at all.
    var byteCount: Int {
        switch self {
        case .applyActions(let actions), .writeActions(let actions): actions.byteCount + 8
        case .writeMetadata: 24
        case .meter, .clearActions, .gotoTable: 8
        }
    }

    /// Appends the instruction; nothing where it applies or writes no actions.
    func encode(into bytes: inout [UInt8]) {
        let head = UInt64(kind) << 48
        switch self {
        case .gotoTable(let table): bytes.put(head | 8 << 32 | UInt64(table) << 24)
        case .writeMetadata(let value, let mask):
            bytes.put(head | 24 << 32)
            bytes.put(value)
            bytes.put(mask)
        case .meter(let meter): bytes.put(head | 8 << 32 | UInt64(meter))
        case .clearActions: bytes.put(head | 8 << 32)
        case .applyActions(let actions), .writeActions(let actions):
            guard !actions.isEmpty else { return }
            let length = actions.byteCount + 8
            if bytes.isEmpty { bytes.reserveCapacity(length) }
            bytes.put(head | UInt64(UInt16(truncatingIfNeeded: length)) << 32)
            actions.encode(into: &bytes)
        }
    }
}
