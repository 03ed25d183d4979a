import Foundation
import NetworkTypes
import OpenFlow
import OpenFlowText
import Testing

/// Messages and actions of other projects' tests, where they lie beside the package: what the codec takes, JSON holds.
struct PublicVectorRoundTripTests {
    private struct Entry: Decodable {
        let id: String
        let kind: String
        let hex: String
    }

    private static let folder =
        ProcessInfo.processInfo.environment["NARU_VECTORS"]
        ?? URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../shared/vectors").path()

    private func entries(_ file: String) throws -> [Entry] {
        let path = Self.folder + "/" + file
        guard let data = FileManager.default.contents(atPath: path) else {
            print("SKIPPED: no public vectors at \(path); NARU_VECTORS may name their folder")
            return []
        }
        return try JSONDecoder().decode([Entry].self, from: data)
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
