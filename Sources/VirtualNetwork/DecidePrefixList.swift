import NetworkTypes

extension NetworkState {
    func decideCreatePrefixList(_ wish: CreatePrefixList, _ asking: Asking) throws(Refusal) -> Decision {
        let metadata = try newMetadata(.prefixList, wish.id, name: wish.name, tags: wish.tags, asking)
        let list = PrefixList(
            metadata: metadata, key: PrefixListKey(try nextKey(.prefixList)), entries: try entries(wish.entries))
        return decision(.prefixList, wish.id, [.put(.prefixList(list))], asking)
    }

    func decideUpdatePrefixList(
        _ id: ResourceID, _ change: PrefixListUpdate, ifMatch: Revision?, _ asking: Asking
    ) throws(Refusal) -> Decision {
        guard case .prefixList(var list) = try visible(.prefixList, id, asking) else {
            throw .notFound(.prefixList, id, asking.project)
        }
        try checkMatch(ifMatch, list.metadata, .prefixList)
        list.metadata = try updated(list.metadata, change.base, asking)
        if let wished = change.entries {
            let entries = try entries(wished)
            try checkBudget(of: list, entries: entries)
            list.entries = entries
        }
        return decision(.prefixList, id, [.put(.prefixList(list))], asking)
    }

    func checkUnused(_ list: PrefixList) throws(Refusal) {
        let rules = rules(using: list.key)
        guard !rules.isEmpty else { return }
        let users = rules.prefix(Limits.usersNamed).compactMap { rule($0).map { Resource.securityGroupRule($0).label } }
        throw .inUse(.prefixList, list.metadata.id, users: users, count: rules.count)
    }

    /// Sorted, each once.
    private func entries(_ wished: [IPPrefix]) throws(Refusal) -> [IPPrefix] {
        guard wished.count <= Limits.entriesPerPrefixList else {
            throw .tooMany("entries", wished.count, limit: Limits.entriesPerPrefixList, noun: "entries")
        }
        return Set(wished).sorted()
    }
}
