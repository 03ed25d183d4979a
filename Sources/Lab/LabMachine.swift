import JSONText
public import NetworkTypes
public import TopologyFile

/// What a machine of the lab shall be.
struct MachineWish {
    var name: String
    var project: String
    /// Of one network; the first is IPv4.
    var subnets: [LabSubnet]
    /// One for each subnet, or none: the controller allots it.
    var addresses: [IPAddress?] = []
    var node: LabNode
    var mac: MACAddress?
    var addressing = TopologyFile.Port.Addressing.static
    /// Ids of security groups; nil leaves them to the controller.
    var groups: [String]?
    /// More members of the port.
    var members: [String: JSONValue] = [:]
}

/// A virtual machine's place in the network: a namespace whose `eth0` is plugged into its node's `br-int`.
public final class LabMachine {
    public let name: String
    public let project: String
    /// The IPv4 subnet.
    public let subnet: LabSubnet
    /// The IPv6 subnet, where it has one.
    public let subnet6: LabSubnet?
    public let node: LabNode
    public let addressing: TopologyFile.Port.Addressing
    /// The port's id in the API.
    public let portID: String
    /// The bare UUID that goes to `external_ids:iface-id`.
    public let interfaceID: String
    public let mac: MACAddress
    public let address: IPv4Address
    public let address6: IPv6Address?
    public let namespace: String
    /// The node's end of the cable.
    let tap: String
    let place: LabPlace

    init(_ wish: MachineWish, subnet: LabSubnet, port: LabPort, number: Int, place: LabPlace) {
        name = wish.name
        project = wish.project
        self.subnet = subnet
        subnet6 = wish.subnets.first { $0.family == .v6 }
        node = wish.node
        addressing = wish.addressing
        portID = port.id
        interfaceID = port.interfaceID
        mac = port.mac
        address = port.address
        address6 = port.address6
        namespace = "\(place.prefix)\(wish.name)"
        tap = "tap\(number)"
        self.place = place
    }

    /// Its address of a family, as a target.
    func address(_ family: IPFamily) throws(LabError) -> IPAddress {
        switch family {
        case .v4: return .v4(address)
        case .v6:
            guard let address6 else { throw .notApplicable("\(name) has no IPv6 address") }
            return .v6(address6)
        }
    }

    /// Makes the machine and plugs it in. A static one gets its addresses here; the other has to ask.
    func plug(mtu: Int, underlayMTU: Int) throws(LabError) {
        let shell = place.shell
        try place.addNamespace(namespace)
        try shell.run([
            "ip", "-n", node.namespace, "link", "add", tap, "type", "veth", "peer", "name", "eth0", "netns", namespace,
        ])
        try shell.run(["ip", "-n", node.namespace, "link", "set", tap, "mtu", "\(underlayMTU)", "up"])
        try shell.run(["ip", "-n", namespace, "link", "set", "eth0", "address", "\(mac)"])
        try run(["ethtool", "-K", "eth0", "tx", "off"])
        if subnet6 != nil { try enableIPv6() }
        if addressing == .static {
            try shell.run([
                "ip", "-n", namespace, "addr", "add", "\(address)/\(subnet.cidr.length)", "dev", "eth0",
            ])
            if let address6, let subnet6 {
                try shell.run([
                    "ip", "-n", namespace, "addr", "add", "\(address6)/\(subnet6.cidr.length)", "dev", "eth0", "nodad",
                ])
            }
            try shell.run(["ip", "-n", namespace, "link", "set", "eth0", "mtu", "\(mtu)"])
        } else if subnet6 != nil {
            // An advertised MTU counts where the interface could carry more.
            try shell.run(["ip", "-n", namespace, "link", "set", "eth0", "mtu", "\(underlayMTU)"])
        }
        try shell.run(["ip", "-n", namespace, "link", "set", "eth0", "up"])
        if addressing == .static {
            if let gateway = subnet.gateway {
                try shell.run(["ip", "-n", namespace, "route", "add", "default", "via", "\(gateway)"])
            }
            if let gateway = subnet6?.gatewayAddress {
                try shell.run(["ip", "-n", namespace, "-6", "route", "add", "default", "via", "\(gateway)"])
            }
        }
        try node.vsctl([
            "--may-exist", "add-port", "br-int", tap, "--", "set", "Interface", tap,
            "external_ids:iface-id=\(interfaceID)", "external_ids:attached-mac=\(mac)",
        ])
    }

    /// A static machine takes nothing from routers and doubts no address; the other is as a distribution has it, with
    /// router advertisements taken even where it forwards (`accept_ra` 2).
    private func enableIPv6() throws(LabError) {
        let isStatic = addressing == .static
        try run([
            "sysctl", "-qw", "net.ipv6.conf.all.disable_ipv6=0", "net.ipv6.conf.eth0.disable_ipv6=0",
            "net.ipv6.conf.eth0.accept_ra=\(isStatic ? 0 : 2)", "net.ipv6.conf.eth0.autoconf=\(isStatic ? 0 : 1)",
            "net.ipv6.conf.eth0.accept_dad=\(isStatic ? 0 : 1)",
            "net.ipv6.conf.eth0.dad_transmits=\(isStatic ? 0 : 1)",
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
