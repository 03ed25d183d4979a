import NetworkTypes
import TopologyFile

/// The network between the nodes: one switch in a namespace of its own, so that a host that is no node can join it.
public final class Underlay {
    public let mtu: Int
    let namespace: String
    private let place: LabPlace
    private let prefixLength: Int
    private var ports = 0

    init(_ underlay: TopologyFile.Underlay, place: LabPlace) throws(LabError) {
        mtu = underlay.mtu
        prefixLength = underlay.cidr.length
        self.place = place
        namespace = "\(place.prefix)underlay"
        try place.addNamespace(namespace)
        try place.shell.run(["ip", "-n", namespace, "link", "add", "switch", "type", "bridge", "mcast_snooping", "0"])
        try place.shell.run(["ip", "-n", namespace, "link", "set", "switch", "mtu", "\(mtu)"])
        try place.shell.run(["ip", "-n", namespace, "link", "set", "switch", "up"])
    }

    /// Plugs a cable: `interface` appears in `other`, up, without an address.
    func attach(_ interface: String, in other: String) throws(LabError) {
        ports += 1
        let port = "port\(ports)"
        let shell = place.shell
        try shell.run(
            ["ip", "-n", namespace, "link", "add", port, "type", "veth", "peer", "name", interface, "netns", other])
        try shell.run(["ip", "-n", namespace, "link", "set", port, "mtu", "\(mtu)", "master", "switch", "up"])
        try shell.run(["ip", "-n", other, "link", "set", interface, "mtu", "\(mtu)", "up"])
        // Without this a checksum that the kernel left to the card is never made, and TCP in tunnels is dead.
        try shell.run(["ip", "netns", "exec", other, "ethtool", "-K", interface, "tx", "off"])
        try shell.run(["ip", "netns", "exec", namespace, "ethtool", "-K", port, "tx", "off"])
    }

    /// A host on the underlay that is no node of the controller's.
    func addStranger(address: String) throws(LabError) -> String {
        let name = "\(place.prefix)stranger"
        try place.addNamespace(name)
        try attach("eth0", in: name)
        try place.shell.run(["ip", "-n", name, "addr", "add", "\(address)/\(prefixLength)", "dev", "eth0"])
        return name
    }
}
