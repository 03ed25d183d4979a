import Lab

// Before any other thread exists, so that Ctrl-C ends a benchmark in an orderly clean-up.
Interrupts.hold()
await NaruBench.main()
