import JSONText
import Logging
import NIOConcurrencyHelpers
import NIOCore
import NetworkTypes
import NodeMachine
import OVSDB
import OpenFlowChannel

/// Runs one `NodeMachine` on one event loop: brings it what its two connections read, and does what it wants done.
///
/// What waits for the loop is bounded: commands by `CommandQueue`, takeovers by `SouthboundSettings.waitingTakeovers`, what a
/// connection reads by its `HostInlet`.
final class NodeHost: Sendable {
    private struct State {
        var machine: NodeMachine
        var ovsdb: (any Channel)?
        var openFlow: (any Channel)?
        var ticker: RepeatedTask?
        var isRetired = false
    }

    private struct Waiting {
        var commands = CommandQueue()
        var isScheduled = false
        var takeovers = 0
    }

    let key: NodeKey
    let loop: any EventLoop
    private let state: NIOLoopBoundBox<State?>
    private let waiting = NIOLockedValueBox(Waiting())
    private let logger: Logger
    private let meter: ConnectionMeter
    private let deliver: @Sendable (NodeKey, [NodeReport]) -> Void

    init(
        key: NodeKey, id: ResourceID, loop: any EventLoop, logger: Logger, meter: ConnectionMeter,
        advertisedAddress: String?, openFlowPort: Int,
        deliver: @escaping @Sendable (NodeKey, [NodeReport]) -> Void
    ) {
        self.key = key
        self.loop = loop
        var logger = logger
        logger[metadataKey: "node"] = "\(key)"
        self.logger = logger
        self.meter = meter
        self.deliver = deliver
        state = NIOLoopBoundBox.makeEmptyBox(valueType: State.self, eventLoop: loop)
        let settings = NodeSettings(id: id, advertisedAddress: advertisedAddress, openFlowPort: openFlowPort)
        loop.execute { self.start(settings) }
    }

    private func start(_ settings: NodeSettings) {
        let ticker = loop.scheduleRepeatedTask(initialDelay: .seconds(1), delay: .seconds(1)) { [weak self] _ in
            self?.step(.tick)
        }
        state.value = State(machine: NodeMachine(key: key, settings: settings), ticker: ticker)
    }

    func post(_ command: NodeCommand) {
        let (isKept, mustSchedule, count) = waiting.withLockedValue { waiting in
            let isKept = waiting.commands.append(command)
            defer { waiting.isScheduled = true }
            return (isKept, !waiting.isScheduled, waiting.commands.count)
        }
        meter.count { counters in
            counters.waitingCommandsPeak = max(counters.waitingCommandsPeak, count)
            if !isKept { counters.commandOverflows += 1 }
        }
        if !isKept { logger.warning("too many changes wait for the node: it is compared as a whole") }
        if mustSchedule { loop.execute { self.takeCommands() } }
    }

    private func takeCommands() {
        let inputs = waiting.withLockedValue { waiting in
            waiting.isScheduled = false
            return waiting.commands.takeAll()
        }
        for input in inputs { step(input) }
    }

    /// Takes a database connection over; one that was there is closed. False when too many wait for that already.
    func attach(ovsdb channel: any Channel, session: OVSDBSession, localAddress: String) -> Bool {
        takeOver {
            guard self.state.value?.isRetired == false else { return channel.close(promise: nil) }
            self.replace(\.ovsdb, with: channel)
            self.step(.ovsdbUp(session, localAddress: localAddress))
        }
    }

    /// Takes an OpenFlow connection over; one that was there is closed. False when too many wait for that already.
    func attach(openFlow channel: any Channel, _ protocolState: ControllerChannel) -> Bool {
        takeOver {
            guard self.state.value?.isRetired == false else { return channel.close(promise: nil) }
            self.replace(\.openFlow, with: channel)
            self.step(.openFlowUp(protocolState))
        }
    }

    private func takeOver(_ attach: @escaping @Sendable () -> Void) -> Bool {
        let isTaken = waiting.withLockedValue { waiting in
            guard waiting.takeovers < SouthboundSettings.waitingTakeovers else { return false }
            waiting.takeovers += 1
            return true
        }
        guard isTaken else {
            meter.count { $0.refusedTakeovers += 1 }
            return false
        }
        loop.execute {
            self.waiting.withLockedValue { $0.takeovers -= 1 }
            attach()
        }
        return true
    }

    /// What a connection read; `done` is called when that is behind us. One that was replaced meanwhile is not heard.
    func received(_ input: NodeInput, ovsdb channel: any Channel, done: @escaping @Sendable () -> Void) {
        loop.execute {
            if self.state.value?.ovsdb === channel { self.step(input) }
            done()
        }
    }

    func received(_ input: NodeInput, openFlow channel: any Channel, done: @escaping @Sendable () -> Void) {
        loop.execute {
            if self.state.value?.openFlow === channel { self.step(input) }
            done()
        }
    }

    func closed(ovsdb channel: any Channel) {
        loop.execute {
            guard self.state.value?.ovsdb === channel else { return }
            self.state.value?.ovsdb = nil
            self.step(.ovsdbDown)
        }
    }

    func closed(openFlow channel: any Channel) {
        loop.execute {
            guard self.state.value?.openFlow === channel else { return }
            self.state.value?.openFlow = nil
            self.step(.openFlowDown)
        }
    }

    /// Closes both connections and steps no more.
    func retire() {
        loop.execute {
            self.step(.command(.retire))
            _ = self.hangUp()
        }
    }

    /// Closes both connections at the controller's end; the switch keeps its flows and dials the next controller. Is done
    /// when both are closed and what they said last has come.
    func hangUp() -> EventLoopFuture<Void> {
        loop.flatSubmit { [loop] in
            self.state.value?.ticker?.cancel()
            self.state.value?.isRetired = true
            let channels = [self.state.value?.ovsdb, self.state.value?.openFlow].compactMap(\.self)
            for channel in channels { channel.close(promise: nil) }
            return .andAllComplete(channels.map { $0.closeFuture.hop(to: loop) }, on: loop)
        }
    }

    private func replace(_ slot: any WritableKeyPath<State, (any Channel)?> & Sendable, with channel: any Channel) {
        let old = state.value?[keyPath: slot]
        state.value?[keyPath: slot] = channel
        if let old, old !== channel { old.close(promise: nil) }
    }

    private func step(_ input: NodeInput) {
        guard var current = state.value, !current.isRetired else { return }
        // The box gives its copy up, so that the machine is changed in place.
        state.value = nil
        let effects = current.machine.step(input, at: Self.now)
        state.value = current
        run(effects)
    }

    private func run(_ effects: [NodeEffect]) {
        var reports: [NodeReport] = []
        for effect in effects {
            switch effect {
            case .sendOVSDB(let bytes): Self.write(bytes, to: state.value?.ovsdb)
            case .sendOpenFlow(let bytes): Self.write(bytes, to: state.value?.openFlow)
            case .closeOVSDB(let reason):
                logger.warning("database connection closed", metadata: ["reason": "\(reason)"])
                state.value?.ovsdb?.close(promise: nil)
            case .closeOpenFlow(let reason):
                logger.warning("OpenFlow connection closed", metadata: ["reason": "\(reason)"])
                state.value?.openFlow?.close(promise: nil)
            case .report(let report): reports.append(report)
            case .wake(let time):
                loop.scheduleTask(deadline: .uptimeNanoseconds(UInt64(max(time, 0)))) { [weak self] in
                    self?.step(.tick)
                }
            case .limitReached(let limit): meter.count { $0.nodeLimits[limit, default: 0] += 1 }
            case .log(let level, let text): logger.log(level: level.level, "\(text)")
            }
        }
        state.value?.openFlow?.flush()
        state.value?.ovsdb?.flush()
        if !reports.isEmpty { deliver(key, reports) }
    }

    private static func write(_ bytes: [UInt8], to channel: (any Channel)?) {
        guard let channel else { return }
        channel.write(channel.allocator.buffer(bytes: bytes), promise: nil)
    }

    static var now: Int64 { Int64(clamping: NIODeadline.now().uptimeNanoseconds) }
}

extension NodeLogLevel {
    fileprivate var level: Logger.Level {
        switch self {
        case .debug: .debug
        case .info: .info
        case .warning: .warning
        }
    }
}
