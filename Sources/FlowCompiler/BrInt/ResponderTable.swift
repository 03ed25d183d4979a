import FlowPipeline
import LogicalNetwork
import NetworkTypes
import PacketResponder

/// Table 8: questions that the network answers itself. Nothing that comes here goes on to another port: a question for an
/// address that nobody has, and any ARP reply, ends in a drop that carries the port's name.
enum ResponderTable {
    private typealias Context = BrIntContext

    static let declaration = PipelineDeclaration.Table(
        BrInt.responder, "responder", reads: [Context.segment.slot, Context.ingressPort.slot],
        exits: [.init(BrInt.neighborAdvertisement)], miss: .drop("no-port"),
        drops: [.low: "unanswered", .high: "own-address"])

    private static let request: UInt16 = 1
    private static let reply: UInt16 = 2

    /// Turns the question for an address into its answer. `isRouter` counts for IPv6.
    static func answer(
        _ address: IPAddress, by mac: MACAddress, in segment: SegmentKey, isRouter: Bool, cookie: UInt64
    ) -> Flow {
        switch address {
        case .v4(let address): arp(address, by: mac, in: segment, cookie: cookie)
        case .v6(let address): advertisement(address, by: mac, in: segment, isRouter: isRouter, cookie: cookie)
        }
    }

    /// The reply goes back where the request came from.
    private static func arp(
        _ address: IPv4Address, by mac: MACAddress, in segment: SegmentKey, cookie: UInt64
    ) -> Flow {
        Flow(
            table: BrInt.responder, priority: .normal,
            match: [Context.segment == segment, .arp, .arpOperation(request), .arpTPA(address)],
            actions: [
                .move(from: FieldSlice(.ethSource), to: FieldSlice(.ethDestination)), .set(.ethSource(mac)),
                .set(.arpOperation(reply)),
                .move(from: FieldSlice(.arpSHA), to: FieldSlice(.arpTHA)),
                .move(from: FieldSlice(.arpSPA), to: FieldSlice(.arpTPA)),
                .set(.arpSHA(mac)), .set(.arpSPA(address)), .outputInPort,
            ], cookie: cookie)
    }

    /// Flags of a neighbor advertisement (RFC 4861 §4.4): router, solicited, override.
    private enum NeighborFlags {
        static let router: UInt32 = 0x8000_0000
        static let solicitedOverride: UInt32 = 0x6000_0000
    }

    /// The option of the target's link-layer address (RFC 4861 §4.6.1).
    private static let targetLinkLayerOption: UInt8 = 2

    /// A solicitation becomes an advertisement (RFC 4861 §7.2.4); its option, the asker's address, makes room for the
    /// target's, which the next table writes.
    private static func advertisement(
        _ address: IPv6Address, by mac: MACAddress, in segment: SegmentKey, isRouter: Bool, cookie: UInt64
    ) -> Flow {
        let flags = NeighborFlags.solicitedOverride | (isRouter ? NeighborFlags.router : 0)
        return Flow(
            table: BrInt.responder, priority: .normal,
            match: [
                Context.segment == segment, .ipv6, .icmpv6, .icmpv6Type(ICMPv6Type.neighborSolicitation),
                .neighborTarget(address),
            ],
            actions: [
                .move(from: FieldSlice(.ethSource), to: FieldSlice(.ethDestination)), .set(.ethSource(mac)),
                .move(from: FieldSlice(.ipv6Source), to: FieldSlice(.ipv6Destination)),
                .set(.ipSource(.v6(address))), .set(.icmpv6Type(ICMPv6Type.neighborAdvertisement)),
                .set(.neighborFlags(flags)), .set(.neighborOption(targetLinkLayerOption)),
                .goto(BrInt.neighborAdvertisement),
            ], cookie: cookie)
    }

    /// A port that asks for its own address looks for a duplicate (RFC 5227); an answer would tell it that there is
    /// one. What nobody answers is dropped under the port's name.
    static func silence(_ port: LocalPort, cookie: UInt64) -> [Flow] {
        let from: MatchTerm = Context.ingressPort == port.logical.key
        func drop(_ priority: Priority, _ terms: [MatchTerm]) -> Flow {
            Flow(
                table: BrInt.responder, priority: priority, match: Match([from] + terms), actions: [], cookie: cookie)
        }
        return port.logical.addresses.map { entry in
            switch entry.address {
            case .v4(let address): drop(.high, [.arp, .arpOperation(request), .arpTPA(address)])
            case .v6(let address):
                drop(
                    .high,
                    [
                        .ipv6, .icmpv6, .icmpv6Type(ICMPv6Type.neighborSolicitation), .neighborTarget(address),
                    ])
            }
        } + [drop(.low, [])]
    }

    /// DHCP and router solicitations go to the controller through the port's own meter. They match on the port, so that
    /// the cookie names it.
    static func questions(_ port: LocalPort, _ service: PortService, meter: Meter, cookie: UInt64) -> [Flow] {
        var asked: [[MatchTerm]] = service.dhcp == nil ? [] : [DHCPTerms.request]
        if service.ipv6 != nil { asked += [DHCPv6Terms.request, RouterSolicitationTerms.request] }
        return asked.map { terms in
            Flow(
                table: BrInt.responder, priority: .normal,
                match: Match([Context.ingressPort == port.logical.key] + terms),
                actions: [.meter(meter.id), .controller(maxLength: .max)], cookie: cookie)
        }
    }
}
