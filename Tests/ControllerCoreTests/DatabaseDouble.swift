import JSONText
import OVSDB

/// A node's database as it answers the first monitor request.
struct DatabaseDouble {
    struct Interface {
        var name: String
        var ofport: Int64?
        var interfaceID: String?
    }

    var externalIDs = ["naru-encap-ip": "192.0.2.1", "system-id": "host-1", "hostname": "host-1"]
    /// Nil while the bridge is missing.
    var interfaces: [Interface]?
    var hasTunnel = true

    private static func id(_ number: Int) -> JSONValue {
        let digits = String(number)
        let padded = String(repeating: "0", count: 12 - digits.count) + digits
        return ["uuid", .string("00000000-0000-4000-8000-\(padded)")]
    }

    private static func key(_ number: Int) -> String { id(number).array?[1].string ?? "" }

    private static func map(_ pairs: [String: String]) -> JSONValue {
        ["map", .array(pairs.sorted { $0.key < $1.key }.map { [.string($0.key), .string($0.value)] })]
    }

    private static func set(_ members: [JSONValue]) -> JSONValue { ["set", .array(members)] }

    /// The contents of the monitored tables (RFC 7047 §4.1.6).
    var contents: JSONValue {
        var all = interfaces ?? []
        if hasTunnel, interfaces != nil { all.append(Interface(name: "naru-geneve", ofport: 65000)) }
        var ports: [String: JSONValue] = [:]
        var rows: [String: JSONValue] = [:]
        for (index, interface) in all.enumerated() {
            ports[Self.key(100 + index)] = [
                "new": ["name": .string(interface.name), "interfaces": Self.id(1000 + index)]
            ]
            rows[Self.key(1000 + index)] = [
                "new": [
                    "name": .string(interface.name), "ofport": interface.ofport.map { .integer($0) } ?? Self.set([]),
                    "type": .string(interface.name == "naru-geneve" ? "geneve" : ""), "link_state": "up",
                    "external_ids": Self.map(interface.interfaceID.map { ["iface-id": $0] } ?? [:]),
                ]
            ]
        }
        let root: JSONValue = [
            "external_ids": Self.map(externalIDs), "ovs_version": "3.1.0",
            "bridges": Self.set(interfaces == nil ? [] : [Self.id(2)]),
        ]
        var tables: [String: JSONValue] = ["Open_vSwitch": .object([Self.key(1): ["new": root]])]
        if interfaces != nil {
            let bridge: JSONValue = [
                "name": "br-int", "datapath_type": "netdev", "ports": Self.set(all.indices.map { Self.id(100 + $0) }),
            ]
            tables["Bridge"] = .object([Self.key(2): ["new": bridge]])
            tables["Port"] = .object(ports)
            tables["Interface"] = .object(rows)
        }
        return .object(tables)
    }

    /// A session that has this for its first view.
    func session(now: Int64) -> OVSDBSession {
        var session = OVSDBSession()
        _ = session.connected(now: now)
        _ = session.receive(["id": "monitor", "result": contents, "error": nil], now: now)
        return session
    }
}
