import NetworkTypes
import PersistentCollections
import TopologyGraph

/// Conntrack zones: one for each port that a node holds, so that ports with the same addresses never share a connection.
///
/// A zone is given on in a circle, so one that was given back is used again last. Its node flushes it before the flows of
/// its new port are there.
extension ControllerCore {
    /// Open vSwitch's zone 0 is the one of whoever names none, and 65535 is left alone.
    private static let zones: ClosedRange<UInt16> = 1...65534

    /// The zone of a port on a node: the one that it has there, or the next one free; 0 when all are taken.
    mutating func zone(on node: NodeKey, held: PortBinding?) -> UInt16 {
        if let held, held.node == node, held.zone != 0 { return held.zone }
        let taken = Set(topology.bindings(on: node).map(\.zone))
        var candidate = lastZones[Int(node.value)] ?? taken.max() ?? 0
        for _ in Self.zones {
            candidate = candidate < Self.zones.upperBound ? candidate + 1 : Self.zones.lowerBound
            if taken.contains(candidate) { continue }
            lastZones[Int(node.value)] = candidate
            return candidate
        }
        return 0
    }

    /// Gives zones to bindings that an older version stored without one.
    mutating func completeZones() {
        for fact in topology.allNodes {
            for binding in topology.bindings(on: fact.key) where binding.zone == 0 {
                put(
                    .binding(
                        PortBinding(
                            port: binding.port, node: binding.node, ofport: binding.ofport,
                            interface: binding.interface, zone: zone(on: binding.node, held: binding))))
            }
        }
    }
}
