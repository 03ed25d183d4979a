import NetworkTypes

/// What a VPC's resources come to in flows that every host with one of its ports may hold.
enum FlowBudget {
    /// Three for the port, four for each of its addresses.
    static func flows(of port: Port) -> Int { flows(addresses: port.fixedIPs.count) }

    static func flows(addresses: Int) -> Int { 3 + 4 * addresses }

    /// Refuses `total` flows, of which `present` are there already, beyond the limit. What adds none is never refused.
    static func check(_ total: Int, present: Int, of vpc: VPC, field: String?) throws(Refusal) {
        guard total > present, total > Limits.flowsPerHost else { return }
        throw Refusal(
            .exhausted, code: "flow-budget-exceeded", field: field,
            detail: "\(Resource.vpc(vpc).label) would come to \(total) flows on each host with a port of it, and "
                + "\(Limits.flowsPerHost) is the limit; it comes to \(present) now",
            remedy: "use fewer or wider blocks and port ranges in rules and prefix lists, or another VPC")
    }
}

extension FlowBudget {
    /// Refuses `total` shares, of which `present` are there already, beyond the limit.
    static func checkShares(_ total: Int, present: Int, of vpc: VPC, field: String?) throws(Refusal) {
        guard total > present, total > Limits.clauseSharesPerVPC else { return }
        throw Refusal(
            .exhausted, code: "flow-budget-exceeded", field: field,
            detail:
                "the rules of \(Resource.vpc(vpc).label) would stand \(total) times beside their peers and services "
                + "on each host with a port of it, and \(Limits.clauseSharesPerVPC) is the limit; it is \(present) now",
            remedy: "use fewer rules that name a large group or prefix list")
    }
}

extension NetworkState {
    /// Refuses flows that take a VPC beyond the limit.
    func checkBudget(of vpc: VPC, adding flows: Int, field: String? = nil) throws(Refusal) {
        let present = sharedFlows(in: vpc.key)
        try FlowBudget.check(present + flows, present: present, of: vpc, field: field)
    }

    /// Refuses a rule whose clauses take its VPC beyond the limit. Clauses that another rule has cost nothing.
    func checkBudget(of vpc: VPC, adding rule: SecurityGroupRule) throws(Refusal) {
        let clauses = clauses(of: rule)
        let new = clauses.count { !policies.contains($0, in: vpc.key) }
        try checkBudget(of: vpc, adding: 1 + new)
        try checkShares(of: vpc, adding: clauses.count + memberAddresses(ofPeerOf: rule), field: nil)
    }

    /// Refuses what makes the flows of a VPC's clauses too large.
    func checkShares(of vpc: VPC, adding shares: Int, field: String?) throws(Refusal) {
        let present = clauseShares(in: vpc.key)
        try FlowBudget.checkShares(present + shares, present: present, of: vpc, field: field)
    }

    /// Refuses entries that take a VPC with rules that use the list beyond the limit.
    func checkBudget(of list: PrefixList, entries: [IPPrefix]) throws(Refusal) {
        let change = PrefixListChange(from: list.entries, to: entries)
        guard !change.isEmpty else { return }
        let uses = uses(of: list.key)
        var scratch = policies
        change.make(for: uses, in: &scratch)
        for key in Set(uses.keys.map(\.vpc)).sorted() {
            guard let vpc = vpc(key) else { continue }
            try FlowBudget.check(
                scratch.sharedFlows(in: key), present: sharedFlows(in: key), of: vpc, field: "entries")
            try FlowBudget.checkShares(
                scratch.shares(in: key), present: clauseShares(in: key), of: vpc, field: "entries")
        }
    }
}
