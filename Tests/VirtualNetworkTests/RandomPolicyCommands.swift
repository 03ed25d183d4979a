import NetworkTypes
import VirtualNetwork

/// Groups, rules, prefix lists and route tables by lot.
extension RandomCommands {
    mutating func nextPolicy() throws -> Command {
        switch below(12) {
        case 0:
            return .createSecurityGroup(
                CreateSecurityGroup(
                    id: id(.securityGroup, made), egressRule: id(.securityGroupRule, 1 << 21 | made), vpc: known(.vpc)))
        case 1, 2, 3, 4: return .createSecurityGroupRule(try rule())
        case 5: return .createPrefixList(CreatePrefixList(id: id(.prefixList, made), entries: try entries()))
        case 6:
            var change = PrefixListUpdate()
            change.base.name = "list \(made)"
            change.entries = below(6) == 0 ? nil : try entries()
            return .updatePrefixList(known(.prefixList), change, ifMatch: nil)
        case 7:
            var wish = CreateRouteTable(id: id(.routeTable, made), vpc: known(.vpc))
            wish.routes = try routes()
            return .createRouteTable(wish)
        case 8:
            var change = RouteTableUpdate()
            change.routes = try routes()
            return .updateRouteTable(known(.routeTable), change, ifMatch: nil)
        case 9:
            var change = SubnetUpdate()
            change.routeTable = .some(below(3) == 0 ? nil : known(.routeTable))
            return .updateSubnet(known(.subnet), change, ifMatch: nil)
        case 10:
            var change = VPCUpdate()
            change.cidrs = [try cidr(), try cidr()]
            return .updateVPC(known(.vpc), change, ifMatch: nil)
        default:
            var change = ResourceUpdate()
            change.name = "policy \(made)"
            return below(2) == 0
                ? .updateSecurityGroup(known(.securityGroup), change, ifMatch: nil)
                : .updateSecurityGroupRule(known(.securityGroupRule), change, ifMatch: nil)
        }
    }

    mutating func service() -> RuleService {
        let low = UInt16(below(8))
        let ports = below(5) == 0 ? .min ... .max : low...(low + UInt16(below(6)))
        let type = below(2) == 0 ? UInt8(below(10)) : nil
        let code = type != nil && below(2) == 0 ? UInt8(below(3)) : nil
        switch below(5) {
        case 0: return .any
        case 1: return .tcp(ports)
        case 2: return .udp(ports)
        case 3: return .icmp(type: type, code: code)
        default: return .icmpv6(type: type, code: code)
        }
    }

    /// Groups that a port may have: those of whatever VPC, so that many are refused.
    mutating func groups() -> [ResourceID]? {
        below(3) == 0 ? (0..<below(3)).map { _ in known(.securityGroup) } : nil
    }

    private mutating func rule() throws -> CreateSecurityGroupRule {
        var wish = CreateSecurityGroupRule(
            id: id(.securityGroupRule, made), group: known(.securityGroup),
            direction: below(2) == 0 ? .ingress : .egress)
        wish.service = service()
        switch below(5) {
        case 0: wish.peer = .any
        case 1: wish.peer = .block(try cidr())
        case 2: wish.peer = .group(below(2) == 0 ? wish.group : known(.securityGroup))
        default: wish.peer = .prefixList(known(.prefixList))
        }
        return wish
    }

    private mutating func entries() throws -> [IPPrefix] {
        try (0..<below(9)).map { _ in
            try prefix(below(2) == 0 ? "192.168.\(below(12)).0/24" : "fd00:\(below(12))::/32")
        }
    }

    private mutating func routes() throws -> [Route] {
        var routes: [Route] = []
        if below(2) == 0 { routes.append(try route("0.0.0.0/0", "10.0.0.\(below(20))")) }
        if below(3) == 0 { routes.append(try route("192.168.\(below(4)).0/24", "10.1.0.\(below(20))")) }
        if below(3) == 0 { routes.append(try route("::/0", "fd00::\(below(9))")) }
        return routes
    }
}
