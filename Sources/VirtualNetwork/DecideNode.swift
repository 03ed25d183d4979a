import NetworkTypes

extension NetworkState {
    func decideCreateNode(_ wish: CreateNode, _ asking: Asking) throws(Refusal) -> Decision {
        try checkAdmin(asking)
        let metadata = try newMetadata(.node, wish.id, name: wish.name, tags: wish.tags, asking)
        try checkNodeName(wish.name, besides: nil)
        if let systemID = wish.systemID { try checkSystemID(systemID, besides: nil) }
        try MetadataRules.check(tags: wish.labels, field: "labels")
        try MetadataRules.check(text: wish.zone, field: "zone")
        try MetadataRules.check(text: wish.region, field: "region")
        let node = Node(
            metadata: metadata, key: NodeKey(try nextKey(.node)), systemID: wish.systemID,
            roles: try roles(wish.roles), labels: wish.labels, zone: wish.zone, region: wish.region)
        return decision(.node, wish.id, [.put(.node(node))], asking)
    }

    func decideUpdateNode(
        _ id: ResourceID, _ change: NodeUpdate, ifMatch: Revision?, _ asking: Asking
    ) throws(Refusal) -> Decision {
        guard case .node(var node) = try visible(.node, id, asking) else { throw .notFound(.node, id, .operators) }
        try checkMatch(ifMatch, node.metadata, .node)
        node.metadata = try updated(node.metadata, change.base, asking)
        if let name = change.base.name { try checkNodeName(name, besides: node.key) }
        if let systemID = change.systemID {
            try checkSystemID(systemID, besides: node.key)
            node.systemID = systemID
        }
        if let wished = change.roles { node.roles = try roles(wished) }
        if let labels = change.labels {
            try MetadataRules.check(tags: labels, field: "labels")
            node.labels = labels
        }
        return decision(.node, id, [.put(.node(node))], asking)
    }

    /// Refuses while ports request the node; ports that are bound there by their interface alone are facts, no wishes.
    func checkUnused(_ node: Node) throws(Refusal) {
        let requesting = ports(requesting: node.key)
        guard !requesting.isEmpty else { return }
        let users = requesting.prefix(Limits.usersNamed).compactMap { port($0).map { Resource.port($0).label } }
        throw .inUse(.node, node.metadata.id, users: users, count: requesting.count)
    }

    private func checkNodeName(_ name: String, besides own: NodeKey?) throws(Refusal) {
        let allowed = name.utf8.allSatisfy {
            (97...122).contains($0) || (48...57).contains($0) || $0 == 45 || $0 == 46
        }
        guard allowed, (1...63).contains(name.utf8.count) else {
            throw .invalid(
                "node-name-malformed", "name", "\"\(name.prefix(80))\" is no host's name",
                "give 1 to 63 characters of a-z, 0-9, hyphen and dot")
        }
        if let holder = node(named: name), holder.key != own {
            throw .conflict(
                "node-name-taken", "name", "\(Resource.node(holder).label) has that name", "choose another name")
        }
    }

    private func checkSystemID(_ systemID: String, besides own: NodeKey?) throws(Refusal) {
        let field = "system_id"
        try MetadataRules.check(text: systemID, field: field)
        guard !systemID.isEmpty else {
            throw .invalid(
                "system-id-empty", field, "it is empty", "give external_ids:system-id of the host, or leave it out")
        }
        if let holder = node(systemID: systemID), holder.key != own {
            throw .conflict(
                "system-id-taken", field, "\"\(systemID)\" belongs to \(Resource.node(holder).label)",
                "give each host a system-id of its own")
        }
    }

    /// Sorted, each once.
    private func roles(_ wished: [NodeRole]) throws(Refusal) -> [NodeRole] {
        guard !wished.isEmpty else {
            throw .invalid("roles-required", "roles", "no role is given", "give compute, gateway or fabric")
        }
        return Set(wished).sorted()
    }
}
