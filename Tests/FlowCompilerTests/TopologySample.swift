import Foundation
import NetworkTypes
import TopologyFile
import VirtualNetwork

/// A folder of `topologies` as the intent and the facts that it comes to.
struct TopologySample {
    private(set) var sample = SampleNetwork()
    /// By rising key.
    private(set) var nodes: [String] = []

    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("topologies")

    /// The names of the folders, sorted.
    static var all: [String] {
        let entries = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return entries.filter { FileManager.default.fileExists(atPath: file($0).path) }.sorted()
    }

    private static func file(_ name: String) -> URL { folder.appendingPathComponent("\(name)/topology.yaml") }

    init(_ name: String) throws {
        let topology = try TopologyFile(reading: Self.file(name).path)
        var principals: [String: Principal] = [:]
        for project in topology.projects {
            principals[project] = Principal(project: ProjectID(project) ?? .operators, role: .member)
        }
        var keys: [String: NodeKey] = [:]
        for node in topology.nodes {
            keys[node.name] = try sample.addNode(
                node.name, address: node.encapIP.description, ofport: 65000, mtu: topology.underlay.mtu)
            nodes.append(node.name)
        }
        var vpcs: [String: ResourceID] = [:]
        for vpc in topology.vpcs {
            guard let principal = principals[vpc.project] else { continue }
            vpcs["\(vpc.project)/\(vpc.name)"] = try sample.addVPC(vpc.cidrs, by: principal)
        }
        var subnets: [String: ResourceID] = [:]
        for subnet in topology.subnets {
            guard let principal = principals[subnet.project], case .vpc(let name) = subnet.parent,
                let vpc = vpcs["\(subnet.project)/\(name)"]
            else { continue }
            subnets["\(subnet.project)/\(subnet.name)"] = try sample.addSubnet(
                subnet.cidr.description, in: vpc, by: principal
            ) {
                $0.dhcpEnabled = subnet.isDHCPEnabled
                $0.dnsServers = subnet.dnsServers
            }
        }
        for port in topology.ports {
            guard let principal = principals[port.project], let subnet = subnets["\(port.project)/\(port.subnet)"]
            else { continue }
            let key = try sample.addPort(on: subnet, by: principal) {
                $0.mac = port.mac
                $0.fixedIPs = [FixedIPRequest(subnet: subnet, address: port.address)]
            }
            if let node = keys[port.node] { sample.bind(key, to: node, ofport: key.value) }
        }
        sample.compile()
    }
}
