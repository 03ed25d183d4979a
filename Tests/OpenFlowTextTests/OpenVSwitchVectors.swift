import Foundation
import NetworkTypes
import Testing

/// The messages of Open vSwitch that stand in the tests of the codec, read from the files where they stand.
struct OpenVSwitchVectors: CustomTestStringConvertible {
    let name: String
    let bytes: [UInt8]

    var testDescription: String { name }

    static let all: [OpenVSwitchVectors] = {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../OpenFlowTests").path()
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return files.filter { $0.hasSuffix("Vectors.swift") }.sorted().flatMap { file in
            let data = FileManager.default.contents(atPath: folder + "/" + file) ?? Data()
            return parse(String(decoding: data, as: UTF8.self))
        }
    }()

    /// Lines that begin with `#` make a name, the lines of digits after them the bytes.
    private static func parse(_ text: String) -> [OpenVSwitchVectors] {
        var vectors: [OpenVSwitchVectors] = []
        var name = ""
        var digits = ""
        func finish() {
            if let bytes = NetworkTypes.bytes(hexadecimal: digits), bytes.count >= 8, !name.isEmpty {
                vectors.append(OpenVSwitchVectors(name: name, bytes: bytes))
            }
            (name, digits) = ("", "")
        }
        for line in text.split(separator: "\n").map({ $0.trimmingCharacters(in: .whitespaces) }) {
            if line.hasPrefix("# ") {
                if !digits.isEmpty { finish() }
                name += line.dropFirst(2)
            } else if !line.isEmpty, line.utf8.allSatisfy({ Character(UnicodeScalar($0)).isHexDigit }) {
                digits += line
            } else {
                finish()
            }
        }
        finish()
        return vectors
    }
}
