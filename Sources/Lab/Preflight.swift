import Glibc

/// What the lab needs of the machine, looked up before anything is made.
public enum Preflight {
    /// Each program with the Debian package that has it.
    public static let tools: [(program: String, package: String)] = [
        ("ip", "iproute2"), ("ovsdb-server", "openvswitch-switch"), ("ovs-vswitchd", "openvswitch-switch"),
        ("ovs-vsctl", "openvswitch-switch"), ("ovs-ofctl", "openvswitch-switch"),
        ("ovsdb-tool", "openvswitch-common"), ("ping", "iputils-ping"), ("ethtool", "ethtool"),
        ("sysctl", "procps"), ("udhcpc", "udhcpc"), ("dhclient", "isc-dhcp-client"), ("curl", "curl"),
    ]

    public static var isRoot: Bool { geteuid() == 0 }

    /// What is missing, one line each with its remedy; empty when the lab can start.
    public static func problems(narud: String) -> [String] {
        var lines: [String] = []
        if !isRoot {
            lines.append(
                "not root: network namespaces, Open vSwitch and machines cannot be made; "
                    + "run it as root (`swift test` needs none)")
        }
        let missing = tools.filter { ChildProcess.locate($0.program) == nil }
        let packages = Set(missing.map(\.package)).sorted().joined(separator: " ")
        if !missing.isEmpty {
            let names = missing.map(\.program).joined(separator: ", ")
            lines.append("missing programs: \(names); run tools/setup, or `apt-get install \(packages)`")
        }
        if access("/dev/net/tun", F_OK) != 0 {
            lines.append("no /dev/net/tun: the userspace datapath cannot make its bridges; `modprobe tun`")
        }
        if ChildProcess.locate(narud) == nil {
            lines.append("no narud at \(narud): build it with `swift build --product narud`, or name it by --narud")
        }
        return lines
    }
}
