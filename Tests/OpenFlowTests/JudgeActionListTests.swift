import Foundation
import NaruTesting
import OpenFlow
import Testing

extension Judges {
    /// Action lists that are nearly right: taken where `ovs-ofctl parse-actions` takes them, and written as it writes them.
    @Suite(.enabled(if: JudgeProgram.ofctl.isInstalled, "SKIPPED: ovs-ofctl is not installed"))
    struct JudgeActionListTests {
        private static let rounds = ProcessInfo.processInfo.environment["NARU_JUDGE_ROUNDS"].flatMap { UInt64($0) } ?? 1
        private static let listsPerRound = 4_000

        private enum Verdict {
            case refused(String)
            /// As Open vSwitch would write it.
            case taken([UInt8])
        }

        /// Each list's answer is a block of lines with an empty one after it: an error, or the actions and the bytes that differ.
        private static func verdicts(_ lists: [[UInt8]]) throws -> [Verdict] {
            let input = Data(lists.map { HexVector.text($0) + "\n" }.joined().utf8)
            let folder = try JudgeProgram.temporaryFolder()
            defer { try? FileManager.default.removeItem(at: folder) }
            let process = try JudgeProgram.ofctl.start(["parse-actions", "OpenFlow13"], input: input, in: folder)
            _ = process.wait()
            let output = try Data(contentsOf: folder.appending(path: "output"))
            let blocks = String(decoding: output, as: UTF8.self).components(separatedBy: "\n\n")
            return zip(lists, blocks).map { list, block in
                if block.contains("bad OpenFlow13 actions: ") { return .refused(block) }
                var bytes: [UInt8?] = list
                for line in block.split(separator: "\n") {
                    guard let change = line.wholeMatch(of: /\s*([0-9]+): (?:[0-9a-f]{2}|\(none\)) -> (..|\(none\))/),
                        let index = Int(change.1)
                    else { continue }
                    while bytes.count <= index { bytes.append(nil) }
                    bytes[index] = UInt8(change.2, radix: 16)
                }
                return .taken(bytes.compactMap { $0 })
            }
        }

        /// Laxer than Open vSwitch on purpose, or written otherwise: what is kept as it is. Open vSwitch takes labels that do not
        /// fit their field from actions of version 1.1.
        private static func isMeant(_ list: ActionList) -> Bool {
            list.contains { action in
                switch action {
                case .unknown, .copyTTLIn, .copyTTLOut, .pushPBB, .popPBB, .setField(.pbbISID, _): true
                case .clone(let inner): isMeant(inner)
                case .registerLoad(let field, _, _, _), .registerLoad2(let field, _, _), .stackPush(let field, _, _),
                    .stackPop(let field, _, _), .outputRegister(let field, _, _, _),
                    .outputRegister2(let field, _, _, _),
                    .checkPacketLarger(_, let field, _), .deleteField(let field):
                    isOption(field)
                case .registerMove(let source, _, let destination, _, _): isOption(source) || isOption(destination)
                case .connectionTracking(let tracking):
                    if case .field(let field, _) = tracking.zone, isOption(field) {
                        true
                    } else {
                        isMeant(tracking.actions)
                    }
                default: false
                }
            }
        }

        /// The length of a Geneve option is in the switch's table of them, which `ovs-ofctl` does not have.
        private static func isOption(_ field: FieldHeader) -> Bool {
            field.oxmClass == 1 && (40...103).contains(field.field)
        }

        private func check(_ lists: [[UInt8]], _ name: String) throws {
            let verdicts = try Self.verdicts(lists)
            try #require(verdicts.count == lists.count)
            for (list, verdict) in zip(lists, verdicts) {
                let hex = HexVector.text(list)
                do {
                    let ours = try ActionCases.decode(list)
                    if Self.isMeant(ours) { continue }
                    switch verdict {
                    case .refused(let error): Issue.record("\(name): taken, but \(error): \(hex)")
                    case .taken(let bytes):
                        let written = HexVector.text(ActionCases.bytes(ours))
                        if written != HexVector.text(bytes) {
                            Issue.record("\(name): \(hex) written as \(written), not \(HexVector.text(bytes))")
                        }
                    }
                } catch let error as OpenFlowError {
                    // Open vSwitch halves the odd length of a field with a mask.
                    let isOddMask = error.field == "ofp_action.oxm_hasmask" && error.rule == .badMask
                    if case .taken = verdict, error.field != "ofp_action.mpls", !isOddMask {
                        Issue.record(
                            "\(name): \(error.rule) at \(error.offset - 24), \(error.field), but taken: \(hex)")
                    }
                }
            }
        }

        @Test func everyActionIsWrittenAsTheSwitchWritesIt() throws {
            try check(ActionCases.all.map { ActionCases.bytes([$0.action]) }, "built")
            for (name, action) in ActionCases.all {
                #expect(
                    HexVector.text(ActionCases.bytes(try ActionCases.decode(ActionCases.bytes([action]))))
                        == HexVector.text(ActionCases.bytes([action])), "\(name)")
            }
        }

        @Test func actionsThatAreNearlyRight() throws {
            let telling: [UInt8] = [
                0, 1, 2, 3, 4, 5, 6, 7, 8, 15, 16, 24, 32, 63, 64, 127, 128, 0xf8, 0xfd, 0xfe, 0xff,
            ]
            let olders: [[UInt8]] = [
                [0, 1, 0, 8, 0, 9, 0, 0], [0, 2, 0, 8, 6, 0, 0, 0], [0, 5, 0, 8, 1, 2, 3, 4],
                [0, 7, 0, 8, 0x30, 0, 0, 0],
                [0, 8, 0, 8, 2, 0, 0, 0], [0, 9, 0, 8, 0, 80, 0, 0], [0, 3, 0, 16, 1, 2, 3, 4, 5, 6, 0, 0, 0, 0, 0, 0],
                [0xff, 0xff, 0, 16, 0, 0, 0x23, 0x20, 0, 2, 0, 0, 0, 0, 0, 9],
            ]
            let originals = ActionCases.all.map { ActionCases.bytes([$0.action]) } + olders
            for seed in 1...Self.rounds {
                var random = SeededGenerator(seed: seed)
                var lists: [[UInt8]] = []
                for _ in 0..<Self.listsPerRound {
                    var list = originals[Int.random(in: 0..<originals.count, using: &random)]
                    if Bool.random(using: &random) {
                        list += originals[Int.random(in: 0..<originals.count, using: &random)]
                    }
                    for _ in 0..<Int.random(in: 1...2, using: &random) {
                        let place = Int.random(in: 0..<list.count, using: &random)
                        switch Int.random(in: 0..<3, using: &random) {
                        case 0: list[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
                        case 1: list[place] = telling[Int.random(in: 0..<telling.count, using: &random)]
                        default: list[place] = UInt8.random(in: 0...255, using: &random)
                        }
                    }
                    lists.append(list)
                }
                try check(lists, "seed \(seed)")
            }
        }
    }
}
