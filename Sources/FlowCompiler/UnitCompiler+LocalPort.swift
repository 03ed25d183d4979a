import FlowPipeline
import LogicalNetwork
import NetworkTypes
import PacketResponder
import VirtualNetwork

extension UnitCompiler {
    /// A client that has lost its lease sends a few packets in a minute; what is more is a flood.
    private static let questionsPerSecond: UInt32 = 10
    private static let questionBurst: UInt32 = 20
    /// ICMP errors to one port; a route that is traced needs three, a path's MTU one.
    private static let errorsPerSecond: UInt32 = 20
    private static let errorBurst: UInt32 = 40
    /// The meter of a port's errors has the number of its OpenFlow port and this bit: OpenFlow ports of Open vSwitch have
    /// 16 bits, and it has 262,144 meters.
    private static let errorMeterBit: UInt32 = 1 << 16

    func localPort(_ key: PortKey) -> FlowFragment? {
        let unit = FlowUnit.localPort(key)
        guard let logical = view.port(key), let place = view.placement(of: key) else { return nil }
        let owner = Owner(.port, logical.id)
        guard logical.isUp, place.zone != 0 || !logical.isFiltered else {
            let closed = LocalPort(logical: logical, ofport: place.ofport, zone: place.zone, service: nil)
            return FlowFragment(
                unit, flows: ClassifierTable.vif(closed, isOpen: false, cookie: unit.cookie), owners: [owner])
        }
        let service = view.service(for: logical, at: place)
        let port = LocalPort(logical: logical, ofport: place.ofport, zone: place.zone, service: service)
        var flows = ClassifierTable.vif(port, isOpen: true, cookie: unit.cookie)
        flows += PortSecurityTable.vif(port, cookie: unit.cookie)
        flows += ResponderTable.silence(port, cookie: unit.cookie)
        flows += [L2LookupTable.local(port, cookie: unit.cookie), OutputTable.vif(port, cookie: unit.cookie)]
        if logical.isFiltered {
            flows += FilterSide.egress.drops(port, cookie: unit.cookie)
            flows += FilterSide.ingress.drops(port, cookie: unit.cookie)
        }
        let punts = punts(port, cookie: unit.cookie)
        let subnets = Set(logical.addresses.map(\.subnet)).compactMap { view.subnet($0)?.metadata.id }
        return FlowFragment(
            unit, flows: flows + punts.flows, meters: punts.meters, service: service,
            zone: place.zone == 0 ? nil : place.zone,
            owners: [owner] + (service == nil ? [] : subnets.map { Owner(.subnet, $0) }))
    }

    /// What the controller answers, each kind through a meter of the port's own.
    private func punts(_ port: LocalPort, cookie: UInt64) -> (flows: [Flow], meters: [Meter]) {
        guard let service = port.service, !service.gateways.isEmpty else {
            let (flows, meters) = questions(port, cookie: cookie)
            return (flows + RoutingTable.hopLimit(port, meter: nil, cookie: cookie), meters)
        }
        let errors = Meter(
            id: port.ofport | Self.errorMeterBit, packetsPerSecond: Self.errorsPerSecond, burst: Self.errorBurst)
        let (flows, meters) = questions(port, cookie: cookie)
        return (
            flows + RoutingTable.hopLimit(port, meter: errors, cookie: cookie)
                + [TunnelOutputTable.tooLarge(port, meter: errors, cookie: cookie)], meters + [errors]
        )
    }

    private func questions(_ port: LocalPort, cookie: UInt64) -> (flows: [Flow], meters: [Meter]) {
        guard let service = port.service else { return ([], []) }
        let questions = Meter(
            id: port.ofport, packetsPerSecond: Self.questionsPerSecond, burst: Self.questionBurst)
        let asked = ResponderTable.questions(port, service, meter: questions, cookie: cookie)
        return (asked, asked.isEmpty ? [] : [questions])
    }
}
