import HTTPTypes
import Hummingbird
import JSONText
import NetworkTypes

extension Response {
    static func json(_ value: JSONValue, status: HTTPResponse.Status = .ok) -> Response {
        text(value.bytes, type: "application/json", status: status)
    }

    /// A resource with its revision as the entity tag.
    static func resource(
        _ value: JSONValue, revision: Revision, status: HTTPResponse.Status = .ok
    ) -> Response {
        var response = json(value, status: status)
        response.headers[.eTag] = "\"\(revision)\""
        return response
    }

    static func text(_ text: String, type: String, status: HTTPResponse.Status = .ok) -> Response {
        self.text(Array(text.utf8), type: type, status: status)
    }

    private static func text(_ bytes: [UInt8], type: String, status: HTTPResponse.Status) -> Response {
        Response(
            status: status, headers: [.contentType: type, .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
