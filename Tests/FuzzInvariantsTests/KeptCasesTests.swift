import Foundation
import FuzzInvariants
import Testing

/// What fuzzing learned and found, in Tests/FuzzCases: lines of hexadecimal digits, `#` begins a remark.
struct KeptCasesTests {
    private static let folder = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "FuzzCases")

    private static func bytes(_ digits: Substring) -> [UInt8]? {
        let values = digits.utf8.compactMap { Character(UnicodeScalar($0)).hexDigitValue }
        guard values.count == digits.utf8.count, values.count % 2 == 0 else { return nil }
        return stride(from: 0, to: values.count, by: 2).map { UInt8(values[$0] << 4 | values[$0 + 1]) }
    }

    private func files(_ subject: FuzzSubject) throws -> [URL] {
        try FileManager.default.contentsOfDirectory(
            at: Self.folder.appending(path: subject.rawValue), includingPropertiesForKeys: nil
        ).filter { $0.pathExtension == "hex" }.sorted { $0.path < $1.path }
    }

    @Test(arguments: FuzzSubject.allCases)
    func nothingBreaks(_ subject: FuzzSubject) throws {
        var count = 0
        for file in try files(subject) {
            for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") where line.first != "#" {
                let bytes = try #require(Self.bytes(line), "\(file.lastPathComponent) has more than digits")
                count += 1
                if let violation = subject.violation(of: bytes) {
                    Issue.record("\(subject.rawValue): \(violation): \(line)")
                }
            }
        }
        #expect(count > 10, "the cases of \(subject.rawValue) are gone")
    }

    /// A subject without a fuzz target, or a target without a subject, would go unnoticed.
    @Test func everySubjectHasATarget() throws {
        let sources = Self.folder.deletingLastPathComponent().deletingLastPathComponent().appending(path: "Sources")
        let targets = try FileManager.default.contentsOfDirectory(atPath: sources.path).filter { $0.hasPrefix("fuzz-") }
        #expect(targets.sorted() == FuzzSubject.allCases.map { "fuzz-\($0.rawValue)" }.sorted())
    }
}
