/// The version of events, transactions and snapshots that this program writes; it reads this one and older ones.
public let eventFormatVersion = 2

/// Why a stored event, transaction or snapshot can't be read. A path leads to the member: `events[0].cidr`.
public enum EventFormatError: Error, Hashable, Sendable, CustomStringConvertible {
    /// It was written by a newer program.
    case newerVersion(Int, path: String)
    case unknownType(String, path: String)
    case missing(path: String)
    /// A member that this version does not know.
    case unexpected(path: String)
    /// The member is there and can't mean what it should.
    case malformed(path: String, expected: String)
    /// A snapshot that contradicts itself.
    case inconsistent(String)

    public var description: String {
        switch self {
        case .newerVersion(let version, let path):
            "\(path): format version \(version) is newer than this program's \(eventFormatVersion)"
        case .unknownType(let type, let path): "\(path): no event has the type \"\(type)\""
        case .missing(let path): "\(path): missing"
        case .unexpected(let path): "\(path): not a member of this format"
        case .malformed(let path, let expected): "\(path): expected \(expected)"
        case .inconsistent(let detail): detail
        }
    }
}
