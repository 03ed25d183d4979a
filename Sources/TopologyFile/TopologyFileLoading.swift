import Foundation

extension TopologyFile {
    /// Reads and checks the file at `path`.
    public init(reading path: String) throws(TopologyFileError) {
        guard let handle = FileHandle(forReadingAtPath: path) else {
            throw .unreadable(file: path, reason: "no such file, or no permission")
        }
        defer { try? handle.close() }
        let data: Data
        do {
            data = try handle.read(upToCount: Self.maximumBytes + 1) ?? Data()
        } catch {
            throw .unreadable(file: path, reason: "\(error)")
        }
        guard let text = String(bytes: data, encoding: .utf8) else {
            throw .unreadable(file: path, reason: "it is not UTF-8")
        }
        try self.init(parsing: text, file: path)
    }
}
