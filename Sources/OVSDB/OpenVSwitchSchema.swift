import JSONText

/// The tables and columns of ovs-vswitchd.conf.db(5) that we read.
public enum OpenVSwitchSchema {
    public static let database = "Open_vSwitch"
    public static let root = "Open_vSwitch"
    public static let bridge = "Bridge"
    public static let port = "Port"
    public static let interface = "Interface"
    public static let controller = "Controller"

    /// The columns that a session monitors, by table. Statistics are left out: they change every few seconds.
    public static let monitored: [String: [String]] = [
        root: [
            "bridges", "datapath_types", "external_ids", "manager_options", "other_config", "ovs_version",
        ],
        bridge: [
            "controller", "datapath_id", "datapath_type", "fail_mode", "name", "other_config", "ports", "protocols",
        ],
        port: ["interfaces", "name"],
        interface: [
            "admin_state", "error", "external_ids", "link_state", "mac_in_use", "mtu", "name", "ofport",
            "ofport_request", "options", "type",
        ],
        controller: ["connection_mode", "inactivity_probe", "is_connected", "max_backoff", "target"],
    ]

    /// The `<monitor-requests>` of RFC 7047 §4.1.5: initial contents and every later change.
    static var monitorRequests: JSONValue {
        .object(monitored.mapValues { ["columns": .array($0.map(JSONValue.string))] })
    }
}
