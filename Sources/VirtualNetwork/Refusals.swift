import NetworkTypes

extension ResourceKind {
    /// The word for it in a sentence.
    var noun: String {
        switch self {
        case .vpc: "VPC"
        case .network: "network"
        case .subnet: "subnet"
        case .port: "port"
        case .node: "node"
        case .securityGroup: "security group"
        case .securityGroupRule: "security group rule"
        case .prefixList: "prefix list"
        case .routeTable: "route table"
        }
    }

    /// The word for it in stored events.
    var word: String {
        switch self {
        case .vpc, .subnet, .port, .node: rawValue
        case .network: "network"
        case .securityGroup: "security_group"
        case .securityGroupRule: "security_group_rule"
        case .prefixList: "prefix_list"
        case .routeTable: "route_table"
        }
    }
}

extension Refusal {
    static func invalid(_ code: String, _ field: String, _ detail: String, _ remedy: String) -> Refusal {
        Refusal(.invalid, code: code, field: field, detail: detail, remedy: remedy)
    }

    static func conflict(_ code: String, _ field: String?, _ detail: String, _ remedy: String) -> Refusal {
        Refusal(.conflict, code: code, field: field, detail: detail, remedy: remedy)
    }

    static func notFound(_ kind: ResourceKind, _ id: ResourceID, _ project: ProjectID) -> Refusal {
        Refusal(
            .notFound, code: "not-found", field: nil,
            detail: "project \(project) has no \(kind.noun) \(kind.show(id))",
            remedy: "list the \(kind.noun)s to find the right id")
    }

    /// A member of the body names a resource that the project can't see.
    static func unknownReference(
        _ kind: ResourceKind, _ id: ResourceID, _ project: ProjectID, field: String
    ) -> Refusal {
        .invalid(
            "unknown-reference", field, "project \(project) has no \(kind.noun) \(kind.show(id))",
            "list the \(kind.noun)s to find the right id")
    }

    static func inUse(_ kind: ResourceKind, _ id: ResourceID, users: [String], count: Int) -> Refusal {
        let rest = count > users.count ? " and \(count - users.count) more" : ""
        return .conflict(
            "in-use", nil, "\(kind.show(id)) is in use by \(users.joined(separator: ", "))\(rest)",
            "delete these first, or let them use something else")
    }

    static func tooMany(_ field: String, _ count: Int, limit: Int, noun: String) -> Refusal {
        .invalid(
            "too-many-items", field, "\(count) \(noun) are given, and \(limit) is the limit",
            "give at most \(limit) \(noun)")
    }
}

extension Resource {
    /// `port-3f0c… ("web-1")`, as refusals name it.
    var label: String {
        let shown = kind.show(metadata.id)
        return metadata.name.isEmpty ? shown : "\(shown) (\"\(metadata.name)\")"
    }
}
