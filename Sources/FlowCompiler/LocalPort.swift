import LogicalNetwork
import NetworkTypes
import PacketResponder

/// A logical port on the node where it is bound.
struct LocalPort {
    let logical: LogicalPort
    let ofport: UInt32
    /// The port's conntrack zone on the node.
    let zone: UInt16
    /// Nil when nothing is to be answered.
    let service: PortService?
}
