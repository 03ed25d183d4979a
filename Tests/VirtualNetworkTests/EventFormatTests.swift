import JSONText
import NetworkTypes
import Testing
import VirtualNetwork

@Suite struct EventFormatTests {
    @Test func version_1_is_read_and_written() throws {
        let transaction = try Transaction(json: try JSONValue(parsing: StoredTransactions.version1))
        #expect(transaction.revision == 42)
        #expect(transaction.at == Timestamp(nanoseconds: 1_700_000_002_000_000_000))
        #expect(transaction.events == (try EventFixtures.events()))
        #expect(eventFormatVersion == 1)
        #expect(transaction.json.prettyText == StoredTransactions.version1)
    }

    /// A stored transaction with one change, and what reading it says.
    @Test func what_is_not_of_the_format_is_refused_with_its_place() throws {
        let cases: [(from: String, to: String, error: EventFormatError)] = [
            (#""revision": 42,"#, #""revision": 42.5,"#, .malformed(path: "revision", expected: "an integer")),
            (#""revision": 42,"#, #""revision": -1,"#, .malformed(path: "revision", expected: "an integer from 0 up")),
            (#""revision": 42,"#, "", .missing(path: "revision")),
            (#""revision": 42,"#, #""revision": 42, "more": 1,"#, .unexpected(path: "more")),
            ("\"v\": 1\n}", "\"v\": 2\n}", .newerVersion(2, path: "")),
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
        for (from, to, error) in cases {
            let text = StoredTransactions.version1
            let place = try #require(text.firstRange(of: from), "\(from)")
            let json = try JSONValue(parsing: text.replacingCharacters(of: place, with: to))
            #expect(throws: error, "\(from) → \(to)") { try Transaction(json: json) }
            #expect(!error.description.isEmpty)
        }
        #expect(throws: EventFormatError.malformed(path: "", expected: "an object")) { try Transaction(json: [1]) }
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
        let newer = try JSONValue(parsing: whole[0].text.replacing(first: "\"v\":1", with: "\"v\":2"))
        #expect(refusal([newer] + whole.dropFirst()).contains("format version 2 is newer"))
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
