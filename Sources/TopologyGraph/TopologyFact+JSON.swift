public import JSONText
import NetworkTypes

/// The stored form: an object with the fact's `type`, the version `v` of that form, and the fact's own members.
extension TopologyFact {
    /// The version of the form that `json` writes.
    public static let formVersion: Int64 = 1

    public var json: JSONValue {
        var members = attributes
        members["type"] = .string(key.type)
        members["v"] = .integer(Self.formVersion)
        return .object(members)
    }

    /// Reads what `json` wrote. Members that it does not know it leaves alone.
    public init(json: JSONValue) throws(TopologyError) {
        let reader = try FactReader(json)
        let type = try reader.string("type")
        let version = try reader.integer("v")
        guard version == Self.formVersion else { throw .unknownVersion(type: type, version: version) }
        switch type {
        case "node": self = .node(try NodeFact(reader))
        case "tunnel_end": self = .tunnelEnd(try TunnelEnd(reader))
        case "bridge": self = .bridge(try BridgeFact(reader))
        case "interface": self = .interface(try InterfaceFact(reader))
        case "link":
            self = .link(
                Link(
                    from: LinkEnd(node: try reader.key("from_node"), interface: try reader.string("from_interface")),
                    to: LinkEnd(node: try reader.key("to_node"), interface: try reader.string("to_interface"))))
        case "network":
            self = .network(
                NetworkVertex(
                    key: try reader.segment("key"), id: try reader.parsed("id"), name: try reader.string("name")))
        case "virtual_port": self = .virtualPort(try VirtualPortVertex(reader))
        case "binding":
            self = .binding(
                PortBinding(
                    port: try reader.key("port"), node: try reader.key("node"), ofport: try reader.number("ofport"),
                    interface: try reader.string("interface"), zone: try reader.optionalNumber("zone") ?? 0))
        default: throw .unknownType(type)
        }
    }

    /// The fact's own members.
    var attributes: [String: JSONValue] {
        switch self {
        case .node(let fact): fact.attributes
        case .tunnelEnd(let fact): fact.attributes
        case .bridge(let fact): fact.attributes
        case .interface(let fact): fact.attributes
        case .link(let fact):
            [
                "from_node": .integer(Int64(fact.from.node.value)), "from_interface": .string(fact.from.interface),
                "to_node": .integer(Int64(fact.to.node.value)), "to_interface": .string(fact.to.interface),
            ]
        case .network(let fact):
            [
                "key": .integer(Int64(fact.key.value)), "id": .string(fact.id.description), "name": .string(fact.name),
            ]
        case .virtualPort(let fact): fact.attributes
        case .binding(let fact):
            [
                "port": .integer(Int64(fact.port.value)), "node": .integer(Int64(fact.node.value)),
                "ofport": .integer(Int64(fact.ofport)), "interface": .string(fact.interface),
                "zone": .integer(Int64(fact.zone)),
            ]
        }
    }
}

extension NodeFact {
    fileprivate init(_ reader: FactReader) throws(TopologyError) {
        self.init(
            key: try reader.key("key"), name: try reader.string("name"), systemID: try reader.string("system_id"),
            ovsVersion: try reader.string("ovs_version"), datapathID: try reader.datapathID("datapath_id"))
    }

    fileprivate var attributes: [String: JSONValue] {
        [
            "key": .integer(Int64(key.value)), "name": .string(name), "system_id": .string(systemID),
            "ovs_version": .string(ovsVersion), "datapath_id": .string(hexadecimal(datapathID, digits: 16)),
        ]
    }
}

extension TunnelEnd {
    fileprivate init(_ reader: FactReader) throws(TopologyError) {
        self.init(
            node: try reader.key("node"), address: try reader.parsed("address"),
            type: try reader.string("tunnel_type"), ofport: try reader.number("ofport"),
            underlayMTU: try reader.number("underlay_mtu"))
    }

    fileprivate var attributes: [String: JSONValue] {
        [
            "node": .integer(Int64(node.value)), "address": .string(address.description),
            "tunnel_type": .string(type), "ofport": .integer(Int64(ofport)),
            "underlay_mtu": .integer(Int64(underlayMTU)),
        ]
    }
}

extension BridgeFact {
    fileprivate init(_ reader: FactReader) throws(TopologyError) {
        self.init(
            node: try reader.key("node"), name: try reader.string("name"),
            datapathID: try reader.datapathID("datapath_id"), datapathType: try reader.string("datapath_type"))
    }

    fileprivate var attributes: [String: JSONValue] {
        [
            "node": .integer(Int64(node.value)), "name": .string(name),
            "datapath_id": .string(hexadecimal(datapathID, digits: 16)), "datapath_type": .string(datapathType),
        ]
    }
}

extension InterfaceFact {
    fileprivate init(_ reader: FactReader) throws(TopologyError) {
        guard let kind = Kind(rawValue: try reader.string("kind")) else { throw .malformed(member: "kind") }
        self.init(
            node: try reader.key("node"), bridge: try reader.string("bridge"), name: try reader.string("name"),
            ofport: try reader.number("ofport"), kind: kind, interfaceID: try reader.optionalString("interface_id"),
            linkUp: try reader.bool("link_up"))
    }

    fileprivate var attributes: [String: JSONValue] {
        var members: [String: JSONValue] = [
            "node": .integer(Int64(node.value)), "bridge": .string(bridge), "name": .string(name),
            "ofport": .integer(Int64(ofport)), "kind": .string(kind.rawValue), "link_up": .bool(linkUp),
        ]
        if let interfaceID { members["interface_id"] = .string(interfaceID) }
        return members
    }
}

extension VirtualPortVertex {
    fileprivate init(_ reader: FactReader) throws(TopologyError) {
        self.init(
            key: try reader.key("key"), id: try reader.parsed("id"), name: try reader.string("name"),
            network: try reader.segment("network"), mac: try reader.parsed("mac"),
            addresses: try reader.addresses("addresses"))
    }

    fileprivate var attributes: [String: JSONValue] {
        [
            "key": .integer(Int64(key.value)), "id": .string(id.description), "name": .string(name),
            "network": .integer(Int64(network.value)), "mac": .string(mac.description),
            "addresses": .array(addresses.map { .string($0.description) }),
        ]
    }
}
