/// Why a stored fact cannot be read.
public enum TopologyError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The value is no JSON object.
    case notAnObject
    /// The member is absent.
    case missing(member: String)
    /// The member is there, but is not what it should be.
    case malformed(member: String)
    /// No fact has this `type`.
    case unknownType(String)
    /// The fact was written in a later form than this program reads.
    case unknownVersion(type: String, version: Int64)

    public var description: String {
        switch self {
        case .notAnObject: "a fact is a JSON object"
        case .missing(let member): "the fact lacks \(member)"
        case .malformed(let member): "the fact's \(member) is malformed"
        case .unknownType(let type): "no fact has the type \(type)"
        case .unknownVersion(let type, let version): "version \(version) of the fact \(type) is not known"
        }
    }
}
