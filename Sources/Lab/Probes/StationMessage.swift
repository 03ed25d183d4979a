import NetworkTypes

/// What goes between the lab and a station: one message a packet, one line of words for each question or answer.
enum StationMessage {
    /// A question to one address.
    struct Question: Hashable {
        var transport: TruthProbe.Transport
        var address: IPAddress
        var port: UInt16
    }

    struct Round: Hashable {
        var questions: [Question]
        /// How long each attempt may stay without an answer.
        var milliseconds: Int
        /// How often a silent one is tried.
        var attempts: Int
    }

    /// More questions than this don't fit a packet.
    static let maximumQuestions = 500
    static let maximumBytes = 1 << 16

    static func encode(_ round: Round) -> [UInt8] {
        let lines = round.questions.map { "\($0.transport.rawValue) \($0.address) \($0.port)" }
        return Array((["\(round.milliseconds) \(round.attempts)"] + lines).joined(separator: "\n").utf8)
    }

    static func decode(_ bytes: some Sequence<UInt8>) -> Round? {
        let lines = String(decoding: Array(bytes), as: UTF8.self).split(separator: "\n")
        let head = (lines.first ?? "").split(separator: " ").compactMap { Int($0) }
        guard head.count == 2 else { return nil }
        var questions: [Question] = []
        for line in lines.dropFirst() {
            let words = line.split(separator: " ").map(String.init)
            guard words.count == 3, let transport = TruthProbe.Transport(rawValue: words[0]),
                let address = IPAddress(words[1]), let port = UInt16(words[2])
            else { return nil }
            questions.append(Question(transport: transport, address: address, port: port))
        }
        return Round(questions: questions, milliseconds: head[0], attempts: head[1])
    }

    static func encode(_ outcomes: [AskOutcome]) -> [UInt8] {
        Array(outcomes.map(\.text).joined(separator: "\n").utf8)
    }

    static func decode(outcomes bytes: some Sequence<UInt8>) -> [AskOutcome] {
        String(decoding: Array(bytes), as: UTF8.self).split(separator: "\n").map { AskOutcome(text: String($0)) }
    }
}

/// What became of an attempt to connect.
public enum AskOutcome: Hashable, Sendable {
    /// TCP: connected. UDP: the echo came.
    case answered
    /// Nothing came.
    case silent
    /// The other side, or something on the way, said no.
    case refused
    /// The machine's own kernel would not, with the error's name.
    case failed(String)

    public var text: String {
        switch self {
        case .answered: "answered"
        case .silent: "silent"
        case .refused: "refused"
        case .failed(let reason): reason
        }
    }

    init(text: String) {
        self =
            switch text {
            case "answered": .answered
            case "silent": .silent
            case "refused": .refused
            default: .failed(text)
            }
    }
}
