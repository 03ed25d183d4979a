import ArgumentParser
import JSONText
import Lab

/// `naru-bench codec`.
struct CodecCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "codec",
        abstract: "Nanoseconds for a message, beside Open vSwitch's codec and a floor in C.",
        discussion: """
            Builds both with tools/codec-peers/build: Open vSwitch's from Debian's openvswitch-source, which takes a \
            minute the first time and is skipped where the source is not there. All codecs first show that they agree \
            on the messages and on each of them with any one bit changed; then they are timed in turn. Bounds that are \
            not met are no error: the exit code is 1 where the codecs disagree or something did not run.
            """)

    @Option(help: "How often each operation is timed; the median counts.")
    var runs = 7

    @Option(help: "The script that builds the other codecs; else the one of the project around this program.")
    var peers: String?

    @Option(help: "Where the other codecs are built; else .build-peers in the project.")
    var folder: String?

    @Flag(help: "Print JSON instead of the table.")
    var json = false

    func validate() throws {
        guard (1...99).contains(runs) else { throw ValidationError("--runs takes 1 to 99") }
    }

    func run() throws {
        do {
            let found = try CodecPeers.start(script: peers, folder: folder)
            defer { found.stop() }
            for reason in found.skipped { Terminal.error("SKIPPED: \(reason)") }
            let report = try measure(found)
            Terminal.line(json ? report.json.text : report.text)
            for mismatch in report.agreement.mismatches.prefix(20) { Terminal.error("DISAGREEMENT: \(mismatch)") }
            if !report.agreement.mismatches.isEmpty { throw ExitCode(1) }
        } catch let code as ExitCode {
            throw code
        } catch BenchmarkError.interrupted, LabError.interrupted {
            throw ExitCode(130)
        } catch {
            if Interrupts.isPending { throw ExitCode(130) }
            Terminal.error("\(error)")
            throw ExitCode(1)
        }
    }

    private func measure(_ found: CodecPeers) throws -> CodecReport {
        let messages = CodecMessages()
        var agreement = CodecAgreement()
        try agreement.exchange(messages, found.peers)
        try agreement.flipBits(messages, found.peers)
        let figures = try CodecWorkload(naru: NaruCodec(messages), peers: found.peers, runs: runs).measure()
        return CodecReport(
            figures: figures, agreement: agreement,
            ovsVersion: found.peers.first { $0.side == .openVSwitch }?.version, runs: runs, skipped: found.skipped,
            lengths: CodecMessages.Kind.allCases.map { ($0.rawValue, messages.bytes($0).count) })
    }
}
