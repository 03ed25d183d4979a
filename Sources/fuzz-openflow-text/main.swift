#if Fuzzing
    import FuzzInvariants

    FuzzSubject.fuzz { FuzzSubject.openFlowText.test($0, $1) }
#else
    print("A fuzz target: tools/fuzz builds it with the trait Fuzzing, and runs it.")
#endif
