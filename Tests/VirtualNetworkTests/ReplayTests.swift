import JSONText
import NetworkTypes
import Testing
import VirtualNetwork

@Suite struct ReplayTests {
    /// What the log and the snapshot give back is what was: the replayed state decides as the original does.
    @Test(arguments: 1...8 as ClosedRange<UInt64>)
    func a_replayed_state_is_the_same(seed: UInt64) throws {
        var commands = RandomCommands(seed: seed)
        var talk = Dialogue()
        var replayed = NetworkState()
        // One VPC is older than groups.
        try talk.enterOldVPC(1 << 30, "10.0.0.0/14", key: 1)
        for transaction in talk.transactions {
            replayed.apply(transaction)
            commands.note(transaction)
        }
        var held: [(state: NetworkState, snapshot: [JSONValue])] = []
        var refused = 0
        var granted: [ResourceKind: Int] = [:]
        var clauses = 0
        for step in 1...1_500 {
            talk.wait(seconds: Int64(commands.below(9)))
            let (command, principal) = try commands.next()
            let decision: Decision
            do throws(Refusal) {
                decision = try talk.state.decide(command, by: principal, at: talk.now)
            } catch {
                refused += 1
                #expect(throws: error) { try replayed.decide(command, by: principal, at: talk.now) }
                continue
            }
            #expect(try replayed.decide(command, by: principal, at: talk.now) == decision, "step \(step)")
            #expect(decision.transaction.revision == talk.state.revision + 1)
            talk.state.apply(decision.transaction)
            commands.note(decision.transaction)
            granted[decision.kind, default: 0] += 1
            let text = decision.transaction.json.text
            let reread = try Transaction(json: try JSONValue(parsing: text))
            #expect(reread == decision.transaction)
            replayed.apply(reread)
            if step % 100 == 0 {
                let snapshot = talk.state.snapshotJSON
                #expect(replayed.snapshotJSON == snapshot, "step \(step)")
                replayed = try NetworkState(snapshot: snapshot)
                #expect(replayed.snapshotJSON == snapshot, "step \(step)")
                held.append((talk.state, snapshot))
                try checkIndexes(talk.state)
                try checkPolicies(talk.state)
                try checkPolicies(replayed)
                let counts = talk.state.list(.vpc, after: nil, limit: .max) { _ in true }
                    .map { talk.state.clauseCount(in: VPCKey($0.key)) }
                clauses = max(clauses, counts.max() ?? 0)
            }
        }
        for one in held { #expect(one.state.snapshotJSON == one.snapshot) }
        #expect(talk.state.revision > 200, "the commands by lot are nearly all refused")
        #expect(refused > 100)
        #expect(ResourceKind.allCases.allSatisfy { granted[$0, default: 0] > 20 }, "\(granted)")
        #expect(clauses > 10, "\(clauses)")
    }

    /// Every index against what the resources themselves say.
    private func checkIndexes(_ state: NetworkState) throws {
        func all(_ kind: ResourceKind) -> [Resource] { state.list(kind, after: nil, limit: .max) { _ in true } }
        var portsOfNetwork: [ResourceID: [PortKey]] = [:]
        var addresses = Set<String>()
        var counts: [ProjectID: Int] = [:]
        for case .port(let port) in all(.port) {
            portsOfNetwork[port.network, default: []].append(port.key)
            counts[port.metadata.project, default: 0] += 1
            let network = try #require(state.network(port.network))
            #expect(state.port(mac: port.mac, in: network.key) == port.key)
            for fixedIP in port.fixedIPs {
                let subnet = try #require(state.subnet(fixedIP.subnet))
                #expect(subnet.network == port.network)
                #expect(subnet.cidr.contains(fixedIP.address))
                #expect(state.port(holding: fixedIP.address, of: subnet.key) == port.key)
                #expect(addresses.insert("\(subnet.key) \(fixedIP.address)").inserted)
            }
            if let node = port.requestedNode.flatMap({ state.node($0) }) {
                #expect(state.ports(requesting: node.key).contains(port.key))
            }
        }
        var subnetsOfNetwork: [ResourceID: [SubnetKey]] = [:]
        for case .subnet(let subnet) in all(.subnet) {
            subnetsOfNetwork[subnet.network, default: []].append(subnet.key)
        }
        for case .network(let network) in all(.network) {
            #expect(state.ports(in: network.key) == portsOfNetwork[network.metadata.id] ?? [])
            #expect(state.subnets(in: network.key) == subnetsOfNetwork[network.metadata.id] ?? [])
            #expect(!network.isImplicit || !state.subnets(in: network.key).isEmpty)
            let vpc = network.vpc.flatMap { state.vpc($0) }
            #expect((vpc == nil) == (network.vpc == nil))
            if let vpc { #expect(state.networks(in: vpc.key).contains(network.key)) }
        }
        for case .node(let node) in all(.node) {
            #expect(state.node(named: node.metadata.name)?.key == node.key)
            if let systemID = node.systemID { #expect(state.node(systemID: systemID)?.key == node.key) }
        }
        for (project, count) in counts { #expect(state.count(.port, of: project) == count) }
        #expect(all(.port).count == state.count(.port))
    }
}
