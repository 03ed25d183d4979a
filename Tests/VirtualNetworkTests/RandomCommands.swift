import NaruTesting
import NetworkTypes
import VirtualNetwork

/// Commands by lot from a seed, most of which refer to what is there, some to what was, and some to what never was.
struct RandomCommands {
    var generator: SeededGenerator
    private(set) var made: UInt64 = 0
    private var granted: [ResourceKind: [ResourceID]] = [:]

    init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

    mutating func next() throws -> (Command, Principal) {
        made += 1
        let who = below(10) == 0 ? Dialogue.blue : below(3) == 0 ? Dialogue.admin : Dialogue.red
        switch below(19) {
        case 0:
            return (
                .createVPC(
                    CreateVPC(id: id(.vpc, made), cidrs: [try cidr(), try cidr()], defaultGroup: defaultGroup(made))),
                who
            )
        case 1:
            var wish = CreateNetwork(id: id(.network, made))
            wish.vpc = below(2) == 0 ? known(.vpc) : nil
            return (.createNetwork(wish), who)
        case 2, 3: return (.createSubnet(try subnet()), who)
        case 4, 5, 6, 7: return (.createPort(try port()), who)
        case 8: return (.updatePort(known(.port), portUpdate(), ifMatch: below(5) == 0 ? below(40) : nil), who)
        case 9:
            var wish = CreateNode(id: id(.node, made), name: "n\(below(30))")
            wish.systemID = below(2) == 0 ? "system-\(below(20))" : nil
            return (.createNode(wish), Dialogue.admin)
        case 10:
            var update = NodeUpdate()
            update.base.name = "n\(below(30))"
            update.systemID = below(2) == 0 ? "system-\(below(20))" : nil
            return (.updateNode(known(.node), update, ifMatch: nil), Dialogue.admin)
        case 11:
            var update = ResourceUpdate()
            update.name = "name \"\(made)\" ✓"
            update.tags = ["tier": "\(below(3))"]
            var vpcUpdate = VPCUpdate()
            vpcUpdate.base = update
            return below(2) == 0
                ? (.updateVPC(known(.vpc), vpcUpdate, ifMatch: nil), who)
                : (.updateNetwork(known(.network), update, ifMatch: nil), who)
        case 12, 13, 14, 15, 16, 17: return (try nextPolicy(), who)
        default:
            let kind = below(2) == 0 ? .port : ResourceKind.allCases[below(ResourceKind.allCases.count)]
            return (.delete(kind, known(kind), ifMatch: nil), kind == .node ? Dialogue.admin : who)
        }
    }

    mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &generator) }

    /// Tells of what was granted, so that later commands refer to it.
    mutating func note(_ transaction: Transaction) {
        for case .put(let resource) in transaction.events {
            let known = granted[resource.kind, default: []]
            if !known.contains(resource.metadata.id) { granted[resource.kind] = known + [resource.metadata.id] }
        }
    }

    /// An id that was made lately, and may be gone; now and then one that never was.
    mutating func known(_ kind: ResourceKind) -> ResourceID {
        let recent = granted[kind, default: []].suffix(8)
        guard !recent.isEmpty, below(12) > 0 else { return id(kind, 1 << 40) }
        return recent[recent.startIndex + below(recent.count)]
    }

    mutating func cidr() throws -> IPPrefix {
        let blocks =
            below(3) == 0
            ? ["fd00::/48", "fd00:0:1::/48", "fd00:0:2::/48"]
            : ["10.0.0.0/16", "10.1.0.0/16", "10.2.0.0/15", "10.0.0.0/14"]
        return try prefix(blocks[below(blocks.count)])
    }

    private mutating func subnet() throws -> CreateSubnet {
        let block = try cidr()
        let length = block.family == .v4 ? 26 + below(4) : 64
        let shift = UInt128(block.family.width - length)
        let inner = IPAddress(family: block.family, bits: block.address.bits + UInt128(below(6)) << shift)
        var wish = CreateSubnet(
            id: id(.subnet, made), newNetworkID: id(.network, made + (1 << 32)),
            cidr: IPPrefix(inner, length: length) ?? block)
        wish.vpc = below(3) > 0 ? known(.vpc) : nil
        wish.network = below(2) == 0 ? known(.network) : nil
        wish.gateway = [.automatic, .automatic, .none][below(3)]
        wish.ipv6Mode = below(3) == 0 ? .slaac : nil
        wish.routeTable = below(6) == 0 ? known(.routeTable) : nil
        wish.dnsServers = block.family == .v4 ? [block.address] : []
        wish.hostRoutes = below(4) == 0 ? [HostRoute(destination: block, nextHop: inner)] : []
        return wish
    }

    private mutating func port() throws -> CreatePort {
        var wish = CreatePort(id: id(.port, made), defaultGroup: defaultGroup(1 << 20 | made))
        wish.network = below(4) > 0 ? known(.network) : nil
        if wish.network == nil || below(4) == 0 {
            wish.fixedIPs = (0..<below(3)).map { _ in FixedIPRequest(subnet: known(.subnet), address: nil) }
        }
        if below(6) == 0 { wish.mac = MACAddress(bits: 0x0200_0000_0000 | UInt64(below(20))) }
        if below(6) == 0 { wish.allowedAddressPairs = [AddressPair(prefix: try cidr(), mac: .zero)] }
        if below(6) == 0 { wish.allowedAddressPairs = [AddressPair(prefix: try cidr(), mac: nil)] }
        wish.requestedNode = below(4) == 0 ? known(.node) : nil
        wish.deviceOwner = "compute:\(below(3))"
        wish.securityGroups = groups()
        return wish
    }

    private mutating func portUpdate() -> PortUpdate {
        var update = PortUpdate()
        if below(2) == 0 {
            update.fixedIPs = (0..<below(3)).map { _ in FixedIPRequest(subnet: known(.subnet), address: nil) }
        }
        update.adminUp = below(2) == 0
        update.securityGroups = groups()
        if below(3) == 0 { update.requestedNode = .some(below(2) == 0 ? known(.node) : nil) }
        return update
    }
}
