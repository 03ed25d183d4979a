import Glibc

/// SIGINT, SIGTERM and SIGHUP, held back so that every wait of the lab can end in an orderly clean-up.
///
/// The signals are blocked and looked up, never handled: no handler runs between two steps of a set-up.
public enum Interrupts {
    /// Call it first, on the main thread, before any other thread exists.
    public static func hold() {
        var set = signals
        sigprocmask(SIG_BLOCK, &set, nil)
        signal(SIGPIPE, SIG_IGN)
    }

    /// Whether one of them has come in. It stays so.
    public static var isPending: Bool {
        var pending = sigset_t()
        sigpending(&pending)
        return [SIGINT, SIGTERM, SIGHUP].contains { sigismember(&pending, $0) == 1 }
    }

    static func check() throws(LabError) {
        if isPending { throw .interrupted }
    }

    /// Sleeps in slices, so that an interrupt ends it.
    public static func sleep(seconds: Double) throws(LabError) {
        let end = MonotonicClock.seconds + seconds
        while true {
            try check()
            let left = end - MonotonicClock.seconds
            if left <= 0 { return }
            usleep(UInt32(min(left, 0.05) * 1e6))
        }
    }

    private static var signals: sigset_t {
        var set = sigset_t()
        sigemptyset(&set)
        sigaddset(&set, SIGINT)
        sigaddset(&set, SIGTERM)
        sigaddset(&set, SIGHUP)
        return set
    }
}

/// Time since an arbitrary start, which no clock adjustment moves.
public enum MonotonicClock {
    public static var seconds: Double {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        return Double(now.tv_sec) + Double(now.tv_nsec) / 1e9
    }
}
