import ArgumentParser
import Foundation
import Lab

/// `naru-lab up`: a lab, its table of scenarios, and then time to look around.
struct Up: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Bring a topology up, try every scenario, stay up until Ctrl-C.")

    @OptionGroup var options: LabOptions
    @OptionGroup var file: TopologyOption

    @Flag(help: "Exit after the table: 0 when all is as expected, else 1.")
    var check = false

    @Flag(help: "With --check: stay up when something failed, to look at it.")
    var keep = false

    @Option(name: .customLong("only"), help: "Only scenarios whose name contains this text.")
    var pattern: String?

    func run() throws {
        var isGood = false
        try options.withLab(of: file.read()) { lab in
            var table = ResultTable(isJSON: options.json)
            for scenario in ScenarioRunner.all where pattern.map({ scenario.name.contains($0) }) ?? true {
                table.add(try ScenarioRunner.run(scenario, in: lab))
            }
            table.finish()
            isGood = table.isGood
            if !check || (keep && !isGood) {
                try options.stayUp(lab)
            }
        }
        if check, !isGood { throw ExitCode(1) }
    }

}

/// `naru-lab drill restart`.
struct Drill: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Break something under traffic and count what is lost.", subcommands: [Restart.self])

    struct Restart: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "kill -9 of narud under 500 pings/s and 1,000 UDP datagrams/s.")

        @OptionGroup var options: LabOptions
        @OptionGroup var file: TopologyOption

        @Option(help: "How often narud is killed.")
        var times = 3

        func validate() throws {
            guard (1...1000).contains(times) else { throw ValidationError("--times takes 1 to 1000") }
        }

        func run() throws {
            var isClean = false
            try options.withLab(of: file.read()) { lab in
                let report = try RestartDrill(lab: lab, times: times).run()
                Terminal.line(report.text)
                isClean = report.isClean
            }
            if !isClean { throw ExitCode(1) }
        }
    }
}

/// `naru-lab preflight`: exit code 0 when a lab can start here, else 2.
struct PreflightCheck: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "preflight", abstract: "Say what this machine lacks for a lab.")

    @OptionGroup var options: LabOptions

    func run() throws {
        try options.refuseUnlessPossible()
        Terminal.line("the lab can start")
    }
}

/// `naru-lab clean`.
struct Clean: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Remove what labs left behind that were killed before they could tidy up.")

    func run() throws {
        guard Preflight.isRoot else {
            Terminal.error("not root: namespaces cannot be removed")
            throw ExitCode(2)
        }
        let removed = try LabSweep.run()
        for line in removed { Terminal.line("removed \(line)") }
        if removed.isEmpty { Terminal.line("nothing was left behind") }
    }
}
