import Glibc

/// A lock on a directory that ends with the process, however it ends.
final class DirectoryLock: Sendable {
    private let descriptor: Int32

    /// Makes the directory, and those above it, where it is absent; then takes the lock or says who has it.
    init(directory: String) throws(StoreError) {
        try Self.make(directory)
        let path = "\(directory)/naru.lock"
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .directory(directory, reason: "naru.lock: \(Self.failure)") }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let isTaken = errno == EWOULDBLOCK
            let reason = Self.failure
            close(descriptor)
            throw isTaken ? .inUse(directory: directory) : .directory(directory, reason: "naru.lock: \(reason)")
        }
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    /// Makes names that were made in the directory outlast a power failure.
    static func synchronize(_ directory: String) throws(StoreError) {
        let descriptor = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .directory(directory, reason: failure) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw .directory(directory, reason: failure) }
    }

    private static func make(_ directory: String) throws(StoreError) {
        var path = directory.hasPrefix("/") ? "/" : ""
        for part in directory.split(separator: "/") {
            path += path.isEmpty || path.hasSuffix("/") ? part : "/\(part)"
            // Only the operator of the controller may read tenants' networks.
            if mkdir(path, 0o700) != 0, errno != EEXIST, !isDirectory(path) {
                throw .directory(directory, reason: failure)
            }
        }
        guard isDirectory(directory) else { throw .directory(directory, reason: "it is not a directory") }
    }

    private static func isDirectory(_ path: String) -> Bool {
        var status = stat()
        let error = errno
        defer { errno = error }
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    private static var failure: String { String(cString: strerror(errno)) }
}
