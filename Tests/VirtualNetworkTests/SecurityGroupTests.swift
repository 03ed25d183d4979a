import NetworkTypes
import Testing
import VirtualNetwork

@Suite struct SecurityGroupTests {
    /// VPC 1 with subnet 1 and group 1.
    private func furnished() throws -> Dialogue {
        var talk = Dialogue()
        try talk.send(try createVPC(1, "10.0.0.0/16"))
        try talk.send(try createSubnet(1, "10.0.1.0/24", vpc: 1))
        try talk.send(createGroup(1, vpc: 1, "web"))
        return talk
    }

    private func groups(_ n: UInt64, _ talk: Dialogue) throws -> [ResourceID]? {
        try #require(talk.state.port(id(.port, n))).securityGroups
    }

    @Test func a_vpc_comes_with_its_default_group() throws {
        var talk = Dialogue()
        let made = try talk.send(try createVPC(1, "10.0.0.0/16"))
        #expect(made.subject == id(.vpc, 1))
        let vpc = try #require(talk.state.vpc(id(.vpc, 1)))
        #expect(vpc.defaultGroup == id(.securityGroup, 1001))
        let group = try #require(talk.state.securityGroup(id(.securityGroup, 1001)))
        #expect(group.isDefault)
        #expect(group.metadata.name == "default")
        #expect(talk.state.groups(in: vpc.key) == [group.key])
        let rules = try talk.rules(of: 1001)
        #expect(rules.map(\.direction) == [.egress, .ingress])
        #expect(rules.map(\.service) == [.any, .any])
        #expect(rules.map(\.peer) == [.any, .group(group.metadata.id)])
        #expect(talk.state.rules(from: group.key) == [rules[1].key])
    }

    @Test func a_default_group_goes_with_its_vpc() throws {
        var talk = Dialogue()
        try talk.send(try createVPC(1, "10.0.0.0/16"))
        try talk.send(createRule(1, group: 1001, .ingress, .tcp(22...22)))
        let gone = try talk.send(delete(.vpc, 1))
        #expect(gone.transaction.events.count == 5)
        #expect(gone.transaction.events.last == .remove(.vpc, id(.vpc, 1)))
        #expect(ResourceKind.allCases.allSatisfy { talk.state.count($0) == 0 })
        #expect(talk.state.projects.isEmpty)
        #expect(talk.state.sharedFlows(in: VPCKey(1)) == 0)
    }

    @Test func a_new_group_lets_everything_out() throws {
        let talk = try furnished()
        let rules = try talk.rules(of: 1)
        #expect(rules.map(\.direction) == [.egress])
        #expect(rules[0].isOpen)
        #expect(rules[0].metadata.id == id(.securityGroupRule, 30_001))
        let group = try #require(talk.state.securityGroup(id(.securityGroup, 1)))
        #expect(!group.isDefault)
        #expect(talk.state.groups(in: VPCKey(1)).count == 2)
    }

    @Test func a_port_without_groups_is_in_the_default_group() throws {
        var talk = try furnished()
        try talk.send(createPort(1, network: 1001))
        try talk.send(createPort(2, network: 1001) { $0.securityGroups = [] })
        try talk.send(createPort(3, network: 1001) { $0.securityGroups = [1001, 1].map { id(.securityGroup, $0) } })
        #expect(try groups(1, talk) == [id(.securityGroup, 1001)])
        #expect(try groups(2, talk) == [])
        #expect(try groups(3, talk) == [1, 1001].map { id(.securityGroup, $0) })
        #expect(talk.state.ports(in: SecurityGroupKey(1)) == [PortKey(1), PortKey(3)])
        #expect(talk.state.ports(in: SecurityGroupKey(2)) == [PortKey(3)])
        try talk.send(updatePort(3) { $0.securityGroups = [] })
        #expect(try groups(3, talk) == [])
        #expect(talk.state.ports(in: SecurityGroupKey(2)) == [])
        try talk.send(delete(.port, 1))
        #expect(talk.state.ports(in: SecurityGroupKey(1)) == [])
    }

    @Test func a_port_outside_a_vpc_is_not_filtered() throws {
        var talk = try furnished()
        try talk.send(createNetwork(2))
        try talk.send(createPort(1, network: 2))
        #expect(try groups(1, talk) == nil)
        let field = "security_group_ids"
        try check(
            [
                RefusalCase(
                    createPort(2, network: 2) { $0.securityGroups = [] }, "security-groups-without-vpc", .invalid,
                    field,
                    "stands in no VPC"),
                RefusalCase(
                    updatePort(1) { $0.securityGroups = [id(.securityGroup, 1)] }, "security-groups-without-vpc",
                    .invalid, field, "stands in no VPC"),
            ], in: talk)
    }

    @Test func an_older_vpc_gets_its_default_group_with_the_first_port_that_needs_it() throws {
        var talk = Dialogue()
        try talk.enterOldVPC(1, "10.0.0.0/16", key: 1)
        try talk.send(createNetwork(1, vpc: 1))
        // One that is given its groups needs no other.
        try talk.send(createPort(1, network: 1) { $0.securityGroups = [] })
        #expect(talk.state.count(.securityGroup) == 0)
        let made = try talk.send(createPort(2, network: 1))
        #expect(made.kind == .port)
        #expect(made.transaction.events.count == 5)
        let vpc = try #require(talk.state.vpc(id(.vpc, 1)))
        #expect(vpc.defaultGroup == id(.securityGroup, 3002))
        #expect(vpc.metadata.revision == talk.state.revision)
        #expect(try groups(2, talk) == vpc.defaultGroup.map { [$0] })
        #expect(try talk.rules(of: 3002).map(\.direction) == [.egress, .ingress])
        let next = try talk.send(createPort(3, network: 1))
        #expect(next.transaction.events.count == 1)
        #expect(try groups(3, talk) == vpc.defaultGroup.map { [$0] })
    }

    @Test func a_group_takes_its_rules_along() throws {
        var talk = try furnished()
        try talk.send(createRule(1, group: 1, .ingress, .any, from: group(1)))
        let gone = try talk.send(delete(.securityGroup, 1))
        #expect(
            gone.transaction.events == [
                .remove(.securityGroupRule, id(.securityGroupRule, 30_001)),
                .remove(.securityGroupRule, id(.securityGroupRule, 1)), .remove(.securityGroup, id(.securityGroup, 1)),
            ])
        #expect(talk.state.rules(from: SecurityGroupKey(2)).isEmpty)
        #expect(talk.state.ruleCount(in: VPCKey(1)) == 2)
    }

    @Test func what_is_in_use_stays() throws {
        var talk = try furnished()
        try talk.send(createGroup(2, vpc: 1, "peers"))
        try talk.send(try createList(1, "10.0.0.0/8"))
        try talk.send(createRule(1, group: 1, .ingress, .any, from: group(2)))
        try talk.send(createRule(2, group: 1, .ingress, .any, from: list(1)))
        try talk.send(
            createPort(1, network: 1001) {
                $0.name = "member"
                $0.securityGroups = [id(.securityGroup, 1)]
            })
        try check(
            [
                RefusalCase(
                    delete(.securityGroup, 1), "in-use", .conflict, nil, "in use by port-\(id(.port, 1)) (\"member\")"),
                RefusalCase(
                    delete(.securityGroup, 2), "in-use", .conflict, nil,
                    "in use by sgr-\(id(.securityGroupRule, 1))"),
                RefusalCase(
                    delete(.prefixList, 1), "in-use", .conflict, nil, "in use by sgr-\(id(.securityGroupRule, 2))"),
                RefusalCase(delete(.securityGroup, 1001), "default-group", .conflict, nil, "goes with it"),
            ], in: talk)
        try talk.send(delete(.port, 1))
        try talk.send(delete(.subnet, 1))
        let refusal = try #require(talk.refusal(of: delete(.vpc, 1)))
        #expect(refusal.code == "in-use")
        #expect(refusal.detail.contains("(\"web\"), sg-"))
        try talk.send(delete(.securityGroupRule, 1))
        try talk.send(delete(.securityGroup, 2))
        try talk.send(delete(.securityGroup, 1))
        try talk.send(delete(.prefixList, 1))
        try talk.send(delete(.vpc, 1))
    }

    @Test func updates_change_names_and_tags_only() throws {
        var talk = try furnished()
        try talk.send(createRule(1, group: 1, .ingress, .tcp(80...80)))
        var change = ResourceUpdate()
        change.name = "http"
        try talk.send(.updateSecurityGroupRule(id(.securityGroupRule, 1), change, ifMatch: nil))
        try talk.send(.updateSecurityGroup(id(.securityGroup, 1), change, ifMatch: nil))
        let rule = try #require(talk.state.rule(id(.securityGroupRule, 1)))
        #expect(rule.metadata.name == "http")
        #expect(rule.service == .tcp(80...80))
        #expect(talk.state.securityGroup(id(.securityGroup, 1))?.metadata.name == "http")
        #expect(talk.state.ruleCount(in: VPCKey(1)) == 4)
        try checkPolicies(talk.state)
        #expect(
            talk.refusal(of: .updateSecurityGroup(id(.securityGroup, 1), change, ifMatch: 1))?.code
                == "revision-mismatch")
        #expect(
            talk.refusal(of: .updateSecurityGroup(id(.securityGroup, 1), change, ifMatch: nil), by: Dialogue.blue)?.code
                == "not-found")
    }

    @Test func a_changed_prefix_list_changes_the_clauses_of_its_rules() throws {
        var talk = try furnished()
        try talk.send(try createList(1, "10.1.0.0/16", "10.0.0.0/8", "10.1.0.0/16"))
        let entries = try ["10.0.0.0/8", "10.1.0.0/16"].map { try prefix($0) }
        #expect(talk.state.prefixList(id(.prefixList, 1))?.entries == entries)
        try talk.send(createRule(1, group: 1, .ingress, .any, from: list(1)))
        try talk.send(createRule(2, group: 1, .egress, .tcp(1...1), from: list(1)))
        try talk.send(createRule(3, group: 1, .ingress, .any, from: .block(entries[0])))
        func sharers(_ clause: RuleClause) -> [ResourceID] {
            talk.state.clauses(in: VPCKey(1), bucket: clause.bucket).filter { $0.clause == clause }
                .flatMap { $0.rules.compactMap { talk.state.rule($0)?.metadata.id } }
        }
        func ids(_ numbers: UInt64...) -> [ResourceID] { numbers.map { id(.securityGroupRule, $0) } }
        #expect(sharers(.peer(.ingress, entries[0])) == ids(1, 3))
        #expect(sharers(.peer(.ingress, entries[1])) == ids(1))
        #expect(sharers(.peer(.egress, entries[1])) == ids(2))
        try talk.send(updateList(1, [try prefix("fd00::/8"), entries[1]]))
        #expect(sharers(.peer(.ingress, entries[0])) == ids(3))
        #expect(sharers(.peer(.ingress, entries[1])) == ids(1))
        #expect(sharers(.peer(.ingress, try prefix("fd00::/8"))) == ids(1))
        #expect(sharers(.peer(.egress, try prefix("fd00::/8"))) == ids(2))
        try checkPolicies(talk.state)
    }
}
