import Foundation
import NetworkTypes
import OpenFlow
import OpenFlowText
import Testing

/// Where messages of other projects' tests are: a folder that `NARU_VECTORS` names, or one beside the package.
private let publicVectors =
    ProcessInfo.processInfo.environment["NARU_VECTORS"].map { URL(filePath: $0) }
    ?? URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../shared/vectors")

/// Messages and actions of other projects' tests, where they lie beside the package: what the codec takes, JSON holds.
@Suite(
    .enabled(
        if: FileManager.default.fileExists(atPath: publicVectors.path),
        "SKIPPED: no public vectors; NARU_VECTORS may name their folder"))
struct PublicVectorRoundTripTests {
    private struct Entry: Decodable {
        let id: String
        let kind: String
        let hex: String
    }

    private func entries(_ file: String) throws -> [Entry] {
        try JSONDecoder().decode([Entry].self, from: Data(contentsOf: publicVectors.appending(path: file)))
    }

    private func expectRoundTrip(_ bytes: [UInt8], _ id: String) {
        guard let decoded = try? MessageText(decoding: bytes) else { return }
        let json = String(decoding: decoded.json, as: UTF8.self)
        do {
            let again = try MessageText(json: decoded.json)
            #expect(again == decoded, "\(id): \(json)")
            #expect(try again.encode() == decoded.message.encode(xid: decoded.xid), "\(id): \(json)")
        } catch {
            Issue.record("\(id): \(json): \(error)")
        }
    }

    @Test(arguments: ["osken.json", "ovs-print.json"])
    func messages(_ file: String) throws {
        for entry in try entries(file) where entry.kind == "message" {
            expectRoundTrip(try #require(bytes(hexadecimal: entry.hex)), entry.id)
        }
    }

    @Test func actionsAndInstructions() throws {
        for entry in try entries("ovs-act.json") {
            guard let list = bytes(hexadecimal: entry.hex) else { continue }
            var message = OpenFlowMessage.flowMod(FlowMod(table: 0)).encode(xid: 1)
            if entry.kind == "actions" {
                let length = list.count + 8
                message += [0, 4, UInt8(length >> 8), UInt8(length & 0xff), 0, 0, 0, 0]
            }
            message += list
            message[2] = UInt8(message.count >> 8)
            message[3] = UInt8(message.count & 0xff)
            expectRoundTrip(message, entry.id)
        }
    }
}
