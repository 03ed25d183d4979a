import ControllerRuntime
import Foundation

/// Tells systemd how the daemon is (sd_notify(3)): a datagram to the socket that NOTIFY_SOCKET names.
struct SystemdNotifier: Sendable {
    private let path: String?
    /// Microseconds between signs of life, half of what systemd allows; nil where no watchdog is asked for.
    let watchdogMicroseconds: Int64?

    init(environment: [String: String] = ProcessInfo.processInfo.environment) {
        path = environment["NOTIFY_SOCKET"]
        watchdogMicroseconds = environment["WATCHDOG_USEC"].flatMap(Int64.init).map { max($0 / 2, 1000) }
    }

    func ready() { send("READY=1") }
    func alive() { send("WATCHDOG=1") }
    func stopping() { send("STOPPING=1") }

    private func send(_ text: String) {
        guard let path, path.utf8.count < 108 else { return }
        let socket = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        guard socket >= 0 else { return }
        defer { close(socket) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { bytes in
            bytes.copyBytes(from: path.utf8)
            // A leading @ stands for the abstract namespace, whose names begin with a zero byte.
            if path.hasPrefix("@") { bytes[0] = 0 }
        }
        let length = socklen_t(MemoryLayout<sa_family_t>.size + path.utf8.count)
        withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { target in
                _ = sendto(socket, text, text.utf8.count, 0, target, length)
            }
        }
    }
}

/// A sign of life for each round in which the controller's loop answered.
struct Watchdog: Sendable {
    let notifier: SystemdNotifier

    func start(_ controller: Controller) async {
        guard let period = notifier.watchdogMicroseconds else { return }
        Task {
            while !Task.isCancelled {
                try await controller.heartbeat()
                notifier.alive()
                try await Task.sleep(for: .microseconds(period))
            }
        }
    }
}
