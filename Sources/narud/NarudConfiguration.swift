import Foundation
import Logging
import NetworkTypes
import NorthboundAPI
import Southbound
import ControllerRuntime
import Yams

/// What is wrong with a setting, where it came from, and what was expected.
struct ConfigurationError: Error, CustomStringConvertible {
    let description: String
}

struct Endpoint: Hashable, Sendable {
    let host: String
    let port: Int

    /// `HOST:PORT`; an IPv6 host stands in brackets.
    init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
            (0...65535).contains(port)
        else { return nil }
        var host = String(text[..<colon])
        if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
        guard !host.isEmpty else { return nil }
        self.host = host
        self.port = port
    }
}

/// The settings after flags, environment and file have spoken, in that order.
struct NarudConfiguration: Sendable {
    var dataDirectory: String
    var tokenFile: String?
    var openFlow: Endpoint
    var ovsdb: Endpoint
    var rest: Endpoint
    var advertise: String?
    var logLevel: Logger.Level
    var logFormat: LogFormat
    var threads: Int

    init(
        flags: ConfigurationFlags, environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws {
        let path = flags.config ?? environment["NARU_CONFIG"]
        let sources = SettingSources(
            environment: environment, file: try path.map(Self.readFile) ?? [:], path: path ?? "")
        func setting(_ name: String, _ flag: String?) -> Setting? { sources.setting(name, flag) }
        func endpoint(_ name: String, _ flag: String?, _ fallback: String) throws -> Endpoint {
            let setting = setting(name, flag) ?? Setting(value: fallback, origin: "default")
            guard let endpoint = Endpoint(setting.value) else {
                throw setting.refused("expected HOST:PORT with a port from 0 to 65535, such as \(fallback)")
            }
            return endpoint
        }
        dataDirectory = setting("data-dir", flags.dataDir)?.value ?? "/var/lib/naru"
        tokenFile = setting("tokens", flags.tokens)?.value
        openFlow = try endpoint("listen-openflow", flags.listenOpenflow, "0.0.0.0:6653")
        ovsdb = try endpoint("listen-ovsdb", flags.listenOvsdb, "0.0.0.0:6640")
        rest = try endpoint("listen-rest", flags.listenRest, "127.0.0.1:8080")
        advertise = nil
        if let setting = setting("advertise", flags.advertise) {
            guard IPAddress(setting.value) != nil else {
                throw setting.refused("expected an IP address, since ovs-vswitchd resolves no names by default")
            }
            advertise = setting.value
        }
        logLevel = .info
        if let setting = setting("log-level", flags.logLevel) {
            guard let level = Logger.Level(rawValue: setting.value) else {
                throw setting.refused(
                    "expected one of \(Logger.Level.allCases.map(\.rawValue).joined(separator: ", "))")
            }
            logLevel = level
        }
        logFormat = isatty(2) == 1 ? .text : .json
        if let setting = setting("log-format", flags.logFormat) {
            guard let format = LogFormat(rawValue: setting.value) else {
                throw setting.refused("expected text or json")
            }
            logFormat = format
        }
        threads = min(8, max(1, ProcessInfo.processInfo.activeProcessorCount))
        if let setting = setting("threads", flags.threads) {
            guard let count = Int(setting.value), (1...64).contains(count) else {
                throw setting.refused("expected a number from 1 to 64")
            }
            threads = count
        }
        try sources.refuseUnknown()
    }

    func settings(_ tokens: TokenTable) -> ControllerSettings {
        ControllerSettings(
            dataDirectory: dataDirectory, version: Narud.version,
            southbound: SouthboundSettings(
                openFlowHost: openFlow.host, openFlowPort: openFlow.port, ovsdbHost: ovsdb.host, ovsdbPort: ovsdb.port,
                advertisedAddress: advertise),
            northbound: NorthboundServer.Configuration(
                host: rest.host, port: rest.port, advertisedHost: advertise, ovsdbPort: ovsdb.port),
            tokens: tokens, threads: threads)
    }

    func tokenTable() throws -> TokenTable {
        guard let tokenFile else { return TokenTable([]) }
        return try TokenFile.read(tokenFile)
    }

    private static func readFile(_ path: String) throws -> [String: String] {
        let text: String
        do {
            text = try String(contentsOfFile: path, encoding: .utf8)
        } catch {
            throw ConfigurationError(description: "\(path): can't be read: \(error.localizedDescription)")
        }
        do {
            guard let node = try Yams.compose(yaml: text) else { return [:] }
            guard let mapping = node.mapping else {
                throw ConfigurationError(description: "\(path): expected a mapping of settings")
            }
            var values: [String: String] = [:]
            for (key, value) in mapping {
                guard let name = key.string, let scalar = value.scalar?.string else {
                    let line = value.mark?.line ?? key.mark?.line ?? 0
                    throw ConfigurationError(description: "\(path):\(line): \(key.string ?? "?"): expected one value")
                }
                values[name] = scalar
            }
            return values
        } catch let error as YamlError {
            throw ConfigurationError(description: "\(path): no YAML: \(error)")
        }
    }
}

/// A value and where it was found, so that an error can name both.
struct Setting {
    let value: String
    let origin: String

    func refused(_ expected: String) -> ConfigurationError {
        ConfigurationError(description: "\(origin): '\(value)' is refused: \(expected)")
    }
}

struct SettingSources {
    let environment: [String: String]
    let file: [String: String]
    let path: String

    static let names: Set<String> = [
        "data_dir", "tokens", "listen_openflow", "listen_ovsdb", "listen_rest", "advertise", "log_level", "log_format",
        "threads",
    ]

    func setting(_ name: String, _ flag: String?) -> Setting? {
        let key = name.replacing("-", with: "_")
        let variable = "NARU_\(key.uppercased())"
        if let flag { return Setting(value: flag, origin: "--\(name)") }
        if let value = environment[variable] { return Setting(value: value, origin: variable) }
        return file[key].map { Setting(value: $0, origin: "\(path): \(key)") }
    }

    func refuseUnknown() throws {
        for key in file.keys.sorted() where !Self.names.contains(key) {
            throw ConfigurationError(
                description: "\(path): \(key) is no setting: known are \(Self.names.sorted().joined(separator: ", "))")
        }
    }
}
