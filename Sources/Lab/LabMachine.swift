import JSONText
public import NetworkTypes
public import TopologyFile

/// A virtual machine's place in the network: a namespace whose `eth0` is plugged into its node's `br-int`.
public final class LabMachine {
    public let name: String
    public let project: String
    public let subnet: LabSubnet
    public let node: LabNode
    public let addressing: TopologyFile.Port.Addressing
    /// The port's id in the API.
    public let portID: String
    /// The bare UUID that goes to `external_ids:iface-id`.
    public let interfaceID: String
    public let mac: MACAddress
    public let address: IPv4Address
    public let namespace: String
    /// The node's end of the cable.
    let tap: String
    let place: LabPlace

    init(
        name: String, project: String, subnet: LabSubnet, node: LabNode, addressing: TopologyFile.Port.Addressing,
        port: LabPort, number: Int, place: LabPlace
    ) {
        self.name = name
        self.project = project
        self.subnet = subnet
        self.node = node
        self.addressing = addressing
        portID = port.id
        interfaceID = port.interfaceID
        mac = port.mac
        address = port.address
        namespace = "\(place.prefix)\(name)"
        tap = "tap\(number)"
        self.place = place
    }

    /// Makes the machine and plugs it in. A static one gets its address here; the other has to ask.
    func plug(mtu: Int, underlayMTU: Int) throws(LabError) {
        let shell = place.shell
        try place.addNamespace(namespace)
        try shell.run([
            "ip", "-n", node.namespace, "link", "add", tap, "type", "veth", "peer", "name", "eth0", "netns", namespace,
        ])
        try shell.run(["ip", "-n", node.namespace, "link", "set", tap, "mtu", "\(underlayMTU)", "up"])
        try shell.run(["ip", "-n", namespace, "link", "set", "eth0", "address", "\(mac)"])
        try run(["ethtool", "-K", "eth0", "tx", "off"])
        if addressing == .static {
            try shell.run([
                "ip", "-n", namespace, "addr", "add", "\(address)/\(subnet.cidr.length)", "dev", "eth0",
            ])
            try shell.run(["ip", "-n", namespace, "link", "set", "eth0", "mtu", "\(mtu)"])
        }
        try shell.run(["ip", "-n", namespace, "link", "set", "eth0", "up"])
        if addressing == .static, let gateway = subnet.gateway {
            try shell.run(["ip", "-n", namespace, "route", "add", "default", "via", "\(gateway)"])
        }
        try node.vsctl([
            "--may-exist", "add-port", "br-int", tap, "--", "set", "Interface", tap,
            "external_ids:iface-id=\(interfaceID)", "external_ids:attached-mac=\(mac)",
        ])
    }

    /// Takes the machine away, as a hypervisor does when it stops one.
    func unplug() {
        _ = try? node.vsctl(["--if-exists", "del-port", "br-int", tap])
        removeNamespace()
    }

    func removeNamespace() { place.shell.runQuietly(["ip", "netns", "del", namespace]) }

    @discardableResult
    func run(_ arguments: [String], seconds: Double = 20) throws(LabError) -> String {
        try place.shell.run(["ip", "netns", "exec", namespace] + arguments, seconds: seconds)
    }

    func attempt(_ arguments: [String], seconds: Double = 20) throws(LabError) -> Shell.Result {
        try place.shell.attempt(["ip", "netns", "exec", namespace] + arguments, seconds: seconds)
    }
}

/// What the API said about a subnet.
public struct LabSubnet: Hashable, Sendable {
    public var id: String
    public var networkID: String
    public var name: String
    public var project: String
    public var cidr: IPPrefix
    public var gateway: IPv4Address?
    public var gatewayMAC: MACAddress?
    public var segment: UInt32?
    public var dnsServers: [IPAddress]
    public var hostRoutes: [TopologyFile.Route]
}

/// What the API said about a port.
public struct LabPort: Hashable, Sendable {
    public var id: String
    public var interfaceID: String
    public var mac: MACAddress
    public var address: IPv4Address
    /// Of the answer's `applied` object.
    public var isApplied: Bool

    init(_ answer: JSONValue) throws(LabError) {
        guard let id = answer["id"]?.string, let interface = answer["iface_id"]?.string,
            let mac = answer["mac_address"]?.string.flatMap({ MACAddress($0) }),
            let text = answer["fixed_ips"]?[0]?["ip_address"]?.string, let address = IPv4Address(text)
        else { throw .unexpectedAnswer(request: "a port", status: 200, body: answer.text) }
        self.id = id
        interfaceID = interface
        self.mac = mac
        self.address = address
        isApplied = answer["applied"]?["applied"]?.bool ?? false
    }
}
