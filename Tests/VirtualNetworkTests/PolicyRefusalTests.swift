import NetworkTypes
import Testing
import VirtualNetwork

/// VPCs 1 and 2 of red and 9 of blue, each with its default group; group 1 in VPC 1 and group 2 in VPC 2, which are red's;
/// subnet 1 in VPC 1; rule 1 of group 1; prefix list 1 of red and 9 of blue.
private func furnished() throws -> Dialogue {
    var talk = Dialogue()
    try talk.send(try createVPC(1, "10.0.0.0/16"))
    try talk.send(try createVPC(2, "10.0.0.0/16"))
    try talk.send(try createVPC(9, "10.9.0.0/16"), by: Dialogue.blue)
    try talk.send(createGroup(1, vpc: 1, "web"))
    try talk.send(createGroup(2, vpc: 2, "other"))
    try talk.send(try createSubnet(1, "10.0.1.0/24", vpc: 1))
    try talk.send(createRule(1, group: 1, .ingress, .tcp(80...80), from: try block("10.7.0.0/16")))
    try talk.send(try createList(1, "10.0.0.0/8"))
    try talk.send(try createList(9, "10.0.0.0/8"), by: Dialogue.blue)
    return talk
}

@Suite struct PolicyRefusalTests {
    private typealias Case = RefusalCase

    @Test func groups_and_prefix_lists() throws {
        let many = (0...Limits.entriesPerPrefixList).compactMap {
            IPPrefix(.v4(IPv4Address(bits: UInt32($0) << 8)), length: 24)
        }
        try check(
            [
                Case(createGroup(50, vpc: 9), "unknown-reference", .invalid, "vpc_id", "no VPC vpc-"),
                Case(createGroup(1, vpc: 1), "id-in-use", .conflict, "id", "sg-"),
                Case(delete(.securityGroup, 77), "not-found", .notFound, nil, "no security group sg-"),
                Case(updateList(1, many), "too-many-items", .invalid, "entries", "1001 entries"),
                Case(
                    .createPrefixList(CreatePrefixList(id: id(.prefixList, 50), entries: many)), "too-many-items",
                    .invalid, "entries", "1001 entries"),
                Case(delete(.prefixList, 9), "not-found", .notFound, nil, "no prefix list pl-"),
            ], in: try furnished())
    }

    @Test func rules() throws {
        func rule(_ service: RuleService = .any, _ peer: RulePeer = .any, group: UInt64 = 1) -> Command {
            createRule(50, group: group, .ingress, service, from: peer)
        }
        try check(
            [
                Case(rule(group: 77), "unknown-reference", .invalid, "security_group_id", "no security group sg-"),
                Case(rule(group: 1009), "unknown-reference", .invalid, "security_group_id", "no security group sg-"),
                Case(
                    rule(.icmp(type: nil, code: 0)), "icmp-code-without-type", .invalid, "icmp_code", "together with"),
                Case(
                    rule(.icmpv6(type: nil, code: 0)), "icmp-code-without-type", .invalid, "icmp_code",
                    "together with"),
                Case(
                    rule(.icmp(type: 8, code: nil), try block("fd00::/64")), "family-mismatch", .invalid, "remote_cidr",
                    "fd00::/64 is IPv6, and icmp is a protocol of IPv4"),
                Case(
                    rule(.icmpv6(type: nil, code: nil), try block("10.0.0.0/8")), "family-mismatch", .invalid,
                    "remote_cidr", "10.0.0.0/8 is IPv4, and icmpv6 is a protocol of IPv6"),
                Case(
                    rule(.any, group(2)), "security-group-outside-vpc", .invalid, "remote_group_id",
                    "(\"other\") is not in vpc-\(id(.vpc, 1))"),
                Case(
                    rule(.any, group(1009)), "unknown-reference", .invalid, "remote_group_id", "no security group"),
                Case(rule(.any, list(9)), "unknown-reference", .invalid, "remote_prefix_list_id", "no prefix list"),
                Case(
                    rule(.tcp(80...80), try block("10.7.0.0/16")), "rule-repeated", .conflict, nil,
                    "sgr-\(id(.securityGroupRule, 1)) of sg-\(id(.securityGroup, 1)) (\"web\") allows the same"),
            ], in: try furnished())
        // The same in another group, or the other way, is another rule.
        let talk = try furnished()
        let peer = try block("10.7.0.0/16")
        #expect(talk.refusal(of: rule(.tcp(80...80), peer, group: 2)) == nil)
        #expect(talk.refusal(of: createRule(50, group: 1, .egress, .tcp(80...80), from: peer)) == nil)
    }

    @Test func groups_of_ports() throws {
        func port(_ groups: UInt64...) -> Command {
            createPort(50, network: 1001) { $0.securityGroups = groups.map { id(.securityGroup, $0) } }
        }
        try check(
            [
                Case(port(1, 77), "unknown-reference", .invalid, "security_group_ids[1]", "no security group"),
                Case(
                    port(2), "security-group-outside-vpc", .invalid, "security_group_ids[0]",
                    "(\"other\") is not in vpc-"),
                Case(
                    port(1, 1001, 1), "security-group-repeated", .invalid, "security_group_ids[2]",
                    "security_group_ids[0]"),
                Case(
                    port(1, 2, 3, 4, 5, 6, 7, 8, 9), "too-many-items", .invalid, "security_group_ids",
                    "9 security groups"),
            ], in: try furnished())
    }

    @Test func rules_have_room() throws {
        var talk = try furnished()
        for n in 2...199 { try talk.send(createRule(UInt64(n), group: 1, .ingress, .tcp(1...UInt16(n)))) }
        #expect(try talk.rules(of: 1).count == Limits.rulesPerGroup)
        try check(
            [
                RefusalCase(
                    createRule(999, group: 1), "quota-exceeded", .exhausted, nil,
                    "(\"web\") has 200 security group rules, and 200 is the limit")
            ], in: talk)
    }

    @Test func a_vpc_has_room_for_rules() throws {
        var talk = try furnished()
        var made: UInt64 = 100
        fill: for group: UInt64 in 100... {
            guard talk.state.ruleCount(in: VPCKey(1)) < Limits.rulesPerVPC else { break fill }
            try talk.send(createGroup(group, vpc: 1))
            for port in 1...199 as ClosedRange<UInt16> {
                guard talk.state.ruleCount(in: VPCKey(1)) < Limits.rulesPerVPC else { break fill }
                try talk.send(createRule(made, group: group, .ingress, .tcp(port...port)))
                made += 1
            }
        }
        #expect(talk.state.ruleCount(in: VPCKey(1)) == 2_000)
        let words = "vpc-\(id(.vpc, 1)) has 2000 security group rules, and 2000 is the limit"
        try check(
            [
                RefusalCase(createRule(9_999, group: 1), "quota-exceeded", .exhausted, nil, words),
                RefusalCase(createGroup(999, vpc: 1), "quota-exceeded", .exhausted, nil, words),
            ], in: talk)
    }

    @Test func a_project_has_room_for_groups_and_lists() throws {
        var talk = try furnished()
        // Default groups count too.
        for n in 100..<(100 + UInt64(Limits.groupsPerProject) - 4) { try talk.send(createGroup(n, vpc: 1)) }
        for n in 100..<(100 + UInt64(Limits.prefixListsPerProject) - 1) { try talk.send(try createList(n)) }
        try check(
            [
                RefusalCase(
                    createGroup(999, vpc: 2), "quota-exceeded", .exhausted, nil, "project red has 500 security groups"),
                RefusalCase(
                    try createVPC(50, "10.0.0.0/16"), "quota-exceeded", .exhausted, nil, "500 security groups"),
                RefusalCase(try createList(999), "quota-exceeded", .exhausted, nil, "project red has 100 prefix lists"),
            ], in: talk)
    }
}
