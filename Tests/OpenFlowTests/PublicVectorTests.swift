import Foundation
import OpenFlow
import Testing

/// Messages and actions of other projects' tests. They lie beside the package, where they are present at all.
struct PublicVectorTests {
    private struct Entry: Decodable {
        let id: String
        let kind: String
        let version: String?
        let hex: String
        let isValid: Bool?
        let oracle: Oracle?

        /// What Open vSwitch 3.1 made of it.
        struct Oracle: Decodable {
            let ovs: String?
            let reencodeDifference: [String]?

            enum CodingKeys: String, CodingKey {
                case ovs
                case reencodeDifference = "ovs_of13_reencode_diff"
            }
        }

        enum CodingKeys: String, CodingKey {
            case id, kind, hex, oracle
            case version = "of_version"
            case isValid = "valid_of13"
        }

        var switchRefuses: Bool { oracle?.ovs?.contains("***decode error") ?? false }
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

    /// Messages of 1.3 that a switch refuses: a meter's command and flags that do not exist.
    private static let refused: Set<String> = ["ovs-print-133", "ovs-print-134"]

    @Test(arguments: ["osken.json", "ovs-print.json"])
    func messages(_ file: String) throws {
        for entry in try entries(file) where entry.version == "1.3" && entry.kind == "message" {
            let bytes = try #require(HexVector.bytes(entry.hex), "\(entry.id)")
            if Self.refused.contains(entry.id) {
                #expect(throws: OpenFlowError.self, "\(entry.id)") { try OpenFlowMessage.decode(bytes) }
                continue
            }
            if entry.switchRefuses {
                // Not every refusal of a switch is the codec's business: it must not trap, and no more is asked.
                _ = try? OpenFlowMessage.decode(bytes)
                continue
            }
            do {
                let (xid, message) = try OpenFlowMessage.decode(bytes)
                let again = try OpenFlowMessage.decode(message.encode(xid: xid))
                #expect(again.xid == xid && again.message == message, "\(entry.id)")
            } catch {
                Issue.record("\(entry.id): \(error)")
            }
        }
    }

    @Test func actionsAndInstructions() throws {
        for entry in try entries("ovs-act.json") {
            guard let list = HexVector.bytes(entry.hex), let isValid = entry.isValid else { continue }
            var bytes = OpenFlowMessage.flowMod(FlowMod(table: 0)).encode(xid: 1)
            if entry.kind == "actions" {
                let length = list.count + 8
                bytes += [0, 4, UInt8(length >> 8), UInt8(length & 0xff), 0, 0, 0, 0]
            }
            bytes += list
            bytes[2] = UInt8(bytes.count >> 8)
            bytes[3] = UInt8(bytes.count & 0xff)
            guard isValid else {
                // Not every refusal of a switch is the codec's business: it must not trap, and no more is asked.
                _ = try? OpenFlowMessage.decode(bytes)
                continue
            }
            do {
                let (xid, message) = try OpenFlowMessage.decode(bytes)
                let again = message.encode(xid: xid)
                #expect(try OpenFlowMessage.decode(again).message == message, "\(entry.id)")
                // Where the switch itself writes other bytes, the codec need not write these.
                guard entry.oracle?.reencodeDifference == nil else { continue }
                #expect(HexVector.text(again) == HexVector.text(bytes), "\(entry.id)")
            } catch {
                Issue.record("\(entry.id) \(entry.hex): \(error)")
            }
        }
    }
}
