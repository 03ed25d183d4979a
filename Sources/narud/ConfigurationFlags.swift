import ArgumentParser

/// The flags; each is nil where the environment or the file may speak.
struct ConfigurationFlags: ParsableArguments {
    @Option(help: "A YAML file with the settings below, their names with underscores.")
    var config: String?

    @Option(help: "Where the event log lives. (default: /var/lib/naru)")
    var dataDir: String?

    @Option(help: "A YAML file of bearer tokens, their projects and roles.")
    var tokens: String?

    @Option(help: "Where switches dial in, HOST:PORT. (default: 0.0.0.0:6653)")
    var listenOpenflow: String?

    @Option(help: "Where the nodes' databases dial in, HOST:PORT. (default: 0.0.0.0:6640)")
    var listenOvsdb: String?

    @Option(help: "Where the REST API listens, HOST:PORT. (default: 127.0.0.1:8080)")
    var listenRest: String?

    @Option(help: "The address that nodes are told to dial. (default: the one that their database dialled)")
    var advertise: String?

    @Option(help: "trace, debug, info, notice, warning, error or critical. (default: info)")
    var logLevel: String?

    @Option(help: "text or json, one line an entry, on standard error. (default: text at a terminal, else json)")
    var logFormat: String?

    @Option(help: "Event loops for the nodes' connections. (default: one a core, at most 8)")
    var threads: String?
}
