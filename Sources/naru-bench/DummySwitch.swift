import Foundation
import Glibc
import Lab

/// A real ovsdb-server and a real ovs-vswitchd with the dummy datapath: every OpenFlow message is carried out, no packet
/// and no root is needed.
final class DummySwitch {
    private let folder: String
    private let shell: Shell
    private var database: ChildProcess?
    private var daemon: ChildProcess?

    /// What the benchmark needs of the machine.
    static let programs = ["ovsdb-tool", "ovsdb-server", "ovs-vswitchd", "ovs-vsctl", "ovs-ofctl"]

    init(folder: String) {
        self.folder = folder
        shell = Shell(directory: folder)
    }

    func start() throws {
        try shell.run(["ovsdb-tool", "create", "\(folder)/conf.db", Self.schema])
        database = try ChildProcess(
            [
                "ovsdb-server", "--remote=punix:\(folder)/db.sock",
                "--remote=db:Open_vSwitch,Open_vSwitch,manager_options", "--unixctl=\(folder)/ovsdb.ctl",
                "--log-file=\(folder)/ovsdb-server.log", "-vconsole:off", "\(folder)/conf.db",
            ], environment: environment, output: "\(folder)/ovsdb-server.out")
        let end = MonotonicClock.seconds + 10
        while access("\(folder)/db.sock", F_OK) != 0 {
            if MonotonicClock.seconds > end {
                throw BenchmarkError.timedOut("the start of ovsdb-server", seconds: 10)
            }
            usleep(5000)
        }
        try vsctl(["--no-wait", "init"])
        try vsctl([
            "--no-wait", "set", "Open_vSwitch", ".", "external_ids:system-id=\(UUID().uuidString)",
            "external_ids:naru-datapath-type=dummy", "ovs_version=\(try version())",
        ])
        daemon = try ChildProcess(
            [
                "ovs-vswitchd", "--enable-dummy=override", "--disable-system", "unix:\(folder)/db.sock",
                "--unixctl=\(folder)/ovs-vswitchd.ctl", "--log-file=\(folder)/ovs-vswitchd.log", "-vconsole:off",
            ], environment: environment, output: "\(folder)/ovs-vswitchd.out")
    }

    func stop() {
        daemon?.stop()
        database?.stop()
    }

    /// What the enrolment command sets, with a tunnel address that no interface of this machine has: no packet is sent.
    func enrol(id: String, ovsdbPort: Int) throws {
        try vsctl([
            "set", "Open_vSwitch", ".", "external_ids:naru-node=\(id)", "external_ids:naru-encap-ip=192.0.2.1",
            "external_ids:naru-encap-mtu=1500", "--", "set-manager", "tcp:127.0.0.1:\(ovsdbPort)",
        ])
    }

    /// Plugs an interface of a machine, as a hypervisor would; returns when ovs-vswitchd has it.
    func plug(_ interface: String, ifaceID: String) throws {
        try vsctl([
            "add-port", "br-int", interface, "--", "set", "Interface", interface, "type=dummy",
            "external_ids:iface-id=\(ifaceID)",
        ])
    }

    /// The flows that br-int holds.
    func flowCount() throws -> Int {
        let text = try shell.run(
            ["ovs-ofctl", "-O", "OpenFlow13", "dump-aggregate", "br-int"], environment: environment)
        let count = text.split(separator: "flow_count=").last?.prefix { $0.isNumber }
        return count.flatMap { Int($0) } ?? 0
    }

    /// The flows that br-int holds, by table.
    func flowsByTable() throws -> [Int: Int] {
        let text = try shell.run(["ovs-ofctl", "-O", "OpenFlow13", "dump-flows", "br-int"], environment: environment)
        var counts: [Int: Int] = [:]
        for line in text.split(separator: "\n") {
            let field = line.split(separator: ",", maxSplits: 4).first { $0.hasPrefix(" table=") }
            if let table = field.flatMap({ Int($0.dropFirst(" table=".count)) }) { counts[table, default: 0] += 1 }
        }
        return counts
    }

    /// Such as `3.1.0`.
    func version() throws -> String {
        let line = try shell.run(["ovs-vswitchd", "--version"]).split(separator: "\n").first ?? ""
        return line.split(separator: " ").last.map(String.init) ?? "0"
    }

    private func vsctl(_ arguments: [String]) throws {
        try shell.run(
            ["ovs-vsctl", "--timeout=30", "--db=unix:\(folder)/db.sock"] + arguments, seconds: 40,
            environment: environment)
    }

    private var environment: [String: String] {
        ["OVS_RUNDIR": folder, "OVS_DBDIR": folder, "OVS_LOGDIR": folder]
    }

    private static var schema: String {
        let local = "/usr/local/share/openvswitch/vswitch.ovsschema"
        return access(local, R_OK) == 0 ? local : "/usr/share/openvswitch/vswitch.ovsschema"
    }
}
