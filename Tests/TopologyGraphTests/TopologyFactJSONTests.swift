import NaruTesting
import JSONText
import NetworkTypes
import Testing
import TopologyGraph

struct TopologyFactJSONTests {
    /// The stored forms of version 1; they never change, but for members that may be missing.
    @Test func formsAreAsStored() throws {
        let forms: [(TopologyFact, String)] = [
            (
                Fact.node(1),
                #"{"datapath_id":"0000000000000001","key":1,"name":"host","ovs_version":"3.3.0","#
                    + #""system_id":"sys-1","type":"node","v":1}"#
            ),
            (
                Fact.tunnelEnd(1),
                #"{"address":"10.0.0.1","node":1,"ofport":1,"tunnel_type":"geneve","type":"tunnel_end","#
                    + #""underlay_mtu":1500,"v":1}"#
            ),
            (
                Fact.bridge(1),
                #"{"datapath_id":"0000000100000000","datapath_type":"system","name":"br-int","node":1,"#
                    + #""type":"bridge","v":1}"#
            ),
            (
                Fact.interface(1, "tap0", claiming: "x"),
                #"{"bridge":"br-int","interface_id":"x","kind":"vif","link_up":true,"name":"tap0","node":1,"#
                    + #""ofport":5,"type":"interface","v":1}"#
            ),
            (
                Fact.link((2, "b"), (1, "a")),
                #"{"from_interface":"a","from_node":1,"to_interface":"b","to_node":2,"type":"link","v":1}"#
            ),
            (
                Fact.network(5),
                #"{"id":"00000000-0000-0001-0000-000000000005","key":5,"name":"blue","type":"network","v":1}"#
            ),
            (
                Fact.port(9, in: 5),
                #"{"addresses":["10.1.0.9","fd00::9"],"id":"00000000-0000-0002-0000-000000000009","key":9,"#
                    + #""mac":"02:00:00:00:00:09","name":"vm","network":5,"type":"virtual_port","v":1}"#
            ),
            (
                Fact.binding(9, on: 1),
                #"{"interface":"tap0","node":1,"ofport":5,"port":9,"type":"binding","v":1,"zone":7}"#
            ),
        ]
        for (fact, text) in forms {
            #expect(fact.json.text == text)
            #expect(try TopologyFact(json: JSONValue(parsing: text)) == fact)
        }
    }

    /// What was stored before ports had zones has none; the controller gives it one at its start.
    @Test func aBindingWithoutAZoneIsRead() throws {
        let text = #"{"interface":"tap0","node":1,"ofport":5,"port":9,"type":"binding","v":1}"#
        let fact = try TopologyFact(json: JSONValue(parsing: text))
        #expect(
            fact
                == .binding(
                    PortBinding(port: PortKey(9), node: NodeKey(1), ofport: 5, interface: "tap0", zone: 0)))
    }

    @Test(arguments: [21, 22])
    func factsAndKeysAreReadBack(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<500 {
            let fact = Fact.random(&random)
            #expect(try TopologyFact(json: JSONValue(parsing: fact.json.text)) == fact)
            #expect(FactKey(fact.key.description) == fact.key)
        }
        for fact in [Fact.link((1, "a/%2F"), (2, "%/")), Fact.interface(3, "/"), Fact.bridge(1, "")] {
            #expect(FactKey(fact.key.description) == fact.key)
        }
        for text in ["node/x", "node/1/2", "link/2/b/1/a", "interface/1/a/b", "bridge/1/%", "nonsense/1"] {
            #expect(FactKey(text) == nil || FactKey(text)?.description == text)
        }
        #expect(FactKey("link/2/b/1/a") == nil && FactKey("interface/1/a/b") == nil && FactKey("node/+1") == nil)
    }

    /// Without a member, or with another kind of value in its place, a fact is refused by that member's name.
    @Test func everyMemberIsChecked() throws {
        for fact in Fact.twoNodes {
            let members = try #require(fact.json.object)
            for name in members.keys.sorted() where name != "interface_id" {
                var less = members
                less[name] = nil
                // The zone came later, so that it may be missing.
                if name != "zone" {
                    #expect(throws: TopologyError.missing(member: name)) { try TopologyFact(json: .object(less)) }
                }
                var strange = members
                strange[name] = .object([:])
                #expect(throws: TopologyError.malformed(member: name)) { try TopologyFact(json: .object(strange)) }
            }
        }
    }

    @Test func strangersAreRefused() {
        let cases: [(JSONValue, TopologyError)] = [
            ([1], .notAnObject),
            (["type": "comet", "v": 1], .unknownType("comet")),
            (["type": "node", "v": 2], .unknownVersion(type: "node", version: 2)),
            (["type": "network", "v": 1, "key": 4_194_304], .malformed(member: "key")),
            (["type": "node", "v": 1, "key": -1], .malformed(member: "key")),
            (["type": "node", "v": 1, "key": 4_294_967_296], .malformed(member: "key")),
            (
                ["type": "bridge", "v": 1, "node": 1, "name": "b", "datapath_id": "0x01"],
                .malformed(member: "datapath_id")
            ),
        ]
        for (json, error) in cases {
            #expect(throws: error) { try TopologyFact(json: json) }
        }
    }
}
