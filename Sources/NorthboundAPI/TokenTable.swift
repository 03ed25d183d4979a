import Crypto
public import VirtualNetwork

/// One line of a token file: a secret, or its SHA-256, and whom it stands for. Its description tells nothing of the secret.
public struct TokenEntry: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible {
    /// What requests are compared with.
    let digest: [UInt8]
    public let principal: Principal

    public var description: String { "\(principal.role.rawValue) of \(principal.project)" }
    public var debugDescription: String { description }

    /// A token in the clear. Nil when it is empty.
    public init?(token: String, principal: Principal) {
        guard !token.isEmpty else { return nil }
        self.digest = Array(SHA256.hash(data: Array(token.utf8)))
        self.principal = principal
    }

    /// The SHA-256 of a token as 64 hexadecimal digits, as `sha256sum` prints it. Nil when it is something else.
    public init?(tokenSHA256 text: String, principal: Principal) {
        let digits = text.utf8.compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
        guard digits.count == 64, text.utf8.count == 64 else { return nil }
        self.digest = stride(from: 0, to: 64, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
        self.principal = principal
    }
}

/// Who may come in: bearer tokens and their principals.
public struct TokenTable: Sendable {
    private let entries: [TokenEntry]

    public init(_ entries: [TokenEntry]) { self.entries = entries }

    public var isEmpty: Bool { entries.isEmpty }

    /// The projects that a token stands for, sorted.
    public var projects: [ProjectID] { Set(entries.map(\.principal.project)).sorted() }

    /// The principal of a token, nil for a stranger. Takes the same time for every wrong token: digests are compared, all
    /// of each, with all of the table.
    public func principal(for token: String) -> Principal? {
        let digest = Array(SHA256.hash(data: Array(token.utf8)))
        var found: Principal?
        for entry in entries {
            var difference: UInt8 = 0
            for (left, right) in zip(entry.digest, digest) { difference |= left ^ right }
            if difference == 0, found == nil { found = entry.principal }
        }
        return found
    }
}
