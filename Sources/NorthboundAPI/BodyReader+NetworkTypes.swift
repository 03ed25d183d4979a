import JSONText
import NetworkTypes

/// Reads of the field's own types.
extension BodyReader {
    mutating func id(_ name: String, _ kind: ResourceKind) -> ResourceID? {
        parsed(name, code: "malformed-id", expected: "the id of a \(kind.word) (\(kind.rawValue)-UUID)") {
            kind.parse($0)
        }
    }

    /// `null` and absence are told apart: `.some(nil)` is null.
    mutating func nullableID(_ name: String, _ kind: ResourceKind) -> ResourceID?? {
        if value(name)?.isNull == true { return .some(nil) }
        return id(name, kind).map { .some($0) }
    }

    /// An array of ids of one kind.
    mutating func ids(_ name: String, _ kind: ResourceKind) -> [ResourceID]? {
        let form = "\(kind.rawValue)-UUID"
        return elements(name, expected: "an array of ids of \(kind.word)s (\(form))") { reader, path, element in
            guard let text = element.string else {
                reader.wrongType(path, expected: "the id of a \(kind.word) (\(form))", got: element)
                return nil
            }
            guard let id = kind.parse(text) else {
                reader.fault(
                    path, "malformed-id", "\(path) \"\(text)\" is not the id of a \(kind.word)",
                    "give the id of a \(kind.word) (\(form))")
                return nil
            }
            return id
        }
    }

    mutating func address(_ name: String) -> IPAddress? {
        parsed(name, code: "malformed-address", expected: "an IP address, such as 10.0.0.9") { IPAddress($0) }
    }

    mutating func mac(_ name: String) -> MACAddress? {
        parsed(name, code: "malformed-mac-address", expected: "a MAC address, such as fa:16:3e:00:00:01") {
            MACAddress($0)
        }
    }

    mutating func prefix(_ name: String) -> IPPrefix? {
        guard let text = string(name) else { return nil }
        return prefix(name, text)
    }

    /// Tells a block with host bits from what is no block at all, and names the block that was meant.
    mutating func prefix(_ path: String, _ text: String) -> IPPrefix? {
        switch IPPrefix.parse(text) {
        case .success(let prefix): return prefix
        case .failure(.hostBitsSet(let meant)):
            fault(path, "host-bits-set", "\(text) has bits set beyond its prefix", "use \(meant)")
        case .failure(.malformed):
            fault(
                path, "malformed-cidr", "\"\(text)\" is not an address block",
                "write a block in CIDR form, such as 10.0.0.0/16")
        }
        return nil
    }

    /// An array of blocks.
    mutating func prefixes(_ name: String) -> [IPPrefix]? {
        elements(name, expected: "an array of blocks, such as [\"10.0.0.0/16\"]") { reader, path, element in
            guard let text = element.string else {
                reader.wrongType(path, expected: "a block in CIDR form as a string", got: element)
                return nil
            }
            return reader.prefix(path, text)
        }
    }

    /// An array of addresses.
    mutating func addresses(_ name: String) -> [IPAddress]? {
        elements(name, expected: "an array of IP addresses, such as [\"10.0.0.2\"]") { reader, path, element in
            guard let text = element.string else {
                reader.wrongType(path, expected: "an IP address as a string", got: element)
                return nil
            }
            guard let address = IPAddress(text) else {
                reader.fault(
                    path, "malformed-address", "\"\(text)\" is not an IP address",
                    "give an IP address, such as 10.0.0.2")
                return nil
            }
            return address
        }
    }

    /// An array of routes, each of them a block and the address that leads there.
    mutating func routes<Route>(_ name: String, _ route: (IPPrefix, IPAddress) -> Route) -> [Route]? {
        objects(name, expected: "an array of {\"destination\", \"next_hop\"}") { reader in
            let destination = reader.prefix("destination")
            let nextHop = reader.address("next_hop")
            for required in ["destination", "next_hop"] where !reader.has(required) {
                reader.missing(required, "a route needs a destination and a next_hop")
            }
            guard let destination, let nextHop else { return nil }
            return route(destination, nextHop)
        }
    }
}

extension ResourceKind {
    /// The kind in a sentence.
    var word: String { self == .vpc ? "VPC" : String(collection.dropLast()).replacing("-", with: " ") }

    /// The kind as a member of an answer that counts: `security_groups`.
    var member: String { collection.replacing("-", with: "_") }

    /// The kind in a path: `/v1/networks`.
    var collection: String {
        switch self {
        case .vpc: "vpcs"
        case .network: "networks"
        case .subnet: "subnets"
        case .port: "ports"
        case .node: "nodes"
        case .securityGroup: "security-groups"
        case .securityGroupRule: "security-group-rules"
        case .prefixList: "prefix-lists"
        case .routeTable: "route-tables"
        }
    }
}
