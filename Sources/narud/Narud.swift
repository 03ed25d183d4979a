import ArgumentParser
import ControllerRuntime
import Glibc
import Logging
import NorthboundAPI
import ServiceLifecycle
import Southbound
import UnixSignals

/// The daemon: wiring and flags only.
@main
struct Narud: AsyncParsableCommand {
    static let version = "0.1.0"

    static let configuration = CommandConfiguration(
        commandName: "narud",
        abstract: "The network of a private cloud: REST in, OpenFlow 1.3 out.",
        discussion: """
            Every setting can be given by a flag, by an environment variable (NARU_ and the flag's name in capitals, as in
            NARU_DATA_DIR), or in the YAML file of --config (the flag's name with underscores, as in data_dir). A flag wins
            over the environment, and the environment over the file.

            EXAMPLES
              narud --tokens /etc/naru/tokens.yaml --data-dir /var/lib/naru
              narud --config /etc/naru/narud.yaml --log-format json

            THE TOKEN FILE
              tokens:
                - {token: "a long random text", project: red, role: member}
                - {token_sha256: "64 hexadecimal digits", project: operators, role: admin}

            SIGNALS
              TERM, INT   Stop cleanly. Every flow stays on its switch; the next start takes up where this one left.
            """,
        version: version)

    @OptionGroup var flags: ConfigurationFlags

    func run() async throws {
        let configuration: NarudConfiguration
        do {
            configuration = try NarudConfiguration(flags: flags)
        } catch let error as ConfigurationError {
            throw ValidationError(error.description)
        }
        let format = configuration.logFormat
        LoggingSystem.bootstrap { label in LineLogHandler(label: label, format: format) }
        var logger = Logger(label: "narud")
        logger.logLevel = configuration.logLevel
        let tokens = try configuration.tokenTable()
        if tokens.isEmpty {
            logger.warning("no tokens: every request will be refused", metadata: ["remedy": "--tokens"])
        }

        // A reader of the log that has gone is told by the write, not by a signal.
        signal(SIGPIPE, SIG_IGN)
        let notifier = SystemdNotifier()
        let log = logger
        let service = ControllerService(settings: configuration.settings(tokens), logger: logger) { ports, controller in
            log.info(
                "listening",
                metadata: [
                    "openflow": "\(configuration.openFlow.host):\(ports.openFlow)",
                    "ovsdb": "\(configuration.ovsdb.host):\(ports.ovsdb)",
                    "rest": "\(configuration.rest.host):\(ports.rest)",
                ])
            notifier.ready()
            await Watchdog(notifier: notifier).start(controller)
        }
        // The group's own debug log would print the settings, secrets among them.
        var groupLogger = logger
        groupLogger.logLevel = max(logger.logLevel, .notice)
        let group = ServiceGroup(
            configuration: .init(
                services: [
                    .init(
                        service: service, successTerminationBehavior: .gracefullyShutdownGroup,
                        failureTerminationBehavior: .gracefullyShutdownGroup)
                ],
                gracefulShutdownSignals: [.sigterm, .sigint], logger: groupLogger))
        do {
            try await group.run()
        } catch {
            logger.critical("narud can't go on", metadata: ["error": "\(error)"])
            notifier.stopping()
            throw ExitCode(1)
        }
        notifier.stopping()
    }
}
