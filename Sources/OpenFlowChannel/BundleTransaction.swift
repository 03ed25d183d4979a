import OpenFlow

/// A bundle under way: which xids are its own, and what was said of them.
struct BundleTransaction: Sendable {
    let id: UInt32
    /// Open has it; the messages and the commit have the ones after it.
    let firstXID: UInt32
    let count: Int
    private var firstError: (message: Int?, error: ErrorMessage)?

    init(id: UInt32, firstXID: UInt32, count: Int) {
        self.id = id
        self.firstXID = firstXID
        self.count = count
    }

    private var commitXID: UInt32 { firstXID + 1 + UInt32(count) }

    func contains(_ xid: UInt32) -> Bool { (firstXID...commitXID).contains(xid) }

    /// A refusal of a part is kept; the refusal of the commit ends the bundle.
    mutating func refused(_ xid: UInt32, _ error: ErrorMessage) -> BundleOutcome? {
        if xid == commitXID {
            let cause = firstError ?? (nil, error)
            return .failed(id: id, message: cause.message, cause.error)
        }
        if firstError == nil { firstError = (xid == firstXID ? nil : Int(xid - firstXID) - 1, error) }
        return nil
    }

    /// Open vSwitch commits a bundle without the messages that it refused while the bundle was filled, and says that all is
    /// well (tried with 3.1): such a bundle has failed all the same.
    func answered(_ control: BundleControl) -> BundleOutcome? {
        guard control.kind == .commitReply else { return nil }
        guard let firstError else { return .committed(id: id) }
        return .failed(id: id, message: firstError.message, firstError.error)
    }

    /// Appends the message that adds an encoded one, both under the same xid.
    static func add(_ message: [UInt8], to id: UInt32, flags: BundleFlags, xid: UInt32, into bytes: inout [UInt8]) {
        let start = bytes.count
        OpenFlowMessage.bundleAdd(BundleAdd(bundleID: id, flags: flags, message: message)).encode(
            xid: xid, into: &bytes)
        OpenFlowMessage.replaceXID(xid, in: &bytes, at: start + BundleAdd.overhead)
    }
}
