import ArgumentParser
import Lab

/// In an async function the async `main` is the one that is meant.
func runCommand() async { await NaruBench.main() }

// Before any other thread exists, so that Ctrl-C ends a benchmark in an orderly clean-up.
Interrupts.hold()
await runCommand()
