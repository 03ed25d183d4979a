import FlowPipeline
import LogicalNetwork
import NetworkTypes

/// Table 36: the router of the VPC, at the node of the sender. The longest prefix wins. Gateways answer echo requests;
/// what has no hop left goes to the controller, which tells the sender.
enum RoutingTable {
    private typealias Context = BrIntContext

    static let declaration = PipelineDeclaration.Table(
        BrInt.routing, "routing", reads: [Context.vpc.slot, Context.routeTable.slot, Context.ingressPort.slot],
        exits: [
            .init(BrInt.neighborResolution, sets: [Context.segment.slot]),
            .init(BrInt.l2Lookup, sets: [Context.segment.slot]),
        ],
        miss: .drop("no-vpc"),
        drops: [.low: "no-route", .normal: "next-hop-missing", .elevated: "hop-limit"]
            .merging(
                (0...128).map { (.longestPrefix($0), "next-hop-missing") }, uniquingKeysWith: { first, _ in first }))

    /// To a subnet of the VPC. The lookup of the neighbor follows.
    static func connected(_ subnet: LogicalGateway, cookie: UInt64) -> Flow {
        Flow(
            table: BrInt.routing, priority: .longestPrefix(subnet.cidr.length),
            match: [Context.vpc == subnet.vpc, .family(subnet.cidr.family), .ipDestination(subnet.cidr)],
            actions: [
                .decrementTTL, .set(.ethSource(subnet.mac)), .load(Context.segment, subnet.segment),
                .goto(BrInt.neighborResolution),
            ], cookie: cookie)
    }

    /// By a route of a table to a port. Without a port that has the next hop's address the packet is dropped here.
    static func route(
        _ destination: IPPrefix, of table: RouteTableKey, in vpc: VPCKey, by hop: LogicalHop?, cookie: UInt64
    ) -> Flow {
        let actions: [Action] =
            hop.map { hop in
                [
                    .decrementTTL, .set(.ethSource(hop.gatewayMAC)), .set(.ethDestination(hop.mac)),
                    .load(Context.segment, hop.segment), .goto(BrInt.l2Lookup),
                ]
            } ?? []
        return Flow(
            table: BrInt.routing, priority: .longestPrefix(destination.length),
            match: [
                Context.vpc == vpc, Context.routeTable == table, .family(destination.family),
                .ipDestination(destination),
            ],
            actions: actions, cookie: cookie)
    }

    /// The gateway answers echo requests to its own address, from any subnet of the VPC.
    static func echo(_ gateway: LogicalGateway, cookie: UInt64) -> Flow {
        let request: [MatchTerm]
        let answer: [Action]
        switch gateway.address {
        case .v4:
            request = [.ipv4, .icmp, .icmpv4Type(ICMPv4Type.echoRequest)]
            answer = [
                .move(from: FieldSlice(.ipv4Source), to: FieldSlice(.ipv4Destination)),
                .set(.icmpv4Type(ICMPv4Type.echoReply)),
            ]
        case .v6:
            request = [.ipv6, .icmpv6, .icmpv6Type(ICMPv6Type.echoRequest)]
            answer = [
                .move(from: FieldSlice(.ipv6Source), to: FieldSlice(.ipv6Destination)),
                .set(.icmpv6Type(ICMPv6Type.echoReply)),
            ]
        }
        return Flow(
            table: BrInt.routing, priority: .high,
            match: Match([Context.vpc == gateway.vpc, .ipDestination(gateway.address)] + request),
            actions: [
                .move(from: FieldSlice(.ethSource), to: FieldSlice(.ethDestination)), .set(.ethSource(gateway.mac)),
            ] + answer + [.set(.ipSource(gateway.address)), .set(.ipTTL(.max)), .outputInPort], cookie: cookie)
    }

    /// A packet that may not go one hop further: to the controller through the port's meter. Open vSwitch would send it
    /// there unmetered when the TTL is lowered.
    /// Without a meter, where there is no gateway to speak for, such packets are dropped.
    static func hopLimit(_ port: LocalPort, meter: Meter?, cookie: UInt64) -> [Flow] {
        port.logical.families.flatMap { family in
            [UInt8(0), 1].map { ttl in
                Flow(
                    table: BrInt.routing, priority: .elevated,
                    match: [Context.ingressPort == port.logical.key, .family(family), .ipTTL(ttl)],
                    actions: meter.map { [.meter($0.id), .controller(maxLength: .max)] } ?? [], cookie: cookie)
            }
        }
    }

    /// Where no route leads.
    static func unrouted(_ vpc: VPCKey, cookie: UInt64) -> Flow {
        Flow(table: BrInt.routing, priority: .low, match: [Context.vpc == vpc], actions: [], cookie: cookie)
    }
}
