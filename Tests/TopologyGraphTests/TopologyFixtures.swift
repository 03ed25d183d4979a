import NaruTesting
import NetworkTypes
import Testing
import TopologyGraph

/// Facts in short.
enum Fact {
    static func node(_ node: UInt32, _ name: String = "host") -> TopologyFact {
        .node(
            NodeFact(
                key: NodeKey(node), name: name, systemID: "sys-\(node)", ovsVersion: "3.3.0", datapathID: UInt64(node)))
    }

    static func tunnelEnd(_ node: UInt32, type: String = "geneve") -> TopologyFact {
        .tunnelEnd(
            TunnelEnd(
                node: NodeKey(node), address: .v4(IPv4Address(bits: 0x0a00_0000 + node)), type: type, ofport: 1,
                underlayMTU: 1500))
    }

    static func bridge(_ node: UInt32, _ name: String = "br-int") -> TopologyFact {
        .bridge(BridgeFact(node: NodeKey(node), name: name, datapathID: UInt64(node) << 32))
    }

    static func interface(_ node: UInt32, _ name: String, claiming id: String? = nil, up: Bool = true) -> TopologyFact {
        .interface(
            InterfaceFact(
                node: NodeKey(node), bridge: "br-int", name: name, ofport: 5, kind: id == nil ? .uplink : .vif,
                interfaceID: id, linkUp: up))
    }

    static func link(_ from: (UInt32, String), _ to: (UInt32, String)) -> TopologyFact {
        .link(
            Link(
                from: LinkEnd(node: NodeKey(from.0), interface: from.1),
                to: LinkEnd(node: NodeKey(to.0), interface: to.1)))
    }

    static func network(_ segment: UInt32, _ name: String = "blue") -> TopologyFact {
        .network(
            NetworkVertex(key: SegmentKey(segment), id: ResourceID(high: 1, low: UInt64(segment)), name: name))
    }

    static func port(_ port: UInt32, in segment: UInt32, _ name: String = "vm") -> TopologyFact {
        .virtualPort(
            VirtualPortVertex(
                key: PortKey(port), id: ResourceID(high: 2, low: UInt64(port)), name: name,
                network: SegmentKey(segment), mac: MACAddress(bits: 0x02_00_00_00_00_00 + UInt64(port)),
                addresses: [.v4(IPv4Address(bits: 0x0a01_0000 + port)), .v6(IPv6Address(high: 0xfd00 << 48, low: 9))]))
    }

    static func binding(_ port: UInt32, on node: UInt32, _ interface: String = "tap0") -> TopologyFact {
        .binding(PortBinding(port: PortKey(port), node: NodeKey(node), ofport: 5, interface: interface, zone: 7))
    }

    /// Two hosts with a tunnel and a cable, one network, one port on each host.
    static let twoNodes: [TopologyFact] = [
        node(1, "alpha"), node(2, "beta"), tunnelEnd(1), tunnelEnd(2), bridge(1), bridge(2),
        interface(1, "tap9", claiming: "nine"), interface(2, "tap10", claiming: "ten"), interface(1, "eth0"),
        interface(2, "eth0"), link((2, "eth0"), (1, "eth0")), network(5), port(9, in: 5, "a"), port(10, in: 5, "b"),
        binding(9, on: 1, "tap9"), binding(10, on: 2, "tap10"),
    ]

    /// Any fact of a small world, so that keys meet again.
    static func random(_ random: inout SeededGenerator) -> TopologyFact {
        func pick(_ limit: UInt32) -> UInt32 { UInt32.random(in: 1...limit, using: &random) }
        let name = ["tap0", "tap1", "eth0"][Int(pick(3)) - 1]
        switch pick(8) {
        case 1: return node(pick(5), "host\(pick(2))")
        case 2: return tunnelEnd(pick(5), type: pick(3) == 1 ? "vxlan" : "geneve")
        case 3: return bridge(pick(5), pick(2) == 1 ? "br-int" : "br-ex")
        case 4: return interface(pick(5), name, claiming: pick(2) == 1 ? "id\(pick(3))" : nil, up: pick(2) == 1)
        case 5: return link((pick(5), name), (pick(5), "eth0"))
        case 6: return network(pick(4), "net\(pick(2))")
        case 7: return port(pick(12), in: pick(4))
        default: return binding(pick(12), on: pick(5), name)
        }
    }
}
