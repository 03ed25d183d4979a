import ArgumentParser
import JSONText
import Lab

/// `naru-lab truth`: random policies, and packets that tell whether they are in force.
struct Truth: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Compare what packets do under random security policies with what the rules say.",
        discussion: """
            Nine machines in three groups on two or three nodes, in two subnets of one VPC, IPv4 and IPv6. Each policy takes \
            the place of the one before; then every machine connects to every other, TCP and UDP, on two ports. A seed makes \
            the same policies again. Exit code 1: something passed that the rules deny, or the other way round.
            """)

    @OptionGroup var options: LabOptions

    @Option(help: "What the policies are made from; one is chosen and shown when none is given.")
    var seed: UInt64?

    @Option(help: "How many policies are probed over IPv4.")
    var policies = 200

    @Option(name: .customLong("ipv6-policies"), help: "How many policies are probed over IPv6.")
    var ipv6Policies = 100

    @Option(help: "2 or 3.")
    var nodes = 3

    @Option(help: "The number of the first policy, to try a later one of a seed by itself.")
    var first = 1

    @Flag(help: "End at the first disagreement and stay up with its policy in force.")
    var keep = false

    func validate() throws {
        guard (2...3).contains(nodes) else { throw ValidationError("--nodes takes 2 or 3") }
        let counts = 0...1_000_000
        guard counts.contains(policies), counts.contains(ipv6Policies), counts.contains(first),
            policies + ipv6Policies > 0
        else { throw ValidationError("--policies, --ipv6-policies and --first take 0 to 1000000, one policy at least") }
    }

    func run() throws {
        let seed = seed ?? UInt64.random(in: 1...999_999)
        var isAgreed = false
        try options.withLab(of: try TruthRun.topology(nodes: nodes)) { lab in
            let run = TruthRun(
                lab: lab,
                settings: .init(
                    seed: seed, policies: policies, ipv6Policies: ipv6Policies, first: first, stopsAtDisagreement: keep)
            )
            defer { run.end() }
            show("seed \(seed)")
            let report = try run.run(progress: show) { found in
                if !options.json { Terminal.line(Terminal.red(found.text)) }
            }
            isAgreed = report.isAgreed
            Terminal.line(options.json ? report.json.prettyText : "\n\(report.table)")
            if keep, !isAgreed { try options.stayUp(lab) }
        }
        if !isAgreed { throw ExitCode(1) }
    }

    private func show(_ line: String) {
        if !options.json { Terminal.line("· \(line)") }
    }
}
