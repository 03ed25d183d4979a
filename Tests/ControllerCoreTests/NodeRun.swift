import FlowReconciler
import JSONText
import NetworkTypes
import NodeMachine
import OpenFlow
import OpenFlowChannel
import Testing

/// A node's machine and the switch that it talks to, with a clock of the test's own.
struct NodeRun {
    var machine: NodeMachine
    var device = SwitchDouble()
    var now: Int64 = 1_000_000_000
    /// While true the switch is silent: its answers gather.
    var isHeld = false
    private(set) var reports: [NodeReport] = []
    private(set) var wakes: [Int64] = []
    private(set) var logs: [String] = []
    private(set) var limits: [NodeLimit] = []
    private(set) var closings: [String] = []
    private(set) var toDatabase: [JSONValue] = []
    private var gathered: [ReceivedMessage] = []

    init(key: UInt32 = 1) {
        machine = NodeMachine(
            key: NodeKey(key), settings: NodeSettings(advertisedAddress: nil, openFlowPort: 6653))
    }

    /// Lets it happen, and what the switch says to it.
    mutating func take(_ input: NodeInput) throws {
        try perform(machine.step(input, at: now))
        while !isHeld, !gathered.isEmpty {
            let messages = gathered
            gathered.removeAll()
            try perform(machine.step(.openFlow(messages), at: now))
        }
    }

    private mutating func perform(_ effects: [NodeEffect]) throws {
        for effect in effects {
            switch effect {
            case .sendOpenFlow(let bytes): gathered += try device.take(bytes)
            case .sendOVSDB(let bytes): toDatabase.append(try JSONValue(parsing: bytes))
            case .closeOVSDB(let reason): closings.append("ovsdb: \(reason)")
            case .closeOpenFlow(let reason): closings.append("openflow: \(reason)")
            case .report(let report): reports.append(report)
            case .wake(let time): wakes.append(time)
            case .log(_, let text): logs.append(text)
            case .limitReached(let limit): limits.append(limit)
            }
        }
    }

    mutating func release() throws {
        isHeld = false
        try take(.openFlow([]))
    }

    mutating func tick(after nanoseconds: Int64) throws {
        now += nanoseconds
        try take(.tick)
    }

    mutating func connectDatabase(_ database: DatabaseDouble) throws {
        try take(.ovsdbUp(database.session(now: now), localAddress: "198.51.100.1"))
    }

    mutating func connectSwitch() throws {
        gathered.removeAll()
        var channel = ControllerChannel()
        _ = channel.connected(now: now)
        _ = channel.receive(xid: 1, .hello(.version13), now: now)
        _ = channel.receive(
            xid: 2,
            .featuresReply(
                FeaturesReply(datapathID: 1, bufferCount: 0, tableCount: 254, auxiliaryID: 0, capabilities: 0)),
            now: now)
        #expect(channel.isReady)
        try take(.openFlowUp(channel))
    }

    /// The reports since the last call.
    mutating func takeReports() -> [NodeReport] {
        defer { reports.removeAll() }
        return reports
    }

    /// The number of the last question for a program.
    var lastQuestion: UInt64? {
        for case .needsProgram(let question) in reports.reversed() { return question }
        return nil
    }

    mutating func takeToDatabase() -> [JSONValue] {
        defer { toDatabase.removeAll() }
        return toDatabase
    }
}
