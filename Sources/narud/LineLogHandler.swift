import Foundation
import JSONText
import Logging
import NetworkTypes

enum LogFormat: String, Sendable { case text, json }

/// One line an entry on standard error: for a person, or for a collector as JSON.
struct LineLogHandler: LogHandler {
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.info
    let label: String
    let format: LogFormat

    init(label: String, format: LogFormat) {
        self.label = label
        self.format = format
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let all = metadata.merging(event.metadata ?? [:]) { _, own in own }
        let time = Timestamp(nanoseconds: Int64(Date().timeIntervalSince1970 * 1_000_000_000))
        let line =
            switch format {
            case .json: jsonLine(event, all, time)
            case .text: textLine(event, all, time)
            }
        // A log that can't be written is no reason to stop the network.
        try? FileHandle.standardError.write(contentsOf: Data((line + "\n").utf8))
    }

    private func jsonLine(_ event: LogEvent, _ metadata: Logger.Metadata, _ time: Timestamp) -> String {
        var object: [String: JSONValue] = [:]
        for (key, value) in metadata { object[key] = .string("\(value)") }
        object["time"] = .string("\(time)")
        object["level"] = .string(event.level.rawValue)
        object["message"] = .string("\(event.message)")
        return JSONValue.object(object).text
    }

    private func textLine(_ event: LogEvent, _ metadata: Logger.Metadata, _ time: Timestamp) -> String {
        let pairs = metadata.keys.sorted().map { key in "\(key)=\(metadata[key].map { "\($0)" } ?? "")" }
        let level = event.level.rawValue.uppercased()
        let padding = String(repeating: " ", count: max(0, 8 - level.count))
        let line = (["\(time)", level + padding, "\(event.message)"] + pairs).joined(separator: " ")
        // What peers say may be in it: one entry stays one line.
        return String(String.UnicodeScalarView(line.unicodeScalars.map { $0.value < 32 ? " " : $0 }))
    }
}
