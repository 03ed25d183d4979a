#if Fuzzing
    /// libFuzzer's own loop: takes its flags from the process's arguments and calls `testOneInput` until it is done.
    @_silgen_name("LLVMFuzzerRunDriver")
    private func runDriver(
        _ argumentCount: UnsafeMutablePointer<CInt>,
        _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
        _ testOneInput: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
    ) -> CInt

    extension FuzzSubject {
        /// Hands the process over to libFuzzer, which ends it.
        public static func fuzz(_ testOneInput: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt) {
            var count = CommandLine.argc
            var arguments = CommandLine.unsafeArgv
            _ = runDriver(&count, &arguments, testOneInput)
        }

        /// One call of libFuzzer's. A violation traps, which is how libFuzzer learns of it.
        public func test(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
            if let violation = violation(of: [UInt8](UnsafeBufferPointer(start: start, count: count))) {
                print("\(rawValue): \(violation)")
                preconditionFailure("a violation")
            }
            return 0
        }
    }
#endif
