import Foundation
import OpenFlow
import Testing

extension Judges {
    /// What Open vSwitch refuses is refused, what it takes is taken: tried on thousands of flows that are nearly right.
    @Suite(.enabled(if: JudgeProgram.ofctl.isInstalled, "SKIPPED: ovs-ofctl is not installed"))
    struct JudgeAgreementTests {
        /// `NARU_JUDGE_ROUNDS` has more of them tried, under other seeds.
        private static let rounds = ProcessInfo.processInfo.environment["NARU_JUDGE_ROUNDS"].flatMap { UInt64($0) } ?? 1
        private static let messagesPerRound = 4_000

        private struct Disagreement {
            let bytes: [UInt8]
            let ours: String
            let theirs: String

            /// Stricter than Open vSwitch on purpose: what the specification wants zero is refused where it is not, and so is
            /// a Geneve option with half a byte of mask, or with nothing at all, and what Open vSwitch takes but could not
            /// read again as it would write it. Laxer on purpose: what has no name in this codec is kept as it is, so that it survives a round trip.
            var isMeant: Bool {
                guard theirs == "taken" else { return carriesUnnamed }
                return ours.hasPrefix("badPadding") || ours.hasSuffix("ofp_action.mpls")
                    || ours.hasSuffix("ofp_action_dl_addr") || ours.hasSuffix("ofp_match.oxm_fields")
                    || ours.hasPrefix("badLength") && ours.hasSuffix("tun_metadata")
            }

            private var carriesUnnamed: Bool {
                guard let message = try? OpenFlowMessage.decode(bytes).message, case .flowMod(let mod) = message else {
                    return false
                }
                if !mod.match.unknown.isEmpty { return true }
                return mod.instructions.contains { instruction in
                    switch instruction {
                    case .applyActions(let actions), .writeActions(let actions): actions.contains { isUnnamed($0) }
                    case .meter, .clearActions, .writeMetadata, .gotoTable: false
                    }
                }
            }

            private func isUnnamed(_ action: FlowAction) -> Bool {
                switch action {
                // Type 0xffff: an experimenter's action.
                case .unknown(let bytes): bytes.starts(with: [0xff, 0xff])
                case .clone(let actions): actions.contains { isUnnamed($0) }
                case .connectionTracking(let tracking): tracking.actions.contains { isUnnamed($0) }
                default: false
                }
            }

            var text: String { "ours: \(ours); Open vSwitch: \(theirs): \(HexVector.text(bytes))" }
        }

        private func disagreements(_ messages: [[UInt8]]) throws -> [Disagreement] {
            let refusals = try JudgeProgram.refusals(messages)
            var found: [Disagreement] = []
            for (index, bytes) in messages.enumerated() {
                let theirs = refusals[index]
                do {
                    _ = try OpenFlowMessage.decode(bytes)
                    if let theirs { found.append(Disagreement(bytes: bytes, ours: "taken", theirs: theirs)) }
                } catch {
                    if theirs == nil {
                        let ours = "\(error.rule) at \(error.offset), \(error.field)"
                        found.append(Disagreement(bytes: bytes, ours: ours, theirs: "taken"))
                    }
                }
            }
            return found.filter { !$0.isMeant }
        }

        /// What Open vSwitch reads in our bytes of a flow is what it reads in its own.
        @Test func flowsThatAreNearlyRight() throws {
            let peer = try JudgeSwitch()
            _ = try peer.ofctl(["add-flows"], ["-"], input: FlowTexts.all.joined(separator: "\n"))
            let originals = peer.received.filter { $0[1] == MessageType.flowMod }
            try #require(originals.count == FlowTexts.all.count)
            #expect(try disagreements(originals).map(\.text) == [])
            for seed in 1...Self.rounds {
                var mutator = FlowModMutator(seed: seed, originals: originals)
                let messages = (0..<Self.messagesPerRound).map { _ in mutator.next() }
                for disagreement in try disagreements(messages) { Issue.record("seed \(seed): \(disagreement.text)") }
            }
        }
    }
}
