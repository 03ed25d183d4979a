public import NetworkTypes

/// A value that a slice of the packet's context can carry.
public protocol FieldValue: Hashable, Sendable {
    /// The value as the low bits of a word.
    var fieldBits: UInt64 { get }
}

extension UInt16: FieldValue { public var fieldBits: UInt64 { UInt64(self) } }
extension UInt32: FieldValue { public var fieldBits: UInt64 { UInt64(self) } }
extension Bool: FieldValue { public var fieldBits: UInt64 { self ? 1 : 0 } }
extension IPv4Address: FieldValue { public var fieldBits: UInt64 { UInt64(bits) } }
extension PortKey: FieldValue { public var fieldBits: UInt64 { UInt64(value) } }
extension SegmentKey: FieldValue { public var fieldBits: UInt64 { UInt64(value) } }
extension VPCKey: FieldValue { public var fieldBits: UInt64 { UInt64(value) } }
extension RouteTableKey: FieldValue { public var fieldBits: UInt64 { UInt64(value) } }
extension RuleKey: FieldValue { public var fieldBits: UInt64 { UInt64(value) } }

/// Where a context field lies on the switch.
public enum Storage: Hashable, Sendable {
    /// Nicira register `reg0` … `reg15`, of 32 bits.
    case register(UInt8)
    /// The OpenFlow metadata field, of 64 bits.
    case metadata

    /// Bits.
    public var width: Int { self == .metadata ? 64 : 32 }

    /// The name that ovs-ofctl matches by.
    public var name: String {
        switch self {
        case .register(let index): "reg\(index)"
        case .metadata: "metadata"
        }
    }

    var order: Int {
        switch self {
        case .register(let index): Int(index)
        case .metadata: 256
        }
    }
}

/// A named run of bits in a register or in metadata.
public struct ContextSlot: Hashable, Sendable {
    public let label: String
    public let storage: Storage
    /// The lowest bit, counted from the least significant.
    public let lowBit: Int
    /// Bits, 1 to 64.
    public let width: Int

    /// A range beyond the storage is a programmer's error.
    public init(_ label: String, _ storage: Storage, _ bits: ClosedRange<Int>) {
        precondition(bits.lowerBound >= 0 && bits.upperBound < storage.width, "a slot lies inside its storage")
        self.label = label
        self.storage = storage
        lowBit = bits.lowerBound
        width = bits.count
    }

    /// Ones over the slot's width, not shifted.
    public var valueMask: UInt64 { width == 64 ? .max : (1 << UInt64(width)) - 1 }

    /// Ones where the slot lies in its storage.
    public var mask: UInt64 { valueMask << UInt64(lowBit) }

    /// The slot as the operand of a move or a load.
    public var slice: FieldSlice {
        FieldSlice(storage.field, lowBit...(lowBit + width - 1))
    }
}

/// A slot typed by what it carries.
public struct PacketField<Value: FieldValue>: Sendable {
    public let slot: ContextSlot

    public init(_ label: String, _ storage: Storage, _ bits: ClosedRange<Int>) {
        slot = ContextSlot(label, storage, bits)
    }

    /// The match term "the field holds this value".
    public static func == (field: Self, value: Value) -> MatchTerm { .context(field.slot, value.fieldBits) }
}

extension Storage {
    /// The switch's field that is the storage.
    public var field: SwitchField {
        switch self {
        case .register(let index): .register(index)
        case .metadata: .metadata
        }
    }
}
