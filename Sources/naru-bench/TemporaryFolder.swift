import Foundation
import Glibc

/// The folder of one run: databases, sockets, logs.
struct TemporaryFolder {
    let path: String

    /// Makes one in `parent`, whose disk is the one that is measured. A socket's path may have 107 bytes, so `parent`
    /// should be short.
    init(in parent: String) throws(BenchmarkError) {
        var template = Array("\(parent)/naru-bench-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else {
            throw .systemCall("mkdtemp \(parent)", reason: String(cString: strerror(errno)))
        }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    func remove() { try? FileManager.default.removeItem(atPath: path) }
}
