import JSONText
import OVSDB

/// A session with a database outlives whatever the database says. The bytes are JSON values, one after another.
enum DatabaseSessionInvariant {
    static func violation(of bytes: [UInt8]) -> String? {
        var framer = JSONFramer(limit: 1 << 16)
        framer.append(bytes)
        var session = OVSDBSession()
        _ = session.connected(now: 0)
        var now: Int64 = 0
        while let frame = try? framer.next() {
            guard let json = try? JSONValue(parsing: frame) else { return nil }
            if let message = try? RPCMessage(json: json), (try? RPCMessage(json: message.json)) != message {
                return "what was written is read as another message"
            }
            now += 1
            for action in session.receive(json, now: now) {
                guard case .send(let bytes) = action else { continue }
                if (try? JSONValue(parsing: bytes)) == nil { return "what is sent is not JSON" }
            }
        }
        return nil
    }
}
