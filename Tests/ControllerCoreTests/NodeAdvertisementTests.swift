import NetworkTypes
import NodeMachine
import OpenFlow
import PacketCodec
import PacketResponder
import Testing

/// Router advertisements that nobody asked for: when a port is new or has changed, and then in turns.
@Suite struct NodeAdvertisementTests {
    private static let second: Int64 = 1_000_000_000
    private static let interval: Int64 = 1200 * second

    private static func service(_ port: UInt32, mtu: Int = 1450, hasIPv6: Bool = true) -> PortService {
        let prefix = IPPrefix("2001:db8::/64")
        let ipv6 = IPv6Service(
            gatewayMAC: MACAddress(bits: 0x0e00_0000_0001),
            prefixes: [prefix].compactMap(\.self).map { IPv6Service.Prefix($0, isAutonomous: true) })
        return PortService(
            port: PortKey(port), ofport: 100 + port, mac: MACAddress(bits: 0x0a00_0000_0000 | UInt64(port)), mtu: mtu,
            ipv6: hasIPv6 ? ipv6 : nil)
    }

    private func settled(_ services: [PortService]) throws -> NodeRun {
        var run = NodeRun()
        try run.connectDatabase(DatabaseDouble(interfaces: []))
        try connect(&run, services)
        return run
    }

    private func connect(_ run: inout NodeRun, _ services: [PortService]) throws {
        try run.connectSwitch()
        let question = try #require(run.lastQuestion)
        try run.take(
            .command(.program(NodeProgram(serial: 1, question: question, fragments: [], services: services))))
        run.device.forgetMessages()
    }

    private func change(_ run: inout NodeRun, _ services: [PortService], removed: [UInt32] = []) throws {
        try run.take(
            .command(
                .delta(
                    NodeDelta(
                        serial: 2, changes: [], services: services, removedServices: removed.map { PortKey($0) }))))
    }

    /// The OpenFlow ports that were advertised to at the tick so many nanoseconds from now.
    private func advertised(_ run: inout NodeRun, after nanoseconds: Int64 = second) throws -> [UInt32] {
        run.device.forgetMessages()
        try run.tick(after: nanoseconds)
        return try run.device.received.compactMap { message in
            guard case .packetOut(let out) = message, case .output(let port, _)? = Array(out.actions).first else {
                return nil
            }
            let packet = try IPv6Packet.decode(try EthernetFrame.decode(out.data[...]).payload)
            let message = try ICMPv6Message.decode(
                packet.payload, source: packet.source, destination: packet.destination)
            guard case .routerAdvertisement = message else { return nil }
            return port
        }
    }

    @Test func aNewPortIsToldAndThenInTurns() throws {
        var run = try settled([Self.service(1), Self.service(2, hasIPv6: false)])
        #expect(try advertised(&run) == [101])
        #expect(try advertised(&run) == [])
        #expect(try advertised(&run, after: Self.interval - 2 * Self.second) == [])
        #expect(try advertised(&run) == [101])
        #expect(try advertised(&run, after: Self.interval) == [101])
    }

    @Test func whatChangesIsTold() throws {
        var run = try settled([Self.service(1), Self.service(2)])
        #expect(try advertised(&run) == [101, 102])
        try change(&run, [Self.service(1), Self.service(2, mtu: 1400), Self.service(3)])
        #expect(try advertised(&run) == [102, 103])
        try change(&run, [Self.service(3, hasIPv6: false)], removed: [2])
        #expect(try advertised(&run) == [])
        #expect(try advertised(&run, after: Self.interval) == [101])
    }

    @Test func manyPortsAreToldOneAfterTheOther() throws {
        var run = try settled((1...120).map { Self.service($0) })
        #expect(try advertised(&run) == Array(101...150))
        #expect(try advertised(&run) == Array(151...200))
        #expect(try advertised(&run) == Array(201...220))
        #expect(try advertised(&run) == [])
        #expect(try advertised(&run, after: Self.interval) == Array(101...150), "those that wait longest go first")
    }

    @Test func aSwitchThatComesBackKeepsItsTurns() throws {
        var run = try settled([Self.service(1), Self.service(2)])
        #expect(try advertised(&run) == [101, 102])
        try run.take(.openFlowDown)
        #expect(try advertised(&run) == [])
        try connect(&run, [Self.service(1), Self.service(2, mtu: 1400)])
        #expect(try advertised(&run) == [102])
        // What was due while the switch was away is told when it is back.
        try run.take(.openFlowDown)
        #expect(try advertised(&run, after: Self.interval) == [])
        try connect(&run, [Self.service(1), Self.service(2, mtu: 1400)])
        #expect(try advertised(&run) == [101, 102])
    }
}
