import NetworkTypes
import PacketCodec

/// The router of one port's link, as far as hosts ask for it (RFC 4861 §6.2).
enum RouterAdvertiser {
    /// Seconds for which the gateway stays a default router without being heard of: the most that RFC 4861 §6.2.1 allows, so
    /// that hosts keep their way out while no controller runs. DNS servers and search list hold as long.
    static let routerLifetime: UInt16 = 9000
    /// Hop limit of neighbour discovery, which tells that no router was crossed (RFC 4861 §3.1).
    static let hopLimit: UInt8 = 255
    /// Prefixes and DNS servers that are told; with them and the longest domain a message stays below 1,280 bytes.
    static let prefixLimit = 16
    static let dnsServerLimit = 8
    /// No link of IPv6 has a smaller MTU, and hosts pass over an option that says so (RFC 8200 §5, RFC 4861 §6.3.4).
    static let leastMTU = 1280

    /// The answer to a router solicitation, to the one who asked; to all where it has no address yet.
    static func answer(
        _ packet: IPv6Packet, _ upper: IPv6UpperLayer, _ service: PortService
    ) throws(PacketError) -> PacketOutcome {
        let message = try ICMPv6Message.decode(
            upper.payload, source: packet.source, destination: packet.destination)
        guard case .routerSolicitation(let solicitation) = message, packet.hopLimit == hopLimit,
            !packet.source.isMulticast
        else { return .ignored(.badSolicitation) }
        let namesLinkLayer = solicitation.options.contains { $0.type == sourceLinkLayer }
        guard packet.source != .any || !namesLinkLayer else { return .ignored(.badSolicitation) }
        guard let ipv6 = service.ipv6 else { return .ignored(.noService) }
        let isUnicast = packet.source != .any
        return .reply(
            try frame(
                ipv6, service, to: isUnicast ? packet.source : .allNodes,
                isUnicast ? service.mac : MACAddress(group: .allNodes)))
    }

    private static let sourceLinkLayer = NeighborDiscoveryOption.Number.sourceLinkLayerAddress

    static func frame(
        _ ipv6: IPv6Service, _ service: PortService, to destination: IPv6Address, _ mac: MACAddress
    ) throws(PacketError) -> [UInt8] {
        let source = IPv6Address.linkLocal(of: ipv6.gatewayMAC)
        let message = ICMPv6Message.routerAdvertisement(message(ipv6, service))
        let packet = IPv6Packet(
            nextHeader: IPProtocolNumber.icmpv6, hopLimit: hopLimit, source: source, destination: destination,
            payload: try message.encode(source: source, destination: destination)[...])
        return try AnswerFrame.carrying(packet, from: ipv6.gatewayMAC, to: mac)
    }

    private static func message(_ ipv6: IPv6Service, _ service: PortService) -> RouterAdvertisement {
        var options: [NeighborDiscoveryOption] = [.sourceLinkLayerAddress(ipv6.gatewayMAC)]
        if service.mtu >= leastMTU { options.append(.mtu(UInt32(clamping: service.mtu))) }
        options += ipv6.prefixes.prefix(prefixLimit).compactMap(option)
        options.append(
            .dnsServers(Array(ipv6.dnsServers.prefix(dnsServerLimit)), lifetime: UInt32(routerLifetime)))
        if let domain = ipv6.domain.flatMap({ DomainName($0) }) {
            options.append(.searchList([domain], lifetime: UInt32(routerLifetime)))
        }
        return RouterAdvertisement(
            isManaged: ipv6.prefixes.contains { !$0.isAutonomous },
            hasOtherSettings: !ipv6.dnsServers.isEmpty || ipv6.domain != nil,
            routerLifetime: ipv6.isRouter ? routerLifetime : 0, options: options)
    }

    /// A port keeps its addresses as long as it lives, so prefixes hold for ever.
    private static func option(_ prefix: IPv6Service.Prefix) -> NeighborDiscoveryOption? {
        let forever = NeighborDiscoveryOption.forever
        return PrefixInformation(
            prefix: prefix.prefix, isOnLink: true, isAutonomous: prefix.isAutonomous, validLifetime: forever,
            preferredLifetime: forever
        ).map { .prefixInformation($0) }
    }
}
