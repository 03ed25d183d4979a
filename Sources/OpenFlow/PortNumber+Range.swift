/// Throws unless `number`, read at `offset`, is a port that Open vSwitch can have: up to 0xfeff, or a reserved one.
func requirePort(_ number: UInt32, at offset: Int, _ field: String) throws(OpenFlowError) {
    guard number < 0xff00 || number >= PortNumber.max else {
        throw OpenFlowError(offset: offset, field: field, rule: .badValue)
    }
}
