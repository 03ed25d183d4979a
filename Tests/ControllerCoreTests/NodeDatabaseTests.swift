import JSONText
import NetworkTypes
import NodeMachine
import OVSDB
import Testing

/// A node and its database: what it says is reported, and what is missing is asked for.
@Suite struct NodeDatabaseTests {
    private func observation(_ run: inout NodeRun) throws -> NodeObservation {
        let all = run.takeReports().compactMap { if case .observed(let seen) = $0 { seen } else { nil } }
        return try #require(all.last)
    }

    @Test func theFirstViewIsObservedAndTheBridgeIsAskedFor() throws {
        var run = NodeRun(key: 7)
        try run.connectDatabase(DatabaseDouble())
        #expect(
            try observation(&run)
                == NodeObservation(
                    systemID: "host-1", hostname: "host-1", ovsVersion: "3.1.0", encapAddress: IPAddress("192.0.2.1"),
                    underlayMTU: 1500, tunnelOFPort: nil, datapathType: "", interfaces: [], fault: nil))
        let sent = run.takeToDatabase()
        #expect(sent.map { $0["method"]?.string } == ["transact"])
        let text = try #require(sent.first).text
        for part in [
            "\"br-int\"", "\"naru-geneve\"", "\"tcp:198.51.100.1:6653\"", "6e61727500000007", "\"secure\"",
            "\"out-of-band\"",
        ] {
            #expect(text.contains(part), "\(part) is not in \(text)")
        }
    }

    @Test func interfacesAreObserved() throws {
        var run = NodeRun()
        var database = DatabaseDouble(interfaces: [
            .init(name: "tap1", ofport: 3, interfaceID: "port-x"), .init(name: "tap2", ofport: nil, interfaceID: "y"),
            .init(name: "tap3", ofport: -1),
        ])
        database.externalIDs["naru-encap-mtu"] = "9000"
        try run.connectDatabase(database)
        let seen = try observation(&run)
        #expect(seen.tunnelOFPort == 65000)
        #expect(seen.underlayMTU == 9000)
        #expect(seen.datapathType == "netdev")
        let claims = seen.interfaces.filter { $0.name.hasPrefix("tap") }
        #expect(claims.map(\.ofport) == [3, nil, nil])
        #expect(claims.map(\.interfaceID) == ["port-x", "y", nil])
    }

    @Test(arguments: [
        ("", NodeFault.missingEncapAddress), ("192.0.2", .missingEncapAddress),
        ("2001:db8::1", .unsupportedEncapFamily), ("mtu 12", .malformedMTU),
        ("mtu 70000", .malformedMTU), ("mtu x", .malformedMTU),
    ])
    func faultsAreNamed(_ text: String, _ fault: NodeFault) throws {
        var run = NodeRun()
        var database = DatabaseDouble()
        if text.hasPrefix("mtu ") {
            database.externalIDs["naru-encap-mtu"] = String(text.dropFirst(4))
        } else {
            database.externalIDs["naru-encap-ip"] = text.isEmpty ? nil : text
        }
        try run.connectDatabase(database)
        #expect(try observation(&run).fault == fault)
        // Without an address there is no bridge to make.
        #expect(run.takeToDatabase().isEmpty == (fault == .missingEncapAddress))
    }

    @Test func aRefusedBridgeIsAFaultAndTriedAgain() throws {
        var run = NodeRun()
        try run.connectDatabase(DatabaseDouble())
        let request = try #require(run.takeToDatabase().last)
        try run.take(
            .ovsdb([
                ["id": request["id"] ?? nil, "result": nil, "error": ["error": "not allowed", "details": "read-only"]]
            ]))
        #expect(try observation(&run).fault == .bridgeRefused)
        #expect(run.takeToDatabase().isEmpty)
        try run.tick(after: 4_000_000_000)
        #expect(run.takeToDatabase().isEmpty)
        try run.tick(after: 1_000_000_000)
        #expect(run.takeToDatabase().contains { $0["method"] == "transact" })
    }

    @Test func whatDoesNotChangeIsNotReported() throws {
        var run = NodeRun()
        try run.connectDatabase(DatabaseDouble(interfaces: []))
        _ = run.takeReports()
        try run.tick(after: 1_000_000_000)
        #expect(run.takeReports() == [])
        try run.take(.ovsdbDown)
        #expect(run.takeReports() == [.connections(NodeConnections(ovsdb: false, openFlow: false, inStep: false))])
        // A new connection says it all again, for a core that may have begun anew.
        try run.connectDatabase(DatabaseDouble(interfaces: []))
        #expect(try observation(&run).systemID == "host-1")
    }
}
