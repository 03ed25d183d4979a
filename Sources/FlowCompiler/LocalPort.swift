import LogicalNetwork
import NetworkTypes
import PacketResponder

/// A logical port on the node where it is bound.
struct LocalPort {
    let logical: LogicalPort
    let ofport: UInt32
    /// Nil when no DHCP is to be answered.
    let service: PortService?
}
