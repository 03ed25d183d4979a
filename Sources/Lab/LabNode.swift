import Foundation
import Glibc

/// A compute node: real ovsdb-server and ovs-vswitchd in a namespace, with the userspace datapath.
public final class LabNode {
    public let name: String
    public let namespace: String
    /// The address of its tunnel end on the underlay.
    public let encapIP: String
    /// Its name in the Open_vSwitch table, which the controller sees.
    public let systemID: String
    /// The run directory of its daemons: sockets, database, logs.
    public let directory: String
    private let place: LabPlace
    private var databaseServer: ChildProcess?
    private var switchDaemon: ChildProcess?

    init(name: String, encapIP: String, place: LabPlace) {
        self.name = name
        self.encapIP = encapIP
        self.place = place
        namespace = "\(place.prefix)\(name)"
        directory = "\(place.directory)/\(name)"
        systemID = UUID().uuidString.lowercased()
    }

    /// Brings it up as an installed node is before anybody enrols it: daemons, an uplink bridge `br-phy` with the
    /// tunnel address, no `br-int`.
    func start(management: ManagementNetwork, underlay: Underlay, prefixLength: Int) throws(LabError) {
        try LabPlace.makeDirectory(directory)
        try place.addNamespace(namespace)
        // With the userspace datapath the kernel hears the uplink as well, and would answer ARP for the tunnel address
        // with the uplink's MAC, where no tunnel ends.
        try run(["sysctl", "-qw", "net.ipv4.conf.all.arp_ignore=1"])
        _ = try management.attach(namespace: namespace)
        try underlay.attach("uplink", in: namespace)
        try startDatabase()
        try startSwitch()
        try vsctl([
            "add-br", "br-phy", "--", "set", "bridge", "br-phy", "datapath_type=netdev", "fail_mode=standalone",
            "--", "add-port", "br-phy", "uplink", "--", "set", "interface", "br-phy", "mtu_request=\(underlay.mtu)",
        ])
        try run(["ip", "addr", "add", "\(encapIP)/\(prefixLength)", "dev", "br-phy"])
        try run(["ip", "link", "set", "br-phy", "mtu", "\(underlay.mtu)", "up"])
    }

    /// Only the database, as on a host where nothing is set up yet.
    func startDatabaseOnly(management: ManagementNetwork) throws(LabError) {
        try LabPlace.makeDirectory(directory)
        try place.addNamespace(namespace)
        _ = try management.attach(namespace: namespace)
        try startDatabase()
    }

    private func startDatabase() throws(LabError) {
        let database = "\(directory)/conf.db"
        try place.shell.run(["ovsdb-tool", "create", database, Self.schema])
        databaseServer = try ChildProcess(
            [
                "ip", "netns", "exec", namespace, "ovsdb-server", "--remote=punix:\(directory)/db.sock",
                "--remote=db:Open_vSwitch,Open_vSwitch,manager_options", "--unixctl=\(directory)/ovsdb.ctl",
                "--log-file=\(directory)/ovsdb-server.log", "-vconsole:off", database,
            ], environment: environment, output: "\(directory)/ovsdb-server.out")
        try Shell.until("ovsdb-server of \(name)", seconds: 10) { access("\(directory)/db.sock", F_OK) == 0 }
        try vsctl(["--no-wait", "init"])
        let version = try place.shell.run(["ovs-vswitchd", "--version"]).split(separator: "\n").first ?? ""
        try vsctl([
            "--no-wait", "set", "Open_vSwitch", ".", "external_ids:system-id=\(systemID)",
            "external_ids:hostname=\(name)", "external_ids:naru-datapath-type=netdev",
            "ovs_version=\(version.split(separator: " ").last ?? "0")",
        ])
    }

    private func startSwitch() throws(LabError) {
        switchDaemon = try ChildProcess(
            [
                "ip", "netns", "exec", namespace, "ovs-vswitchd", "unix:\(directory)/db.sock",
                "--unixctl=\(directory)/ovs-vswitchd.ctl", "--log-file=\(directory)/ovs-vswitchd.log",
                "-vconsole:off",
            ], environment: environment, output: "\(directory)/ovs-vswitchd.out")
    }

    func stop() {
        switchDaemon?.stop()
        databaseServer?.stop()
        place.shell.runQuietly(["ip", "netns", "del", namespace])
    }

    // MARK: What an operator types on it

    /// Makes the link to its underlay a smaller or a larger one, and says so where the controller looks.
    func setUnderlayMTU(_ bytes: Int) throws(LabError) {
        try run(["ip", "link", "set", "uplink", "mtu", "\(bytes)"])
        try vsctl([
            "set", "interface", "br-phy", "mtu_request=\(bytes)", "--", "set", "Open_vSwitch", ".",
            "external_ids:naru-encap-mtu=\(bytes)",
        ])
    }

    /// The environment under which the OVS tools find this node's daemons.
    public var environment: [String: String] {
        ["OVS_RUNDIR": directory, "OVS_DBDIR": directory, "OVS_LOGDIR": directory]
    }

    /// Runs a command in the node's namespace, as on a shell there.
    @discardableResult
    func run(_ arguments: [String], seconds: Double = 20) throws(LabError) -> String {
        try place.shell.run(
            ["ip", "netns", "exec", namespace] + arguments, seconds: seconds, environment: environment)
    }

    @discardableResult
    func vsctl(_ arguments: [String]) throws(LabError) -> String {
        try run(["ovs-vsctl", "--timeout=15", "--db=unix:\(directory)/db.sock"] + arguments)
    }

    /// Runs the line that the controller printed for this node, unchanged.
    func enrol(by command: String) throws(LabError) {
        try run(["sh", "-c", command.replacingOccurrences(of: "ENCAP_IP", with: encapIP)], seconds: 30)
    }

    /// Has the datapath forget the flows that it has cached of OpenFlow's.
    func forgetCachedFlows() throws(LabError) {
        try run(["ovs-appctl", "-t", "\(directory)/ovs-vswitchd.ctl", "revalidator/purge"])
    }

    /// Whether the bridge exists in its database.
    func hasBridge(_ bridge: String) throws(LabError) -> Bool {
        try vsctl(["list-br"]).split(separator: "\n").contains { $0 == bridge }
    }

    /// Every flow of br-int, as the switch counts it now.
    func flows() throws(LabError) -> [InstalledFlow] {
        let text = try run(["ovs-ofctl", "-O", "OpenFlow13", "dump-flows", "br-int"])
        return text.split(separator: "\n").compactMap { InstalledFlow(dumpLine: String($0)) }
    }

    private static var schema: String {
        let local = "/usr/local/share/openvswitch/vswitch.ovsschema"
        return access(local, R_OK) == 0 ? local : "/usr/share/openvswitch/vswitch.ovsschema"
    }
}
