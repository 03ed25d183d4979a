import ArgumentParser
import Dispatch
import Lab

// Before any other thread exists, so that Ctrl-C ends a benchmark in an orderly clean-up. An async main would undo it: it
// leaves the main thread waiting with every signal let through.
Interrupts.hold()
let finished = DispatchSemaphore(value: 0)
Task.detached {
    await NaruBench.main()
    finished.signal()
}
finished.wait()
