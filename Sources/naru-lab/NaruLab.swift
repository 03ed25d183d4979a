import ArgumentParser

/// The lab's command line: `up`, `truth`, `drill`, `preflight`, `clean`.
struct NaruLab: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "naru-lab",
        abstract: "Real nodes, machines and traffic on one computer, to watch Naru at work.",
        discussion: """
            Nodes are ovsdb-server and ovs-vswitchd with the userspace datapath, machines are network namespaces; \
            everything is named nl-… and goes away at the end. It needs root.
            """,
        subcommands: [Up.self, Truth.self, Drill.self, PreflightCheck.self, Clean.self, ProbeCommand.self])
}
