import FlowPipeline
import LogicalNetwork
import NetworkTypes

/// Table 8: questions that the network answers itself. Nothing that comes here goes on to another port: an ARP for an
/// address that nobody has, and any ARP reply, ends in the miss.
enum ResponderTable {
    private typealias Context = BrIntContext

    static let declaration = PipelineDeclaration.Table(
        BrInt.responder, "responder", reads: [Context.segment.slot, Context.ingressPort.slot], exits: [],
        missName: "unanswered")

    private static let request: UInt16 = 1
    private static let reply: UInt16 = 2

    /// Turns the request into the reply and sends it back where it came from.
    static func answer(
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

    /// A port that asks for its own address looks for a duplicate (RFC 5227); an answer would tell it that there is
    /// one.
    static func silence(_ port: LocalPort, cookie: UInt64) -> [Flow] {
        port.logical.addresses.compactMap(\.address.v4).map { address in
            Flow(
                table: BrInt.responder, priority: .high,
                match: [
                    Context.ingressPort == port.logical.key, .arp, .arpOperation(request), .arpTPA(address),
                ], actions: [], cookie: cookie)
        }
    }

    /// DHCP goes to the controller through the port's own meter. It matches on the port, so that the cookie names it.
    static func dhcp(_ port: LocalPort, meter: Meter, cookie: UInt64) -> Flow {
        Flow(
            table: BrInt.responder, priority: .normal,
            match: Match([Context.ingressPort == port.logical.key] + DHCPTerms.request),
            actions: [.meter(meter.id), .controller(maxLength: .max)], cookie: cookie)
    }
}
