import Foundation

/// A program that runs, with its streams in files and no signal blocked, which Foundation's `Process` does not see to.
final class JudgeProcess {
    private let number: pid_t
    private var status: CInt?

    struct Failure: Error {
        let path: String
        let number: CInt
    }

    /// `files`: the paths of standard input, output and error.
    init(_ path: String, _ arguments: [String], environment: [String: String], files: [String]) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (descriptor, file) in files.enumerated() {
            let flags = descriptor == 0 ? O_RDONLY : O_WRONLY | O_CREAT | O_TRUNC
            posix_spawn_file_actions_addopen(&actions, CInt(descriptor), file, flags, 0o600)
        }
        var argumentPointers = ([path] + arguments).map { strdup($0) } + [nil]
        var variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for pointer in argumentPointers + variables { free(pointer) } }
        // A thread of the tests may have every signal blocked, and the program would be deaf to its own timer and to the end.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var (none, all) = (sigset_t(), sigset_t())
        sigemptyset(&none)
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK) | Int16(POSIX_SPAWN_SETSIGDEF))
        var started = pid_t()
        let result = posix_spawn(&started, path, &actions, &attributes, &argumentPointers, &variables)
        guard result == 0 else { throw Failure(path: path, number: result) }
        number = started
    }

    var isRunning: Bool {
        if status == nil {
            var ended: CInt = 0
            if waitpid(number, &ended, WNOHANG) == number { status = ended }
        }
        return status == nil
    }

    /// Waits for the end; gives what the program ended with, 128 and more for a signal.
    func wait() -> CInt {
        while isRunning { usleep(2_000) }
        let ended = status ?? 0
        return ended & 0x7f == 0 ? ended >> 8 & 0xff : 128 + ended & 0x7f
    }

    func terminate() { if isRunning { kill(number, SIGTERM) } }
}
