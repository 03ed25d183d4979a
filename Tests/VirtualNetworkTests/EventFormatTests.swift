import JSONText
import NetworkTypes
import Testing
import VirtualNetwork

@Suite struct EventFormatTests {
    @Test func version_2_is_read_and_written() throws {
        let transaction = try Transaction(json: try JSONValue(parsing: StoredTransactions.version2))
        #expect(transaction.revision == 42)
        #expect(transaction.at == Timestamp(nanoseconds: 1_700_000_002_000_000_000))
        #expect(transaction.events == (try EventFixtures.version2()))
        #expect(eventFormatVersion == 2)
        #expect(transaction.json.prettyText == StoredTransactions.version2)
    }

    @Test func version_1_is_read() throws {
        let transaction = try Transaction(json: try JSONValue(parsing: StoredTransactions.version1))
        #expect(transaction.revision == 42)
        #expect(transaction.events == (try EventFixtures.version1()))
        // What was lifted is written as of today, and comes back the same.
        #expect(try Transaction(json: transaction.json) == transaction)
    }

    @Test func an_ipv6_subnet_of_version_1_gave_any_of_its_addresses() throws {
        let text = StoredTransactions.version1.replacing(first: "10.0.1.0/24", with: "fd00::/64")
        let events = try Transaction(json: try JSONValue(parsing: text)).events
        guard case .put(.subnet(let subnet)) = events[3] else {
            Issue.record("\(events[3])")
            return
        }
        #expect(subnet.ipv6Mode == .dhcpv6)
        #expect(subnet.routeTable == nil)
    }

    /// A stored transaction with one change, and what reading it says.
    @Test func what_is_not_of_the_format_is_refused_with_its_place() throws {
        let cases: [(from: String, to: String, error: EventFormatError)] = [
            (#""revision": 42,"#, #""revision": 42.5,"#, .malformed(path: "revision", expected: "an integer")),
            (#""revision": 42,"#, #""revision": -1,"#, .malformed(path: "revision", expected: "an integer from 0 up")),
            (#""revision": 42,"#, "", .missing(path: "revision")),
            (#""revision": 42,"#, #""revision": 42, "more": 1,"#, .unexpected(path: "more")),
            ("\"v\": 1\n}", "\"v\": 3\n}", .newerVersion(3, path: "")),
            ("\"v\": 1\n}", "\"v\": 0\n}", .malformed(path: "v", expected: "a version from 1 up")),
            (#""type": "vpc.put""#, #""type": "vpc.patch""#, .unknownType("vpc.patch", path: "events[0].type")),
            (#""type": "vpc.put""#, #""type": "router.put""#, .unknownType("router.put", path: "events[0].type")),
            (#""type": "vpc.put""#, #""type": "vpc""#, .unknownType("vpc", path: "events[0].type")),
            (
                "\"type\": \"port.remove\",\n      \"v\": 1", "\"type\": \"port.remove\",\n      \"v\": 9",
                .newerVersion(9, path: "events[9]")
            ),
            (
                #""10.0.0.0/16""#, #""10.0.0.1/16""#,
                .malformed(path: "events[0].cidrs[0]", expected: "text that reads as IPPrefix")
            ),
            (
                #""key": 3"#, #""key": 0"#,
                .malformed(path: "events[0].key", expected: "an integer from 1 to 2^32 - 1")
            ),
            (
                #""key": 3"#, #""key": 4294967296"#,
                .malformed(path: "events[0].key", expected: "an integer from 1 to 2^32 - 1")
            ),
            (#""key": 3,"#, "", .missing(path: "events[0].key")),
            (#""implicit": true,"#, #""implicit": true, "mtu": 1,"#, .unexpected(path: "events[1].mtu")),
            (
                #""next_hop": "10.0.1.9""#, #""next_hop": "10.0.1""#,
                .malformed(path: "events[3].host_routes[0].next_hop", expected: "text that reads as IPAddress")
            ),
            (
                #""destination": "10.9.0.0/16","#, #""destination": "10.9.0.0/16", "via": 1,"#,
                .unexpected(path: "events[3].host_routes[0].via")
            ),
            (
                #""subnet_id": "00000000-0000-4003-8000-000000000007""#, #""subnet_id": null"#,
                .malformed(path: "events[4].fixed_ips[0].subnet_id", expected: "text that reads as ResourceID")
            ),
            (
                #""gateway""#, #""spine""#,
                .malformed(path: "events[5].roles[1]", expected: "compute, gateway or fabric")
            ),
            (
                #""rack": "r1""#, #""rack": 1"#,
                .malformed(path: "events[5].labels", expected: "an object of strings")
            ),
            (
                #""project_id": "red""#, #""project_id": "Red""#,
                .malformed(path: "events[0].project_id", expected: "1 to 63 characters of a-z0-9-")
            ),
        ]
        try expect(cases, of: StoredTransactions.version1)
        #expect(throws: EventFormatError.malformed(path: "", expected: "an object")) { try Transaction(json: [1]) }
    }

    @Test func what_version_2_brought_is_checked_too() throws {
        let noPorts = "null for a protocol without ports"
        let notIngress = "ingress or egress"
        let cases: [(from: String, to: String, error: EventFormatError)] = [
            (#""ingress""#, #""in""#, .malformed(path: "events[9].direction", expected: notIngress)),
            (
                #""protocol": "tcp""#, #""protocol": "sctp""#,
                .malformed(path: "events[10].protocol", expected: "any, tcp, udp, icmp or icmpv6")
            ),
            (
                #""protocol": "tcp""#, #""protocol": "any""#,
                .malformed(path: "events[10].port_min", expected: noPorts)
            ),
            (
                #""port_min": 80"#, #""port_min": 444"#,
                .malformed(path: "events[10].port_min", expected: "a port that is not above port_max")
            ),
            (
                #""port_max": 443"#, #""port_max": 65536"#,
                .malformed(path: "events[10].port_max", expected: "an integer from 0 to 65535, or null")
            ),
            (
                #""icmp_type": 8"#, #""icmp_type": null"#,
                .malformed(path: "events[12].icmp_code", expected: "null where the type is")
            ),
            (
                #""remote_group_id": null"#, #""remote_group_id": 7"#,
                .malformed(path: "events[8].remote_group_id", expected: "text that reads as ResourceID")
            ),
            (
                #""remote_cidr": "10.9.0.0/16",\#n      "remote_group_id": null"#,
                #""remote_cidr": "10.9.0.0/16", "remote_group_id": "00000000-0000-4006-8000-000000000007""#,
                .malformed(path: "events[10].remote_cidr", expected: "one remote at most")
            ),
            (#""slaac""#, #""magic""#, .malformed(path: "events[6].ipv6_address_mode", expected: "dhcpv6 or slaac")),
            (#""is_default": true,"#, "", .missing(path: "events[7].is_default")),
            (
                #""route_table_id": "00000000-0000-4009-8000-000000000007","#, "",
                .missing(path: "events[3].route_table_id")
            ),
        ]
        try expect(cases, of: StoredTransactions.version2)
    }

    /// An older event has neither the members nor the kinds that came later.
    @Test func version_1_knew_no_more_than_it_did() throws {
        let group = #""type": "security_group.remove",\#n      "v": "#
        try expect(
            [
                (
                    group + "2", group + "1",
                    .unknownType("security_group.remove", path: "events[21].type")
                )
            ], of: StoredTransactions.version2)
        try expect(
            [
                (
                    #""key": 8,"#, #""key": 8, "security_group_ids": null,"#,
                    .unexpected(path: "events[4].security_group_ids")
                )
            ], of: StoredTransactions.version1)
    }

    @Test func a_snapshot_of_version_1_is_read() throws {
        let lines = try StoredSnapshots.version1.map { try JSONValue(parsing: $0) }
        let state = try NetworkState(snapshot: lines)
        #expect(state.revision == 9)
        #expect(state.vpc(VPCKey(2))?.defaultGroup == nil)
        #expect(state.port(PortKey(3))?.securityGroups == nil)
        #expect([1, 3].map { state.subnet(SubnetKey($0))?.ipv6Mode } == [nil, .dhcpv6])
        #expect(state.sharedFlows(in: VPCKey(2)) == 3 + 4 * 2)
        try checkPolicies(state)
        #expect(try NetworkState(snapshot: state.snapshotJSON).snapshotJSON == state.snapshotJSON)

        // Its next port makes the default group, and the one that was there can be put into it.
        var talk = Dialogue()
        talk.state = state
        try talk.send(createPort(5, network: 1))
        let group = try #require(talk.state.vpc(VPCKey(2))?.defaultGroup)
        #expect(talk.state.securityGroup(group)?.key == SecurityGroupKey(1))
        #expect(talk.state.port(PortKey(5))?.securityGroups == [group])
        try talk.send(updatePort(1) { $0.securityGroups = [group] })
        #expect(talk.state.ports(in: SecurityGroupKey(1)) == [PortKey(3), PortKey(5)])
    }

    @Test func a_snapshot_without_the_default_group_of_a_vpc_is_refused() throws {
        var talk = Dialogue()
        try talk.send(try createVPC(1, "10.0.0.0/16"))
        var lines = talk.state.snapshotJSON
        #expect(lines.count == 5)
        lines.removeLast(3)
        let header = lines[0].text.replacing(first: "\"resources\":4", with: "\"resources\":1")
        lines[0] = try JSONValue(parsing: header)
        let words = "vpc-\(id(.vpc, 1)) refers to sg-\(id(.securityGroup, 1001)), which is not there"
        #expect(throws: EventFormatError.inconsistent(words)) { try NetworkState(snapshot: lines) }
    }

    private func expect(_ cases: [(from: String, to: String, error: EventFormatError)], of text: String) throws {
        for (from, to, error) in cases {
            let place = try #require(text.firstRange(of: from), "\(from)")
            let json = try JSONValue(parsing: text.replacingCharacters(of: place, with: to))
            #expect(throws: error, "\(from) → \(to)") { try Transaction(json: json) }
            #expect(!error.description.isEmpty)
        }
    }

    @Test func snapshots_that_contradict_themselves_are_refused() throws {
        var talk = Dialogue()
        try talk.send(createNetwork(1))
        try talk.send(try createSubnet(1, "10.0.0.0/24", network: 1))
        try talk.send(createPort(1, network: 1))
        try talk.send(createPort(2, network: 1))
        try talk.send(delete(.port, 2))
        let whole = talk.state.snapshotJSON
        #expect(whole.count == 5)
        #expect(try NetworkState(snapshot: whole).snapshotJSON == whole)
        func refusal(_ snapshot: [JSONValue]) -> String {
            do throws(EventFormatError) {
                _ = try NetworkState(snapshot: snapshot)
                return "read"
            } catch {
                return error.description
            }
        }
        #expect(refusal([]) == "the snapshot is empty")
        #expect(refusal(Array(whole.dropFirst())).hasPrefix("[0]"))
        #expect(refusal(Array(whole.dropLast())).contains("3 resources and 1 resting addresses, and 3 lines follow"))
        #expect(refusal([whole[0], whole[1], whole[1], whole[3], whole[4]]).contains("is there twice"))
        #expect(refusal([whole[0], whole[2], whole[1], whole[3], whole[4]]).contains("which is not there"))
        #expect(refusal([whole[0], whole[4], whole[2], whole[3], whole[4]]).contains("[1]"))
        #expect(refusal([whole[0], whole[1], whole[2], whole[3], whole[3]]) == "[4].type: expected \"resting\"")
        let newer = try JSONValue(parsing: whole[0].text.replacing(first: "\"v\":2", with: "\"v\":3"))
        #expect(refusal([newer] + whole.dropFirst()).contains("format version 3 is newer"))
        let keys = try JSONValue(parsing: whole[0].text.replacing(first: "\"subnet\":1", with: "\"subnet\":0"))
        #expect(refusal([keys] + whole.dropFirst()).contains("beyond the last"))
    }
}

extension String {
    fileprivate func firstRange(of text: String) -> Range<String.Index>? {
        ranges(of: text).first
    }

    fileprivate func replacingCharacters(of range: Range<Index>, with text: String) -> String {
        self[..<range.lowerBound] + text + self[range.upperBound...]
    }

    fileprivate func replacing(first text: String, with other: String) -> String {
        guard let range = firstRange(of: text) else { return self }
        return replacingCharacters(of: range, with: other)
    }
}
