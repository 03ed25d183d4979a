import ArgumentParser

/// The benchmarks' command line.
struct NaruBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "naru-bench",
        abstract: "Measure Naru on this machine.",
        discussion: """
            Every benchmark starts daemons of its own in a temporary folder and on free ports, and ends them. None needs \
            root. Figures of a debug build tell little; build with `swift build -c release`.
            """,
        subcommands: [IntentCommand.self, PolicyCommand.self, CodecCommand.self])
}
