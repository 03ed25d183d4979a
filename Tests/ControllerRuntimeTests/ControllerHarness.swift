import ControllerRuntime
import Foundation
import Logging
import NetworkTypes
import NorthboundAPI
import NorthboundClient
import ServiceLifecycle
import Southbound
import VirtualNetwork

/// A whole controller in this process: store on disk, sockets on free ports.
struct RunningController: Sendable {
    let ports: BoundPorts
    let controller: Controller
    let red: NorthboundClient
    let admin: NorthboundClient

    static let tokens = TokenTable(
        [("red-token", "red", Principal.Role.member), ("admin-token", "staff", .admin)].compactMap { line in
            ProjectID(line.1).flatMap {
                TokenEntry(token: line.0, principal: Principal(project: $0, role: line.2))
            }
        })

    static func settings(directory: String, restPort: Int = 0) -> ControllerSettings {
        ControllerSettings(
            dataDirectory: directory, version: "0.0.0-test",
            southbound: SouthboundSettings(
                openFlowHost: "127.0.0.1", openFlowPort: 0, ovsdbHost: "127.0.0.1", ovsdbPort: 0,
                advertisedAddress: nil),
            northbound: NorthboundServer.Configuration(host: "127.0.0.1", port: restPort), tokens: tokens, threads: 1)
    }

    static var quiet: Logger {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        return logger
    }

    /// Runs it on `directory` while `dialogue` goes on, then stops it as SIGTERM would; returns when its store is closed.
    static func run(
        on directory: String, _ dialogue: @Sendable @escaping (RunningController) async throws -> Void
    ) async throws {
        let (bound, found) = AsyncStream.makeStream(of: (BoundPorts, Controller).self)
        let service = ControllerService(settings: settings(directory: directory), logger: quiet) { ports, controller in
            found.yield((ports, controller))
        }
        let group = ServiceGroup(services: [service], logger: quiet)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask {
                defer { found.finish() }
                try await group.run()
            }
            var iterator = bound.makeAsyncIterator()
            if let (ports, controller) = await iterator.next() {
                let address = ServerAddress(host: "127.0.0.1", port: ports.rest)
                let running = RunningController(
                    ports: ports, controller: controller,
                    red: NorthboundClient(address: address, token: "red-token"),
                    admin: NorthboundClient(address: address, token: "admin-token"))
                var failure: (any Error)?
                do { try await dialogue(running) } catch { failure = error }
                await running.red.close()
                await running.admin.close()
                await group.triggerGracefulShutdown()
                try await tasks.waitForAll()
                if let failure { throw failure }
            } else {
                // It never listened: the group throws why.
                try await tasks.waitForAll()
            }
        }
    }
}

/// A data directory that is gone with its test.
final class TestDirectory: Sendable {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("naru-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// What a crash of the process leaves: the files as they are now, without their lock.
    func copyAsAfterCrash() throws -> TestDirectory {
        let copy = try TestDirectory()
        for name in try FileManager.default.contentsOfDirectory(atPath: path) where name.hasPrefix("naru.sqlite") {
            // The shared-memory file does not outlive the machine; without it the log is replayed.
            if name.hasSuffix("-shm") { continue }
            try FileManager.default.copyItem(atPath: "\(path)/\(name)", toPath: "\(copy.path)/\(name)")
        }
        return copy
    }
}
