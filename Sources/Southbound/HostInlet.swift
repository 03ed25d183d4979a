import NIOCore

/// The way of what a connection reads to its node's host. `SouthboundSettings.inputsUnderWay` inputs at most are on it; as
/// long as they are, nothing more is read, so that the peer's TCP window closes. Only the host's own progress reopens it:
/// it never waits for the peer.
///
/// Used on the connection's event loop alone.
final class HostInlet<Message: Sendable> {
    typealias Delivery = @Sendable (NodeHost, [Message], _ done: @escaping @Sendable () -> Void) -> Void

    let host: NodeHost
    private let channel: any Channel
    private let meter: ConnectionMeter
    private let deliver: Delivery
    /// What was read and is not on its way yet.
    private var gathered: [Message] = []
    private var underWay = 0
    private var isReadHeld = false

    init(host: NodeHost, channel: any Channel, meter: ConnectionMeter, deliver: @escaping Delivery) {
        self.host = host
        self.channel = channel
        self.meter = meter
        self.deliver = deliver
    }

    func gather(_ message: Message) { gathered.append(message) }

    /// Sends off what has gathered, unless the host is behind.
    func send() {
        if underWay < SouthboundSettings.inputsUnderWay { sendGathered() }
    }

    /// Sends off the rest. A connection that ends is read to its end by the system, whether reads are held or not; what
    /// comes so is no more than the socket's receive buffer held.
    func finish() { sendGathered() }

    /// Asked before each read; a read that is refused is made up for when the host has caught up.
    func mayRead() -> Bool {
        guard underWay >= SouthboundSettings.inputsUnderWay else { return true }
        if !isReadHeld {
            isReadHeld = true
            meter.count { $0.heldReads += 1 }
        }
        return false
    }

    private func sendGathered() {
        guard !gathered.isEmpty else { return }
        let messages = gathered
        gathered = []
        underWay += 1
        meter.inputSent(underWay: underWay)
        let loop = channel.eventLoop
        let bound = NIOLoopBound(self, eventLoop: loop)
        deliver(host, messages) { loop.execute { bound.value.hostTookOne() } }
    }

    private func hostTookOne() {
        underWay -= 1
        meter.count { $0.inputsUnderWay -= 1 }
        send()
        guard isReadHeld, underWay < SouthboundSettings.inputsUnderWay else { return }
        isReadHeld = false
        channel.read()
    }
}
