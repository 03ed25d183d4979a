import Foundation
import JSONText
import NetworkTypes
import OpenFlow
import OpenFlowText
import Testing

/// What is written in JSON comes back byte for byte.
struct RoundTripTests {
    private func text(_ json: [UInt8]) -> String { String(decoding: json, as: UTF8.self) }

    @Test func theVectorsAreThere() { #expect(OpenVSwitchVectors.all.count > 100) }

    @Test func vectors() throws {
        for vector in OpenVSwitchVectors.all {
            guard let decoded = try? MessageText(decoding: vector.bytes) else { continue }
            let canonical = decoded.message.encode(xid: decoded.xid)
            do {
                let json = decoded.json
                let again = try MessageText(json: json)
                #expect(again == decoded, "\(vector.name): \(text(json))")
                #expect(hexadecimal(bytes: try again.encode()) == hexadecimal(bytes: canonical), "\(vector.name)")
                #expect(text(again.json) == text(json), "\(vector.name)")
                #expect(!json.contains(UInt8(ascii: "\n")))
            } catch {
                Issue.record("\(vector.name): \(text(decoded.json)): \(error)")
            }
        }
    }

    /// Every vector with one of its bits turned, another one in each, where that is a message still.
    @Test func oneBitAside() throws {
        var tried = 0
        for (index, vector) in OpenVSwitchVectors.all.enumerated() {
            for bit in stride(from: 8 + index % 29, to: min(vector.bytes.count, 400) * 8, by: 29) {
                var bytes = vector.bytes
                bytes[bit / 8] ^= 1 << (bit % 8)
                guard let decoded = try? MessageText(decoding: bytes) else { continue }
                tried += 1
                do {
                    let again = try MessageText(json: decoded.json)
                    if again != decoded { Issue.record("\(hexadecimal(bytes: bytes)): \(text(decoded.json))") }
                } catch {
                    Issue.record("\(hexadecimal(bytes: bytes)): \(text(decoded.json)): \(error)")
                }
            }
        }
        #expect(tried > 500)
    }
}
