import FlowPipeline
import LogicalNetwork
import NetworkTypes
import PacketResponder
import VirtualNetwork

/// Table 4: what a port may send as itself. The rest ends in a drop that carries the port's name; group and broadcast
/// sources are among it, since every passage names a source MAC.
enum PortSecurityTable {
    private typealias Context = BrIntContext

    static let declaration = PipelineDeclaration.Table(
        BrInt.portSecurity, "portSecurity", reads: [Context.ingressPort.slot],
        exits: [.init(BrInt.responder), .init(BrInt.egressConntrack), .init(BrInt.gatewayAdmission)],
        miss: .drop("no-port"), drops: [.low: "anti-spoofing", .elevated: "link-control"])

    static func vif(_ port: LocalPort, cookie: UInt64) -> [Flow] {
        let security = PortSecurity(port: port, cookie: cookie)
        return security.sources + security.questions + security.linkControl + [security.spoofing]
    }
}

/// The flows of one port.
private struct PortSecurity {
    let port: LocalPort
    let cookie: UInt64

    private func flow(_ priority: Priority, _ terms: [MatchTerm], _ actions: [Action]) -> Flow {
        Flow(
            table: BrInt.portSecurity, priority: priority,
            match: Match([BrIntContext.ingressPort == port.logical.key] + terms), actions: actions, cookie: cookie)
    }

    /// What a port may put into the source of a packet.
    private var allowed: [(mac: MACAddress, prefix: IPPrefix)] {
        port.logical.addresses.map { (port.logical.mac, IPPrefix(host: $0.address)) }
            + port.logical.pairs.map { ($0.mac ?? port.logical.mac, $0.prefix) }
    }

    /// Packets and ARP from the port's own addresses.
    var sources: [Flow] {
        let next: Action = .goto(port.logical.isFiltered ? BrInt.egressConntrack : BrInt.gatewayAdmission)
        return allowed.flatMap { source -> [Flow] in
            let sender: MatchTerm = .ethSource(source.mac)
            let packet = flow(.normal, [sender, .family(source.prefix.family), .ipSource(source.prefix)], [next])
            guard source.prefix.family == .v4 else { return [packet] }
            let arp: [MatchTerm] = [sender, .arp, .arpSHA(source.mac), .arpSPA(source.prefix)]
            return [packet, flow(.normal, arp, [.goto(BrInt.responder)])]
        }
    }

    /// What the network answers itself.
    var questions: [Flow] {
        var flows: [Flow] = []
        if port.service?.dhcp != nil {
            // Above the port's own IP flow, for a renewal comes from the address itself.
            let own = port.logical.addresses.compactMap(\.address.v4)
            for source in [.any] + own { flows.append(question(.v4(source), DHCPTerms.request)) }
        }
        guard port.logical.families.contains(.v6) else { return flows }
        let linkLocal: MatchTerm = .ipSource(.linkLocalV6)
        let allowed = allowed.filter { $0.prefix.family == .v6 }
        for mac in Set(allowed.map(\.mac)).sorted() {
            flows.append(solicitation(linkLocal, by: mac))
        }
        for source in allowed { flows.append(solicitation(.ipSource(source.prefix), by: source.mac)) }
        if port.service?.ipv6 != nil {
            for source in [linkLocal, .ipSource(.v6(.any))] {
                flows.append(question(source, RouterSolicitationTerms.request))
            }
            flows.append(question(linkLocal, DHCPv6Terms.request))
        }
        return flows
    }

    /// Who looks for a neighbor says its own link-layer address, and no other's.
    private func solicitation(_ source: MatchTerm, by mac: MACAddress) -> Flow {
        flow(
            .high,
            [
                .ethSource(mac), source, .ipv6, .icmpv6, .icmpv6Type(ICMPv6Type.neighborSolicitation),
                .neighborSLL(mac),
            ], [.goto(BrInt.responder)])
    }

    private func question(_ source: IPAddress, _ terms: [MatchTerm]) -> Flow {
        question(.ipSource(source), terms)
    }

    private func question(_ source: MatchTerm, _ terms: [MatchTerm]) -> Flow {
        flow(.high, [.ethSource(port.logical.mac), source] + terms, [.goto(BrInt.responder)])
    }

    /// What hosts of a link tell each other, and only the network answers here: router and neighbor discovery could forge
    /// neighbors (RFC 6980, RFC 3756), and listeners' reports have nobody to hear them.
    var linkControl: [Flow] {
        let discovery = (ICMPv6Type.routerSolicitation...ICMPv6Type.redirect).map {
            flow(.elevated, [.ipv6, .icmpv6, .icmpv6Type($0)], [])
        }
        return discovery + [flow(.elevated, [.ipv6, .ipDestination(.multicastV6)], [])]
    }

    var spoofing: Flow { flow(.low, [], []) }
}
