public import NetworkTypes

extension NetworkState {
    /// Says what a command would do now, or why it can't be had. The state stays as it is until the transaction is
    /// applied; the transaction's revision is the next one.
    public func decide(_ command: Command, by principal: Principal, at now: Timestamp) throws(Refusal) -> Decision {
        let asking = Asking(principal: principal, now: now)
        switch command {
        case .createVPC(let wish): return try decideCreateVPC(wish, asking)
        case .updateVPC(let id, let change, let ifMatch):
            return try decideUpdateVPC(id, change, ifMatch: ifMatch, asking)
        case .createNetwork(let wish): return try decideCreateNetwork(wish, asking)
        case .updateNetwork(let id, let change, let ifMatch):
            return try decideUpdateNetwork(id, change, ifMatch: ifMatch, asking)
        case .createSubnet(let wish): return try decideCreateSubnet(wish, asking)
        case .updateSubnet(let id, let change, let ifMatch):
            return try decideUpdateSubnet(id, change, ifMatch: ifMatch, asking)
        case .createPort(let wish): return try decideCreatePort(wish, asking)
        case .updatePort(let id, let change, let ifMatch):
            return try decideUpdatePort(id, change, ifMatch: ifMatch, asking)
        case .createNode(let wish): return try decideCreateNode(wish, asking)
        case .updateNode(let id, let change, let ifMatch):
            return try decideUpdateNode(id, change, ifMatch: ifMatch, asking)
        case .createSecurityGroup(let wish): return try decideCreateSecurityGroup(wish, asking)
        case .updateSecurityGroup(let id, let change, let ifMatch):
            return try decideUpdateSecurityGroup(id, change, ifMatch: ifMatch, asking)
        case .createSecurityGroupRule(let wish): return try decideCreateRule(wish, asking)
        case .updateSecurityGroupRule(let id, let change, let ifMatch):
            return try decideUpdateRule(id, change, ifMatch: ifMatch, asking)
        case .createPrefixList(let wish): return try decideCreatePrefixList(wish, asking)
        case .updatePrefixList(let id, let change, let ifMatch):
            return try decideUpdatePrefixList(id, change, ifMatch: ifMatch, asking)
        case .createRouteTable(let wish): return try decideCreateRouteTable(wish, asking)
        case .updateRouteTable(let id, let change, let ifMatch):
            return try decideUpdateRouteTable(id, change, ifMatch: ifMatch, asking)
        case .delete(let kind, let id, let ifMatch):
            return try decideDelete(kind, id, ifMatch: ifMatch, asking)
        }
    }

    private func decideDelete(
        _ kind: ResourceKind, _ id: ResourceID, ifMatch: Revision?, _ asking: Asking
    ) throws(Refusal) -> Decision {
        let found = try visible(kind, id, asking)
        try checkMatch(ifMatch, found.metadata, kind)
        var events: [Event] = [.remove(kind, id)]
        switch found {
        case .vpc(let vpc):
            try checkUnused(vpc)
            if let group = vpc.defaultGroup.flatMap({ securityGroup($0) }) {
                events = removals(of: group) + events
            }
        case .network(let network): try checkUnused(network)
        case .subnet(let subnet): events += try removalsAfter(subnet)
        case .port: break
        case .node(let node): try checkUnused(node)
        case .securityGroup(let group):
            try checkUnused(group)
            events = removals(of: group)
        case .securityGroupRule: break
        case .prefixList(let list): try checkUnused(list)
        case .routeTable(let table): try checkUnused(table)
        }
        return decision(kind, id, events, asking)
    }
}

/// Who asks, and when.
struct Asking {
    let principal: Principal
    let now: Timestamp

    var project: ProjectID { principal.project }
}

// MARK: - What every decision is made of

extension NetworkState {
    /// Wraps rather than traps, should a damaged log have brought the last revision.
    private var nextRevision: Revision { revision &+ 1 }

    func decision(_ kind: ResourceKind, _ id: ResourceID, _ events: [Event], _ asking: Asking) -> Decision {
        Decision(
            transaction: Transaction(revision: nextRevision, at: asking.now, events: events), subject: id, kind: kind)
    }

    /// The resource that a command is about. Another project's answers as one that is not there.
    func visible(_ kind: ResourceKind, _ id: ResourceID, _ asking: Asking) throws(Refusal) -> Resource {
        if kind == .node { try checkAdmin(asking) }
        let owner = kind == .node ? ProjectID.operators : asking.project
        guard let found = resource(kind, id), found.metadata.project == owner else {
            throw .notFound(kind, id, owner)
        }
        return found
    }

    /// The resource that a member of the request's body refers to.
    func referenced<Value>(
        _ kind: ResourceKind, _ id: ResourceID, _ found: Value?, owner: (Value) -> ProjectID, field: String,
        _ asking: Asking
    ) throws(Refusal) -> Value {
        guard let found, owner(found) == asking.project else {
            throw .unknownReference(kind, id, asking.project, field: field)
        }
        return found
    }

    func checkMatch(_ ifMatch: Revision?, _ metadata: Metadata, _ kind: ResourceKind) throws(Refusal) {
        guard let ifMatch, ifMatch != metadata.revision else { return }
        throw Refusal(
            .preconditionFailed, code: "revision-mismatch", field: "If-Match",
            detail: "\(kind.show(metadata.id)) is at revision \(metadata.revision), not \(ifMatch)",
            remedy: "read it again and repeat the change on what you find")
    }

    func checkAdmin(_ asking: Asking) throws(Refusal) {
        guard asking.principal.role != .admin else { return }
        throw Refusal(
            .forbidden, code: "admin-required", field: nil,
            detail: "nodes belong to the operators, and the token of project \(asking.project) is a member's",
            remedy: "use a token with the role admin")
    }

    /// Checks the id, the quota, name and tags, and makes the metadata of a new resource.
    func newMetadata(
        _ kind: ResourceKind, _ id: ResourceID, name: String, tags: [String: String], _ asking: Asking
    ) throws(Refusal) -> Metadata {
        guard key(of: kind, id) == nil else {
            throw Refusal(
                .conflict, code: "id-in-use", field: "id", detail: "there is a \(kind.show(id)) already",
                remedy: "send the request again, for a new id")
        }
        let project = kind == .node ? ProjectID.operators : asking.project
        try checkQuota(kind, of: project)
        try MetadataRules.check(name: name)
        try MetadataRules.check(tags: tags, field: "tags")
        return Metadata(
            id: id, project: project, name: name, tags: tags, createdAt: asking.now, updatedAt: asking.now,
            revision: nextRevision)
    }

    /// The metadata after an update; every update sets revision and time, also one that changes nothing else.
    func updated(_ metadata: Metadata, _ change: ResourceUpdate, _ asking: Asking) throws(Refusal) -> Metadata {
        var updated = metadata
        if let name = change.name {
            try MetadataRules.check(name: name)
            updated.name = name
        }
        if let tags = change.tags {
            try MetadataRules.check(tags: tags, field: "tags")
            updated.tags = tags
        }
        updated.updatedAt = asking.now
        updated.revision = nextRevision
        return updated
    }

    /// The next dense key of a kind, or one after so many that the same decision gives out; a key is never used again.
    func nextKey(_ kind: ResourceKind, after taken: UInt32 = 0) throws(Refusal) -> UInt32 {
        let (next, overflow) = lastKey(kind).addingReportingOverflow(1 + taken)
        guard !overflow, next < Limits.keyLimit(kind) else {
            throw Refusal(
                .exhausted, code: "keys-exhausted", field: nil,
                detail: "all \(Limits.keyLimit(kind) - 1) numbers for a \(kind.noun) have been given out",
                remedy: "ask the operator for a new installation")
        }
        return next
    }

    private func checkQuota(_ kind: ResourceKind, of project: ProjectID) throws(Refusal) {
        let limit = Limits.quota(kind)
        let count = count(kind, of: project)
        guard count >= limit else { return }
        throw Refusal(
            .exhausted, code: "quota-exceeded", field: nil,
            detail: "project \(project) has \(count) \(kind.noun)s, and \(limit) is the limit",
            remedy: "delete a \(kind.noun) that is not needed")
    }
}
