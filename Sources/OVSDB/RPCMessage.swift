public import JSONText

/// A message of JSON-RPC 1.0 as RFC 7047 §4 uses it.
public enum RPCMessage: Hashable, Sendable {
    case request(id: JSONValue, method: String, params: [JSONValue])
    case notification(method: String, params: [JSONValue])
    /// `error` is null where the call went well.
    case reply(id: JSONValue, result: JSONValue, error: JSONValue)

    public init(json: JSONValue) throws(OVSDBError) {
        guard let members = json.object else { throw .malformedMessage }
        let id = members["id"] ?? .null
        if let method = members["method"] {
            guard let name = method.string, let params = members["params"]?.array, members["result"] == nil else {
                throw .malformedMessage
            }
            self =
                id.isNull
                ? .notification(method: name, params: params) : .request(id: id, method: name, params: params)
        } else {
            guard !id.isNull, let result = members["result"], let error = members["error"] else {
                throw .malformedMessage
            }
            self = .reply(id: id, result: result, error: error)
        }
    }

    public var json: JSONValue {
        switch self {
        case .request(let id, let method, let params):
            ["id": id, "method": .string(method), "params": .array(params)]
        case .notification(let method, let params):
            ["id": nil, "method": .string(method), "params": .array(params)]
        case .reply(let id, let result, let error):
            ["id": id, "result": result, "error": error]
        }
    }

    public var bytes: [UInt8] { json.bytes }
}
