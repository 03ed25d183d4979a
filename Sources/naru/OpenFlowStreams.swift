import ArgumentParser

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A file or standard input, read in pieces of bounded size.
struct InputFile: ~Copyable {
    private let descriptor: Int32
    private let name: String

    private static let chunk = 1 << 16

    init(standardInput: Void) throws {
        descriptor = STDIN_FILENO
        name = "standard input"
    }

    init(path: String) throws {
        let opened = open(path, O_RDONLY | O_CLOEXEC)
        guard opened >= 0 else { throw Self.failure(path) }
        descriptor = opened
        name = path
    }

    deinit { if descriptor != STDIN_FILENO { close(descriptor) } }

    /// The next bytes, as many as there are now; nil at the end.
    func read() throws -> [UInt8]? {
        var chunk = [UInt8](repeating: 0, count: Self.chunk)
        while true {
            #if canImport(Darwin)
                let count = Darwin.read(descriptor, &chunk, chunk.count)
            #else
                let count = Glibc.read(descriptor, &chunk, chunk.count)
            #endif
            if count > 0 { return Array(chunk.prefix(count)) }
            if count == 0 { return nil }
            guard errno == EINTR else { throw Self.failure(name) }
        }
    }

    /// Tells what the system said last, and gives the exit status for it.
    private static func failure(_ name: String) -> ExitCode {
        Terminal.complain("\(name): \(String(cString: strerror(errno)))")
        return .failure
    }
}

/// Lines on standard output, written in large pieces.
struct StandardOutput {
    private var buffer: [UInt8] = []

    mutating func write(line: [UInt8]) {
        buffer += line
        buffer.append(UInt8(ascii: "\n"))
    }

    /// Writes what is kept, which the caller does after each piece of input.
    mutating func flush() throws {
        var start = 0
        while start < buffer.count {
            let count = buffer.withUnsafeBytes { bytes in
                guard let first = bytes.baseAddress else { return 0 }
                #if canImport(Darwin)
                    return Darwin.write(STDOUT_FILENO, first + start, bytes.count - start)
                #else
                    return Glibc.write(STDOUT_FILENO, first + start, bytes.count - start)
                #endif
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw ExitCode.failure }
            start += count
        }
        buffer.removeAll(keepingCapacity: true)
    }
}
