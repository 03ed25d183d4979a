import NetworkTypes
import Testing
import VirtualNetwork

// MARK: - Commands about groups, rules, prefix lists and route tables in few words

func createGroup(_ n: UInt64, vpc: UInt64, _ name: String = "") -> Command {
    var wish = CreateSecurityGroup(
        id: id(.securityGroup, n), egressRule: id(.securityGroupRule, 30_000 + n), vpc: id(.vpc, vpc))
    wish.name = name
    return .createSecurityGroup(wish)
}

func createRule(
    _ n: UInt64, group: UInt64, _ direction: RuleDirection = .ingress, _ service: RuleService = .any,
    from peer: RulePeer = .any
) -> Command {
    var wish = CreateSecurityGroupRule(
        id: id(.securityGroupRule, n), group: id(.securityGroup, group), direction: direction)
    wish.service = service
    wish.peer = peer
    return .createSecurityGroupRule(wish)
}

func createList(_ n: UInt64, _ entries: String...) throws -> Command {
    .createPrefixList(CreatePrefixList(id: id(.prefixList, n), entries: try entries.map { try prefix($0) }))
}

func updateList(_ n: UInt64, _ entries: [IPPrefix]) -> Command {
    var change = PrefixListUpdate()
    change.entries = entries
    return .updatePrefixList(id(.prefixList, n), change, ifMatch: nil)
}

func route(_ destination: String, _ nextHop: String) throws -> Route {
    Route(destination: try prefix(destination), nextHop: try address(nextHop))
}

func createTable(_ n: UInt64, vpc: UInt64, _ routes: Route...) -> Command {
    var wish = CreateRouteTable(id: id(.routeTable, n), vpc: id(.vpc, vpc))
    wish.routes = routes
    return .createRouteTable(wish)
}

func updateTable(_ n: UInt64, _ routes: Route...) -> Command {
    var change = RouteTableUpdate()
    change.routes = routes
    return .updateRouteTable(id(.routeTable, n), change, ifMatch: nil)
}

func updateVPC(_ n: UInt64, _ cidrs: String...) throws -> Command {
    var change = VPCUpdate()
    change.cidrs = try cidrs.map { try prefix($0) }
    return .updateVPC(id(.vpc, n), change, ifMatch: nil)
}

func updateSubnet(_ n: UInt64, routeTable: UInt64?) -> Command {
    var change = SubnetUpdate()
    change.routeTable = .some(routeTable.map { id(.routeTable, $0) })
    return .updateSubnet(id(.subnet, n), change, ifMatch: nil)
}

/// A group of the fixture by its number; the default group of VPC `n` has the number 1000 + `n`.
func group(_ n: UInt64) -> RulePeer { .group(id(.securityGroup, n)) }
func block(_ text: String) throws -> RulePeer { .block(try prefix(text)) }
func list(_ n: UInt64) -> RulePeer { .prefixList(id(.prefixList, n)) }

extension Dialogue {
    /// A VPC that version 1 of the format told of, which has no default group.
    mutating func enterOldVPC(_ n: UInt64, _ cidr: String, key: UInt32) throws {
        let metadata = Metadata(
            id: id(.vpc, n), project: Self.red.project, name: "old", tags: [:], createdAt: now, updatedAt: now,
            revision: state.revision + 1)
        let vpc = VPC(metadata: metadata, key: VPCKey(key), cidrs: [try prefix(cidr)], defaultGroup: nil)
        let transaction = Transaction(revision: state.revision + 1, at: now, events: [.put(.vpc(vpc))])
        state.apply(transaction)
        transactions.append(transaction)
    }

    func rules(of group: UInt64) throws -> [SecurityGroupRule] {
        let group = try #require(state.securityGroup(id(.securityGroup, group)))
        return try state.rules(of: group.key).map { try #require(state.rule($0)) }
    }
}
