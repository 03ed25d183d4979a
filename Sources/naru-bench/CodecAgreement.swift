import OpenFlow

/// Whether all codecs make the same of the same bytes: nothing is timed before this is known.
struct CodecAgreement {
    /// Messages with one bit changed that were judged by all.
    private(set) var judged = 0
    /// Of these, what Naru refuses although Open vSwitch takes it, such as padding that is not zero.
    private(set) var stricter = 0
    private(set) var mismatches: [String] = []

    /// What Naru says of bytes.
    private enum Verdict {
        case accepted
        /// As `accepted`; Open vSwitch refuses it for a field that it has not.
        case acceptedBeyondOpenVSwitch
        /// Kept as it is, since it has something in it that Naru has no name for.
        case unknown
        case refused(OpenFlowError)
    }

    /// Entries of the flow stats reply whose bits are changed: the others would repeat them.
    private static let statsEntries = 2

    /// Every codec decodes each message, and writes the same bytes again.
    mutating func exchange(_ messages: CodecMessages, _ peers: [CodecPeer]) throws {
        for kind in CodecMessages.Kind.allCases {
            let bytes = messages.bytes(kind)
            let again = try OpenFlowMessage.decode(bytes).message.encode(xid: CodecMessages.xid)
            if again != bytes { mismatches.append("naru writes \(kind.rawValue) anew as \(again.hex)") }
            for peer in peers {
                if let refusal = try peer.refusal("load \(kind.rawValue)", bytes) {
                    throw BenchmarkError.peerRefuses(
                        peer.side.rawValue, message: kind.rawValue, reason: refusal, bytes: bytes.hex)
                }
                let theirs = try peer.ask("encode \(kind.rawValue)")
                if theirs != bytes.hex {
                    mismatches.append("\(peer.side.rawValue) writes \(kind.rawValue) as \(theirs), naru \(bytes.hex)")
                }
            }
        }
        let bytes = messages.bytes(.flowMod)
        for peer in peers {
            let theirs = try peer.ask("build")
            if theirs != bytes.hex { mismatches.append("\(peer.side.rawValue) builds flow-mod as \(theirs)") }
        }
    }

    /// Every codec judges each message with each single bit changed.
    mutating func flipBits(_ messages: CodecMessages, _ peers: [CodecPeer]) throws {
        for kind in CodecMessages.Kind.allCases {
            var bytes =
                kind == .flowStats
                ? CodecMessages.stats(messages.flow, entries: Self.statsEntries).encode(xid: CodecMessages.xid)
                : messages.bytes(kind)
            for bit in 0..<(bytes.count * 8) {
                bytes[bit / 8] ^= 1 << UInt8(bit % 8)
                try judge(bytes, kind, "\(kind.rawValue) byte \(bit / 8) bit \(bit % 8)", peers)
                bytes[bit / 8] ^= 1 << UInt8(bit % 8)
            }
        }
    }

    private mutating func judge(
        _ bytes: [UInt8], _ kind: CodecMessages.Kind, _ change: String, _ peers: [CodecPeer]
    ) throws {
        let verdict = Self.verdict(bytes, kind)
        judged += 1
        for peer in peers {
            let refusal = try peer.refusal("judge", bytes)
            let other = peer.side.rawValue
            var difference: String?
            switch (verdict, refusal, peer.side) {
            case (.accepted, let refusal?, _): difference = "naru takes it, \(other) says \(refusal)"
            case (.acceptedBeyondOpenVSwitch, let refusal?, .floor): difference = "naru takes it, floor says \(refusal)"
            case (.refused(let error), nil, .floor):
                difference = "\(other) takes it, naru says \(error.rule), \(error.field) at \(error.offset)"
            case (.unknown, nil, .floor): difference = "\(other) takes it, naru does not know it"
            case (.refused, nil, _): stricter += 1
            default: break
            }
            if let difference { mismatches.append("\(change): \(difference): \(bytes.hex)") }
        }
    }

    private static func verdict(_ bytes: [UInt8], _ kind: CodecMessages.Kind) -> Verdict {
        do {
            switch try OpenFlowMessage.decode(bytes).message {
            case .flowMod(let flowMod): return verdict([(flowMod.match, flowMod.instructions)])
            case .packetIn: return .accepted
            case .packetOut(let packetOut): return isKnown(packetOut.actions) ? .accepted : .unknown
            case .multipartReply(let reply):
                guard case .flow(let entries) = reply.body else { return .unknown }
                return verdict(entries.map { ($0.match, $0.instructions) })
            default: return .unknown
            }
        } catch {
            return .refused(error)
        }
    }

    private static func verdict(_ flows: [(match: FlowMatch, instructions: InstructionList)]) -> Verdict {
        guard flows.allSatisfy({ isKnown($0.match, $0.instructions) }) else { return .unknown }
        let isBeyond = flows.contains { flow in beyondOpenVSwitch.contains { flow.match.contains($0) } }
        return isBeyond ? .acceptedBeyondOpenVSwitch : .accepted
    }

    /// Fields of the specification that Open vSwitch has not: it refuses a flow with one.
    private static let beyondOpenVSwitch: [MatchField] = [.inPhysicalPort, .pbbISID, .ipv6ExtensionHeaders]

    private static func isKnown(_ match: FlowMatch, _ instructions: InstructionList) -> Bool {
        match.unknown.isEmpty
            && instructions.allSatisfy { instruction in
                switch instruction {
                case .applyActions(let actions), .writeActions(let actions): isKnown(actions)
                default: true
                }
            }
    }

    private static func isKnown(_ actions: ActionList) -> Bool {
        actions.allSatisfy { action in
            if case .unknown = action { return false }
            return true
        }
    }
}
