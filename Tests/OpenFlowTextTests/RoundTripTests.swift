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
}
