import ControllerCore
import JSONText
import NetworkTypes
import TopologyGraph
import VirtualNetwork

enum NodeEndpoint: ResourceEndpoint {
    static let kind = ResourceKind.node
    static let derivedMembers: Set<String> = [
        "state", "encap_ip", "ovs_version", "datapath_id", "applied_revision", "enrolment_command", "conditions",
    ]
    static let fixedMembers: Set<String> = ["zone", "region"]
    static let filters = ["state", "system_id", "zone", "region"]

    static func create(_ reader: inout BodyReader, id: ResourceID) -> Command? {
        var create = CreateNode(id: id, name: reader.string("name") ?? "")
        if !reader.has("name") { reader.missing("name", "give the name by which operators know the host") }
        create.tags = reader.strings(byName: "tags") ?? [:]
        if reader.value("system_id")?.isNull == false { create.systemID = reader.string("system_id") }
        create.roles = reader.roles("roles") ?? [.compute]
        create.labels = reader.strings(byName: "labels") ?? [:]
        create.zone = reader.string("zone") ?? ""
        create.region = reader.string("region") ?? ""
        _ = reader.address("encap_ip")
        return .createNode(create)
    }

    static func update(_ reader: inout BodyReader, id: ResourceID, ifMatch: Revision?) -> Command {
        var update = NodeUpdate()
        update.base = reader.resourceUpdate()
        update.systemID = reader.string("system_id")
        update.roles = reader.roles("roles")
        update.labels = reader.strings(byName: "labels")
        return .updateNode(id, update, ifMatch: ifMatch)
    }

    static func filter(_ name: String, _ value: String) -> ResourceFilter? {
        switch name {
        case "state":
            return NodeStatus.Phase(rawValue: value).map { phase in
                { resource, snapshot in
                    guard case .node(let node) = resource else { return false }
                    return snapshot.status(of: node.key).phase == phase
                }
            }
        case "system_id": return onNode { $0.systemID == value }
        case "zone": return onNode { $0.zone == value }
        case "region": return onNode { $0.region == value }
        default: return nil
        }
    }

    private static func onNode(_ test: @escaping (Node) -> Bool) -> ResourceFilter {
        { resource, _ in
            guard case .node(let node) = resource else { return false }
            return test(node)
        }
    }

    static func members(_ resource: Resource, _ view: ResourceView) -> [String: JSONValue] {
        guard case .node(let node) = resource else { return [:] }
        let status = view.snapshot.status(of: node.key)
        let fact = view.snapshot.topology.node(node.key)
        let encapIP = view.snapshot.topology.tunnelEnd(of: node.key)?.address
        return [
            "system_id": (node.systemID ?? fact?.systemID).map { .string($0) } ?? .null,
            "roles": .array(node.roles.map { .string($0.rawValue) }),
            "labels": .object(node.labels.mapValues { .string($0) }),
            "zone": .string(node.zone),
            "region": .string(node.region),
            "state": .string(status.phase.rawValue),
            "encap_ip": encapIP.map { .string($0.description) } ?? .null,
            "ovs_version": fact.flatMap { $0.ovsVersion.isEmpty ? nil : .string($0.ovsVersion) } ?? .null,
            "datapath_id": fact.map { .string(hexadecimal($0.datapathID, digits: 16)) } ?? .null,
            "applied_revision": .integer(Int64(status.appliedRevision)),
            "conditions": .array(
                status.conditions.map { condition in
                    let port = condition.port.flatMap { view.snapshot.network.port($0)?.metadata.id }
                    return .object([
                        "type": .string(condition.type), "message": .string(condition.message),
                        "port_id": .id(.port, port),
                    ])
                }),
            "enrolment_command": .string(
                enrolmentCommand(node, encapIP: view.encapIP ?? encapIP, target: view.ovsdbTarget)),
        ]
    }

    /// What the operator runs on the host; `ENCAP_IP` stands where the host's tunnel address is not known yet. The shell there
    /// reads the MTU of the interface that has the address, which decides the MTU of workloads.
    private static func enrolmentCommand(_ node: Node, encapIP: IPAddress?, target: String) -> String {
        let address = encapIP?.description ?? "ENCAP_IP"
        return "ovs-vsctl set Open_vSwitch . external_ids:naru-node=\(node.metadata.id)"
            + " external_ids:naru-encap-ip=\(address)"
            + " external_ids:naru-encap-mtu=$(cat /sys/class/net/$(ip -o addr show to \(address) | awk '{print $2; exit}')/mtu)"
            + " -- set-manager tcp:\(target)"
    }
}

extension BodyReader {
    fileprivate mutating func roles(_ name: String) -> [NodeRole]? {
        let words = NodeRole.allCases.map(\.rawValue).joined(separator: ", ")
        return elements(name, expected: "an array of roles: \(words)") { reader, path, element in
            guard let role = element.string.flatMap(NodeRole.init(rawValue:)) else {
                reader.fault(
                    path, "unknown-role", "\(element.text) is not a role of a node", "give one of: \(words)")
                return nil
            }
            return role
        }
    }
}
