import VirtualNetwork
import FlowPipeline
import LogicalNetwork
import NetworkTypes

/// Table 4: what a port may send as itself. The rest ends in a drop that carries the port's name; group and broadcast
/// sources are among it, since every passage names a source MAC.
enum PortSecurityTable {
    private typealias Context = BrIntContext

    static let declaration = PipelineDeclaration.Table(
        BrInt.portSecurity, "portSecurity", reads: [Context.ingressPort.slot],
        exits: [.init(BrInt.responder), .init(BrInt.l2Lookup)],
        missName: "port-security")

    /// Router and neighbor discovery (RFC 4861) could forge neighbors; nothing of it passes from a port.
    static func statics(cookie: UInt64) -> [Flow] {
        (UInt8(133)...137).map {
            Flow(
                table: BrInt.portSecurity, priority: .high,
                match: [.ipv6, .ipProtocol(IPProtocolNumber.icmpv6), .icmpv6Type($0)], actions: [], cookie: cookie)
        }
    }

    static func vif(_ port: LocalPort, cookie: UInt64) -> [Flow] {
        let from: MatchTerm = Context.ingressPort == port.logical.key
        func flow(_ priority: Priority, _ terms: [MatchTerm], _ actions: [Action]) -> Flow {
            Flow(
                table: BrInt.portSecurity, priority: priority, match: Match([from] + terms), actions: actions,
                cookie: cookie)
        }
        var flows: [Flow] = []
        for source in sources(of: port.logical) {
            let sender: MatchTerm = .ethSource(source.mac)
            switch source.prefix.family {
            case .v4:
                flows.append(
                    flow(.normal, [sender, .ipv4, .ipSource(source.prefix)], [.goto(BrInt.l2Lookup)]))
                flows.append(
                    flow(
                        .normal, [sender, .arp, .arpSHA(source.mac), .arpSPA(source.prefix)],
                        [.goto(BrInt.responder)]))
            case .v6:
                flows.append(
                    flow(.normal, [sender, .ipv6, .ipSource(source.prefix)], [.goto(BrInt.l2Lookup)]))
            }
        }
        if port.service != nil {
            // Above the port's own IP flow, for a renewal comes from the address itself.
            let own = port.logical.addresses.compactMap(\.address.v4)
            for source in [.any] + own {
                let terms = [.ethSource(port.logical.mac), .ipSource(.v4(source))] + DHCPTerms.request
                flows.append(flow(.high, terms, [.goto(BrInt.responder)]))
            }
        }
        return flows + [flow(.low, [], [])]
    }

    /// What a port may put into the source of a packet.
    private static func sources(of port: LogicalPort) -> [AllowedSource] {
        port.addresses.map { AllowedSource(mac: port.mac, prefix: IPPrefix(host: $0.address)) }
            + port.pairs.map { AllowedSource(mac: $0.mac ?? port.mac, prefix: $0.prefix) }
    }

    private struct AllowedSource {
        let mac: MACAddress
        let prefix: IPPrefix
    }
}

/// A DHCP client's message (RFC 2131 §4.1).
enum DHCPTerms {
    static let request: [MatchTerm] = [
        .ipv4, .udp, .udpSource(UDPPort.bootpc), .udpDestination(UDPPort.bootps),
    ]
}
