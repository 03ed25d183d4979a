/// How nodes reach the controller: a bridge beside the machine's own interfaces, in a block of 198.18.0.0/15.
///
/// RFC 2544 keeps that range for tests, so it meets no network that the machine is really on; the first /24 of it
/// that is unused here is taken.
public final class ManagementNetwork {
    /// The address that narud listens on: .1 of the block.
    public let controllerAddress: String
    private let place: LabPlace
    private let bridge: String
    private let block: String
    private var hosts = 0

    init(place: LabPlace) throws(LabError) {
        self.place = place
        bridge = "\(place.prefix)mg"
        let inUse = try place.shell.run(["ip", "-o", "-4", "addr"])
        guard let number = (0...255).first(where: { !inUse.contains(" 198.18.\($0).") }) else {
            throw .preflight(["every block of 198.18.0.0/16 is in use: run `naru-lab clean`"])
        }
        block = "198.18.\(number)"
        controllerAddress = "\(block).1"
        try place.shell.run(["ip", "link", "add", bridge, "type", "bridge", "mcast_snooping", "0"])
        try place.shell.run(["ip", "addr", "add", "\(controllerAddress)/24", "dev", bridge])
        try place.shell.run(["ip", "link", "set", bridge, "up"])
    }

    /// Gives the namespace an interface `mgmt0` with the next address of the block, and returns the address.
    func attach(namespace: String) throws(LabError) -> String {
        hosts += 1
        let port = "\(place.prefix)m\(hosts)"
        let address = "\(block).\(10 + hosts)"
        let shell = place.shell
        try shell.run(["ip", "link", "add", port, "type", "veth", "peer", "name", "mgmt0", "netns", namespace])
        try shell.run(["ip", "link", "set", port, "master", bridge, "up"])
        try shell.run(["ip", "-n", namespace, "addr", "add", "\(address)/24", "dev", "mgmt0"])
        try shell.run(["ip", "-n", namespace, "link", "set", "mgmt0", "up"])
        return address
    }

    func remove() { place.shell.runQuietly(["ip", "link", "del", bridge]) }
}
