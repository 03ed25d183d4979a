import NetworkTypes
import PersistentCollections

/// The clauses of all rules of each VPC, and what bounds the flows that they come to.
struct PolicyIndex: Sendable {
    typealias Entry = (clause: RuleClause, rules: [RuleKey])

    private var policies = PagedArray<Policy>()

    init() {}

    /// The clauses of a bucket and the rules that share each, sorted.
    func clauses(in vpc: VPCKey, bucket: UInt8) -> [Entry] {
        guard let buckets = policies[Int(vpc.value)]?.buckets, !buckets.isEmpty else { return [] }
        return buckets[Int(bucket)]
    }

    /// The buckets that have a clause, rising.
    func buckets(in vpc: VPCKey) -> [UInt8] {
        guard let buckets = policies[Int(vpc.value)]?.buckets else { return [] }
        return buckets.enumerated().compactMap { $1.isEmpty ? nil : UInt8(truncatingIfNeeded: $0) }
    }

    func contains(_ clause: RuleClause, in vpc: VPCKey) -> Bool {
        let entries = clauses(in: vpc, bucket: clause.bucket)
        let place = Self.place(of: clause, in: entries)
        return place < entries.count && entries[place].clause == clause
    }

    func clauseCount(in vpc: VPCKey) -> Int { policies[Int(vpc.value)]?.clauseCount ?? 0 }
    func ruleCount(in vpc: VPCKey) -> Int { policies[Int(vpc.value)]?.ruleCount ?? 0 }

    func sharedFlows(in vpc: VPCKey) -> Int {
        guard let policy = policies[Int(vpc.value)] else { return 0 }
        return policy.clauseCount + policy.ruleCount + policy.portFlows
    }

    func shares(in vpc: VPCKey) -> Int { policies[Int(vpc.value)]?.shares ?? 0 }

    /// Counts rules that name a group which ports enter or leave.
    mutating func countShares(_ change: Int, in vpc: VPCKey) {
        edit(vpc) { $0.shares += change }
    }

    mutating func countRules(_ change: Int, in vpc: VPCKey) {
        edit(vpc) { $0.ruleCount += change }
    }

    mutating func countPortFlows(_ change: Int, in vpc: VPCKey) {
        edit(vpc) { $0.portFlows += change }
    }

    /// Lets rules, sorted, share clauses.
    mutating func add(_ clauses: some Sequence<RuleClause>, of rules: [RuleKey], in vpc: VPCKey) {
        edit(vpc) { policy in
            for clause in clauses { policy.add(rules, to: clause) }
        }
    }

    /// Takes rules, sorted, out of clauses that they share.
    mutating func remove(_ clauses: some Sequence<RuleClause>, of rules: [RuleKey], in vpc: VPCKey) {
        edit(vpc) { policy in
            for clause in clauses { policy.remove(rules, from: clause) }
        }
    }

    private mutating func edit(_ vpc: VPCKey, _ change: (inout Policy) -> Void) {
        let index = Int(vpc.value)
        let isEmpty = policies.update(at: index) { policy in
            change(&policy)
            return policy.isEmpty
        }
        if isEmpty == true { policies.remove(at: index) }
        guard isEmpty == nil else { return }
        var policy = Policy()
        change(&policy)
        if !policy.isEmpty { policies[index] = policy }
    }

    /// Where the clause stands in the sorted list, or would stand.
    fileprivate static func place(of clause: RuleClause, in entries: [Entry]) -> Int {
        var low = 0
        var high = entries.count
        while low < high {
            let middle = low + (high - low) / 2
            if entries[middle].clause < clause { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

/// What one VPC's rules and ports come to.
private struct Policy: Sendable {
    /// Empty, or 256 lists by `RuleClause.bucket`, each sorted by clause.
    var buckets: [[PolicyIndex.Entry]] = []
    var clauseCount = 0
    var ruleCount = 0
    /// `FlowBudget.flows(ofPort:)` of all ports.
    var portFlows = 0
    /// The rules of each clause, and the rules from each group times its members' addresses.
    var shares = 0

    var isEmpty: Bool { clauseCount == 0 && ruleCount == 0 && portFlows == 0 && shares == 0 }

    mutating func add(_ rules: [RuleKey], to clause: RuleClause) {
        guard !rules.isEmpty else { return }
        if buckets.isEmpty { buckets = Array(repeating: [], count: 256) }
        let bucket = Int(clause.bucket)
        let place = PolicyIndex.place(of: clause, in: buckets[bucket])
        if place < buckets[bucket].count, buckets[bucket][place].clause == clause {
            let before = buckets[bucket][place].rules.count
            buckets[bucket][place].rules.formUnion(sorted: rules)
            shares += buckets[bucket][place].rules.count - before
        } else {
            buckets[bucket].insert((clause, rules), at: place)
            clauseCount += 1
            shares += rules.count
        }
    }

    mutating func remove(_ rules: [RuleKey], from clause: RuleClause) {
        guard !buckets.isEmpty else { return }
        let bucket = Int(clause.bucket)
        let place = PolicyIndex.place(of: clause, in: buckets[bucket])
        guard place < buckets[bucket].count, buckets[bucket][place].clause == clause else { return }
        let before = buckets[bucket][place].rules.count
        buckets[bucket][place].rules.subtract(sorted: rules)
        shares -= before - buckets[bucket][place].rules.count
        guard buckets[bucket][place].rules.isEmpty else { return }
        buckets[bucket].remove(at: place)
        clauseCount -= 1
    }
}

extension [RuleKey] {
    /// Both arrays are sorted, and each key is there once.
    fileprivate mutating func formUnion(sorted other: [RuleKey]) {
        guard let least = other.first else { return }
        // New rules have the highest keys.
        if let last, least > last {
            append(contentsOf: other)
            return
        }
        var union: [RuleKey] = []
        union.reserveCapacity(count + other.count)
        var next = other.startIndex
        for key in self {
            while next < other.endIndex, other[next] < key {
                union.append(other[next])
                next += 1
            }
            if next < other.endIndex, other[next] == key { next += 1 }
            union.append(key)
        }
        union.append(contentsOf: other[next...])
        self = union
    }

    /// Both arrays are sorted.
    fileprivate mutating func subtract(sorted other: [RuleKey]) {
        var next = other.startIndex
        removeAll { key in
            while next < other.endIndex, other[next] < key { next += 1 }
            return next < other.endIndex && other[next] == key
        }
    }
}
