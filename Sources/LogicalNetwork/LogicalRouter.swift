public import NetworkTypes
public import VirtualNetwork

/// A subnet's end of the VPC's router.
public struct LogicalGateway: Hashable, Sendable {
    public let subnet: SubnetKey
    public let id: ResourceID
    public let segment: SegmentKey
    public let vpc: VPCKey
    public let cidr: IPPrefix
    public let mac: MACAddress
    public let address: IPAddress
    /// 0 where the subnet has none: it reaches the VPC's subnets only.
    public let routeTable: RouteTableKey
}

/// A port that packets are handed to by a route.
public struct LogicalHop: Hashable, Sendable {
    public let port: PortKey
    public let mac: MACAddress
    public let segment: SegmentKey
    /// Of the subnet that the port is reached by.
    public let gatewayMAC: MACAddress
}

extension LogicalView {
    /// The subnet's router; nil where it has no gateway, or stands in no VPC.
    public func gateway(_ key: SubnetKey) -> LogicalGateway? {
        guard let subnet = subnet(key), let address = subnet.gateway, let segment = segment(of: subnet),
            let network = logicalSwitch(segment), network.vpc != VPCKey(0)
        else { return nil }
        return LogicalGateway(
            subnet: key, id: subnet.metadata.id, segment: segment, vpc: network.vpc, cidr: subnet.cidr,
            mac: subnet.gatewayMAC, address: address, routeTable: routeTableKey(of: subnet))
    }

    private func routeTableKey(of subnet: Subnet) -> RouteTableKey {
        // The key is for ever, and the table can't go while a subnet uses it: nothing more has to be recorded.
        subnet.routeTable.flatMap { network.routeTable($0)?.key } ?? RouteTableKey(0)
    }

    public func routeTable(_ key: RouteTableKey) -> RouteTable? {
        recorder.record(.routeTable(key))
        return network.routeTable(key)
    }

    /// The route tables of a VPC, by key.
    public func routeTables(of vpc: VPCKey) -> [RouteTableKey] {
        recorder.record(.routeTablesInVPC(vpc))
        return network.routeTables(in: vpc)
    }

    /// The networks of a VPC, by key.
    public func segments(of vpc: VPCKey) -> [SegmentKey] {
        recorder.record(.networksInVPC(vpc))
        return network.networks(in: vpc)
    }

    /// The port of a VPC that has an address; nil where none has it. Who has the address is all that can change: a port keeps
    /// its MAC and its network, and a subnet its gateway's MAC.
    public func hop(to address: IPAddress, in vpc: VPCKey) -> LogicalHop? {
        recorder.record(.address(vpc, address))
        guard let key = network.port(holding: address, in: vpc), let port = network.port(key),
            let segment = network.network(port.network)?.key,
            let fixed = port.fixedIPs.first(where: { $0.address == address }), let subnet = network.subnet(fixed.subnet)
        else { return nil }
        return LogicalHop(port: key, mac: port.mac, segment: segment, gatewayMAC: subnet.gatewayMAC)
    }

    /// The VPC that a route table belongs to.
    public func vpcKey(of table: RouteTable) -> VPCKey? { network.vpc(table.vpc)?.key }

    /// The id of a VPC; nil where there is none.
    public func vpcID(_ key: VPCKey) -> ResourceID? {
        recorder.record(.vpc(key))
        return network.vpc(key)?.metadata.id
    }
}
