// The fields that most flows have, by name. The subscript reaches all of them, with masks.
extension FlowMatch {
    private func exact<Number: FixedWidthInteger>(_ field: MatchField) -> Number? {
        guard let masked = self[field], masked.mask == field.fullMask else { return nil }
        return Number(truncatingIfNeeded: masked.value)
    }

    private mutating func setExact(_ field: MatchField, _ value: (some FixedWidthInteger)?) {
        guard let value else { return remove(field) }
        set(field, UInt128(truncatingIfNeeded: value))
    }

    /// OpenFlow port number.
    public var inPort: UInt32? {
        get { exact(.inPort) }
        set { setExact(.inPort, newValue) }
    }

    public var ethType: UInt16? {
        get { exact(.ethType) }
        set { setExact(.ethType, newValue) }
    }

    /// `0` for frames without a tag, else 0x1000 and the VLAN's number; `nil` with a mask of less than all bits.
    public var vlanID: UInt16? {
        get { exact(.vlanID) }
        set { setExact(.vlanID, newValue) }
    }

    public var ipProtocol: UInt8? {
        get { exact(.ipProtocol) }
        set { setExact(.ipProtocol, newValue) }
    }

    public var conjunctionID: UInt32? {
        get { exact(.conjunctionID) }
        set { setExact(.conjunctionID, newValue) }
    }
}
