import JSONText
import OVSDB
import Testing

@Suite("Bridge enrolment")
struct BridgeEnrolmentTests {
    private static let wanted = WantedBridge(
        datapathID: 0xaa_0000_0001, datapathType: "netdev", controllerTarget: "tcp:192.0.2.1:6653",
        tunnelOfportRequest: 60000, localIP: "10.0.0.1")

    private static func id(_ number: UInt64) -> RowID { RowID(high: 0, low: number) }

    /// The node as the transaction for an empty one leaves it.
    private static var enrolled: OpenVSwitchSnapshot {
        let local = InterfaceView(uuid: id(11), name: "br-int", type: "internal")
        let tunnel = InterfaceView(
            uuid: id(12), name: "naru-geneve", type: "geneve",
            options: ["remote_ip": "flow", "key": "flow", "local_ip": "10.0.0.1", "csum": "true"],
            ofportRequest: 60000)
        let controller = ControllerView(
            uuid: id(13), target: "tcp:192.0.2.1:6653", connectionMode: "out-of-band", inactivityProbe: 5000,
            maxBackoff: 1000)
        let bridge = BridgeView(
            uuid: id(10), name: "br-int", datapathType: "netdev", failMode: "secure", protocols: ["OpenFlow13"],
            otherConfig: ["datapath-id": "000000aa00000001", "disable-in-band": "true"], controllers: [controller],
            ports: [
                PortView(uuid: id(14), name: "br-int", interfaces: [local]),
                PortView(uuid: id(15), name: "naru-geneve", interfaces: [tunnel]),
            ])
        return OpenVSwitchSnapshot(row: id(1), bridges: [bridge])
    }

    /// `op table` of each operation, in order.
    private static func outline(_ snapshot: OpenVSwitchSnapshot) -> [String] {
        let transaction = BridgeEnrolment.transaction(for: wanted, in: snapshot)
        return (transaction?.operations ?? []).map {
            "\($0.json["op"]?.string ?? "") \($0.json["table"]?.string ?? "")"
        }
    }

    private static let end = ["mutate Open_vSwitch", "comment "]

    @Test func createsWhatIsMissingInOneTransaction() throws {
        let empty = OpenVSwitchSnapshot(row: Self.id(1))
        #expect(
            Self.outline(empty) == [
                "wait Open_vSwitch", "insert Interface", "insert Port", "insert Interface", "insert Port",
                "insert Controller", "insert Bridge", "mutate Open_vSwitch",
            ] + Self.end)
        let transaction = try #require(BridgeEnrolment.transaction(for: Self.wanted, in: empty))
        let bridge = transaction.operations[6].json["row"]
        #expect(bridge?["fail_mode"] == "secure")
        #expect(bridge?["protocols"] == "OpenFlow13")
        #expect(
            bridge?["other_config"]?.text
                == #"["map",[["datapath-id","000000aa00000001"],["disable-in-band","true"]]]"#)
        #expect(transaction.operations[3].json["row"]?["ofport_request"] == 60000)
    }

    @Test func changesNothingThatIsRight() {
        #expect(BridgeEnrolment.transaction(for: Self.wanted, in: Self.enrolled) == nil)
        var busy = Self.enrolled
        busy.bridges[0].otherConfig["operator"] = "x"
        busy.bridges[0].ports[1].interfaces[0].options["dst_port"] = "6081"
        busy.bridges[0].ports.append(PortView(uuid: Self.id(20), name: "tap0"))
        busy.bridges[0].controllers[0].isConnected = true
        #expect(BridgeEnrolment.transaction(for: Self.wanted, in: busy) == nil)
    }

    @Test func changesTheControllerInPlace() throws {
        var snapshot = Self.enrolled
        snapshot.bridges[0].controllers[0].target = "tcp:192.0.2.9:6653"
        #expect(Self.outline(snapshot) == ["wait Controller", "update Controller"] + Self.end)
        let transaction = try #require(BridgeEnrolment.transaction(for: Self.wanted, in: snapshot))
        #expect(transaction.operations[1].json["row"]?.text == #"{"target":"tcp:192.0.2.1:6653"}"#)
    }

    @Test func keepsOneControllerOfSeveral() {
        var snapshot = Self.enrolled
        snapshot.bridges[0].controllers.insert(ControllerView(uuid: Self.id(9), target: "tcp:192.0.2.9:6653"), at: 0)
        let operations = BridgeEnrolment.transaction(for: Self.wanted, in: snapshot)?.operations ?? []
        #expect(Self.outline(snapshot) == ["wait Bridge", "update Bridge"] + Self.end)
        #expect(operations[1].json["row"]?["controller"]?[1]?.string == Self.id(13).description)
    }

    @Test func mendsEachThingThatDrifts() {
        var snapshot = Self.enrolled
        snapshot.bridges[0].failMode = "standalone"
        #expect(Self.outline(snapshot) == ["wait Bridge", "update Bridge"] + Self.end)
        snapshot = Self.enrolled
        snapshot.bridges[0].otherConfig["datapath-id"] = "0000000000000009"
        #expect(Self.outline(snapshot) == ["mutate Bridge"] + Self.end)
        snapshot = Self.enrolled
        snapshot.bridges[0].ports[1].interfaces[0].options["local_ip"] = "10.0.0.9"
        #expect(Self.outline(snapshot) == ["mutate Interface"] + Self.end)
        snapshot = Self.enrolled
        snapshot.bridges[0].ports[1].interfaces[0].ofportRequest = nil
        #expect(Self.outline(snapshot) == ["wait Interface", "update Interface"] + Self.end)
    }

    @Test func addsBothPortsUnderOneGuard() {
        var snapshot = Self.enrolled
        snapshot.bridges[0].ports = []
        #expect(
            Self.outline(snapshot) == [
                "wait Bridge", "insert Interface", "insert Port", "mutate Bridge", "insert Interface", "insert Port",
                "mutate Bridge",
            ] + Self.end)
    }
}
