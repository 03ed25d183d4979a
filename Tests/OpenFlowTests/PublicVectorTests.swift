import Foundation
import OpenFlow
import Testing

/// Where messages of other projects' tests are: a folder that `NARU_VECTORS` names, or one beside the package.
private let publicVectors =
    ProcessInfo.processInfo.environment["NARU_VECTORS"].map { URL(filePath: $0) }
    ?? URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../shared/vectors")

/// Messages and actions of other projects' tests. They lie beside the package, where they are present at all.
@Suite(
    .enabled(
        if: FileManager.default.fileExists(atPath: publicVectors.path),
        "SKIPPED: no public vectors; NARU_VECTORS may name their folder"))
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

        /// The error that the switch found in the message itself; an error message may quote another one that has
        /// errors.
        var switchError: String? {
            guard let text = oracle?.ovs, !text.hasPrefix("OFPT_ERROR"),
                let start = text.firstRange(of: "***decode error: ")?.upperBound
            else { return nil }
            return String(text[start...].prefix { $0.isLetter || $0.isNumber || $0 == "_" })
        }
    }

    private func entries(_ file: String) throws -> [Entry] {
        try JSONDecoder().decode([Entry].self, from: Data(contentsOf: publicVectors.appending(path: file)))
    }

    /// What the codec keeps as opaque bytes, and the switch refuses: experimenters and types that it does not know.
    private static let keptThoughUnknown: Set<String> = [
        "OFPBRC_BAD_VENDOR", "OFPBRC_BAD_SUBTYPE", "OFPBRC_BAD_TYPE", "OFPBRC_BAD_STAT",
    ]

    @Test(arguments: ["osken.json", "ovs-print.json"])
    func messages(_ file: String) throws {
        for entry in try entries(file) where entry.version == "1.3" && entry.kind == "message" {
            let bytes = try #require(HexVector.bytes(entry.hex), "\(entry.id)")
            if let error = entry.switchError, !Self.keptThoughUnknown.contains(error) {
                #expect(throws: OpenFlowError.self, "\(entry.id): \(error)") { try OpenFlowMessage.decode(bytes) }
                continue
            }
            do {
                let (xid, message) = try OpenFlowMessage.decode(bytes)
                #expect(message.isNamed || entry.switchError != nil, "\(entry.id)")
                let again = try OpenFlowMessage.decode(message.encode(xid: xid))
                #expect(again.xid == xid && again.message == message, "\(entry.id)")
            } catch {
                Issue.record("\(entry.id): \(error)")
            }
        }
    }

    /// Actions that Open vSwitch refuses because it does not know them: this codec keeps what it does not know.
    private static let kept: [String: String] = [
        "ovs-act-015": "a subtype of Nicira's that 1.3 has no more",
        "ovs-act-040": "a subtype of Nicira's that came after Open vSwitch 3.1",
        "ovs-act-079": "a subtype of Nicira's that 1.3 has no more",
        "ovs-act-127": "a subtype of Nicira's that came after Open vSwitch 3.1",
    ]

    /// Actions stand in a packet-out and instructions in a flow that a switch dumps: neither has a match that says what
    /// is known of the packet.
    private static func message(_ list: [UInt8], isInstructions: Bool) -> [UInt8] {
        func word(_ value: Int) -> [UInt8] { [UInt8(value >> 8), UInt8(value & 0xff)] }
        let body: [UInt8] =
            if isInstructions {
                [0, 1, 0, 0, 0, 0, 0, 0] + word(56 + list.count) + Array(repeating: 0, count: 46)
                    + [0, 1, 0, 4, 0, 0, 0, 0] + list
            } else {
                [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xfd] + word(list.count)
                    + Array(repeating: 0, count: 6) + list
            }
        return [4, isInstructions ? MessageType.multipartReply : MessageType.packetOut] + word(8 + body.count)
            + [0, 0, 0, 1] + body
    }

    @Test func actionsAndInstructions() throws {
        for entry in try entries("ovs-act.json") {
            guard let list = HexVector.bytes(entry.hex), let isValid = entry.isValid else { continue }
            let bytes = Self.message(list, isInstructions: entry.kind == "instructions")
            guard isValid || Self.kept[entry.id] != nil else {
                #expect(throws: OpenFlowError.self, "\(entry.id) \(entry.hex)") { try OpenFlowMessage.decode(bytes) }
                continue
            }
            do {
                let (xid, message) = try OpenFlowMessage.decode(bytes)
                let again = message.encode(xid: xid)
                #expect(try OpenFlowMessage.decode(again).message == message, "\(entry.id)")
                // Where the switch itself writes other bytes, these are not canonical.
                if entry.oracle?.reencodeDifference == nil {
                    #expect(HexVector.text(again) == HexVector.text(bytes), "\(entry.id)")
                } else if !entry.hex.contains("2320002e") {
                    // Encap is kept as it is.
                    #expect(again != bytes, "\(entry.id)")
                }
            } catch {
                Issue.record("\(entry.id) \(entry.hex): \(error)")
            }
        }
    }
}

extension OpenFlowMessage {
    /// Whether the message's type, and that of its multipart body, is one that the codec has a name for.
    var isNamed: Bool {
        switch self {
        case .unknown, .experimenter: false
        case .multipartRequest(let request):
            switch request.body {
            case .opaque, .experimenter: false
            default: true
            }
        case .multipartReply(let reply):
            switch reply.body {
            case .opaque, .experimenter: false
            default: true
            }
        default: true
        }
    }
}
