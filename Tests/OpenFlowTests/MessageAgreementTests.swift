import Foundation
import OpenFlow
import Testing

/// What Open vSwitch refuses is refused, what it takes is taken: tried on thousands of messages of all types that are
/// nearly right. Flows have a test of their own.
@Suite(.enabled(if: JudgeProgram.ofctl.isInstalled, "SKIPPED: ovs-ofctl is not installed"))
struct MessageAgreementTests {
    /// `NARU_JUDGE_ROUNDS` has more of them tried, under other seeds.
    private static let rounds = ProcessInfo.processInfo.environment["NARU_JUDGE_ROUNDS"].flatMap { UInt64($0) } ?? 1
    private static let messagesPerRound = 2_000

    /// The errors that Open vSwitch finds, by the messages' index. Before each goes an echo request that tells the
    /// index, since what is printed of a message with errors need not.
    private func refusals(_ messages: [[UInt8]]) throws -> [Int: String] {
        var stream: [[UInt8]] = []
        for (index, message) in messages.enumerated() {
            stream.append(OpenFlowMessage.echoRequest([]).encode(xid: 0x4000_0000 + UInt32(index)))
            stream.append(message)
        }
        var refusals: [Int: String] = [:]
        var current = 0
        for line in try JudgeProgram.printed(stream).split(separator: "\n") {
            guard line.hasPrefix("OFPT_ECHO_REQUEST") || line.utf8.contains(UInt8(ascii: "*")) else { continue }
            if let match = line.firstMatch(of: /OFPT_ECHO_REQUEST \(OF1.3\) \(xid=0x4([0-9a-f]{7})\)/) {
                current = Int(match.1, radix: 16) ?? current
            } else if let match = line.firstMatch(of: /\*\*\*(?:decode error: )?([^*]+)\*\*\*/) {
                refusals[current] = refusals[current] ?? String(match.1)
            }
        }
        return refusals
    }

    /// Where the codec is stricter than what `ofp-print` shows of Open vSwitch: the specification is, or the switch is
    /// as soon as it does what the message says.
    private static let refusedOnPurpose: Set<String> = [
        // OpenFlow 1.3.5 knows no such values.
        "ofp_meter_mod.flags", "ofp_group_mod.command", "ofp_group_desc.type",
        // It has nothing there.
        "ofp_flow_stats_request", "ofp_flow_removed", "ofp_group_stats.length", "ofp_meter_band_header",
        "ofp_meter_band_header.len",
        // It gives each field its length; in a packet-in, Open vSwitch passes over the field.
        "oxm_length",
        // The switch answers with an error when it comes to it.
        "ofp_meter_mod.meter_id", "ofp_bundle_ctrl_msg.type", "nx_packet_in2_prop.type",
        // Open vSwitch does so since 3.2.
        "nx_ct_flush_tlv.type", "nx_ct_flush_tuple_tlv.type",
    ]

    /// What Open vSwitch does not know, and the codec keeps as it is; and what `ofp-print` remarks upon, but takes.
    private static let takenOnPurpose: Set<String> = [
        "OFPBRC_BAD_VENDOR", "OFPBRC_BAD_SUBTYPE", "OFPBRC_BAD_TYPE", "OFPBRC_BAD_STAT", "OFPBAC_BAD_VENDOR",
        "OFPBAC_BAD_VENDOR_TYPE", "OFPBMC_BAD_FIELD", "OFPMMFC_BAD_BAND", "total_len != data_len",
        "total_len < data_len",
    ]

    /// The state of a paused packet is for the switch alone to read.
    private func hasContinuation(_ message: OpenFlowMessage) -> Bool {
        switch message {
        case .nicira(.packetIn(let packetIn)), .nicira(.resume(let packetIn)): packetIn.continuation != nil
        default: false
        }
    }

    private func disagreement(_ bytes: [UInt8], _ theirs: String?) -> String? {
        do {
            let message = try OpenFlowMessage.decode(bytes).message
            guard let theirs, !Self.takenOnPurpose.contains(theirs), !theirs.hasPrefix("unknown flags") else {
                return nil
            }
            return hasContinuation(message) || !message.isNamed ? nil : "ours: taken; Open vSwitch: \(theirs)"
        } catch {
            if theirs != nil || error.rule == .badPadding || Self.refusedOnPurpose.contains(error.field) { return nil }
            return "ours: \(error.rule) at \(error.offset), \(error.field); Open vSwitch: taken"
        }
    }

    @Test func messagesThatAreNearlyRight() throws {
        let originals = HexVector.messages.map(\.bytes).filter {
            $0[1] != MessageType.flowMod && $0[1] != MessageType.error && $0[0] == MessageHeader.version13
                && $0.count < 1_000
        }
        for seed in 1...Self.rounds {
            var mutator = MessageMutator(seed: seed, originals: originals)
            let messages = (0..<Self.messagesPerRound).map { _ in mutator.next() }
            let refusals = try refusals(messages)
            for (index, bytes) in messages.enumerated() {
                guard let text = disagreement(bytes, refusals[index]) else { continue }
                Issue.record("seed \(seed): \(text): \(HexVector.text(bytes))")
            }
        }
    }
}
