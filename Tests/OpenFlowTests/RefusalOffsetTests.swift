import OpenFlow
import Testing

/// A refusal names the byte of the message at which the fault begins, also where the fault is not in the first of
/// several.
struct RefusalOffsetTests {
    private func refusal(_ bytes: [UInt8]) -> OpenFlowError? {
        do throws(OpenFlowError) {
            _ = try OpenFlowMessage.decode(bytes)
            return nil
        } catch {
            return error
        }
    }

    /// A `ct` that commits, in a packet-out, and in it one `nat`, which is at byte 48.
    @Test(arguments: [
        ("ffff0010000023200024000000030000", 60, "nx_action_nat.flags", OpenFlowError.Rule.badValue),
        ("ffff00180000232000240000000100200050000000000000", 62, "nx_action_nat.range_present", .badValue),
        ("ffff0010000023200024000000010001", 64, "nx_action_nat range", .truncated),
        ("ffff00180000232000240000000100010000000000000000", 64, "nx_action_nat range", .badValue),
    ])
    func addressTranslation(_ nat: String, _ offset: Int, _ field: String, _ rule: OpenFlowError.Rule) throws {
        let nat = try #require(HexVector.bytes(nat))
        let head = try #require(HexVector.bytes("0000232000230001000000000000ff0000000000"))
        let tracking = [0xff, 0xff, 0, UInt8(24 + nat.count)] + head + nat
        #expect(
            refusal(ActionCases.packetOut(tracking)) == OpenFlowError(offset: offset, field: field, rule: rule))
    }

    @Test func theFieldOfAnOutput() {
        let mod = FlowMod(
            table: 0, priority: 1, match: FlowMatch(),
            instructions: [.applyActions([.outputRegister2(.tcpSource, offset: 0, bits: 16, maxLength: 0)])])
        let bytes = OpenFlowMessage.flowMod(mod).encode(xid: 1)
        let error = refusal(bytes)
        #expect(error?.rule == .missingPrerequisite)
        #expect(error?.offset == bytes.count - 24 + 14)
    }

    @Test(arguments: [
        GroupBucket(actions: [], weight: 5), GroupBucket(actions: [], watchPort: 3),
    ])
    func theBucketOfAGroup(_ bucket: GroupBucket) {
        let mod = GroupMod(
            command: .add, type: .all, number: 1, buckets: [GroupBucket(actions: [.setQueue(1)]), bucket])
        let error = refusal(OpenFlowMessage.groupMod(mod).encode(xid: 1))
        #expect(error?.rule == .badValue)
        #expect(error?.offset == 16 + 24)
    }

    /// The second of two fields that a table may leave out has a mask, which none may have there.
    @Test func theFieldOfATable() throws {
        let masked = FieldHeader(oxmClass: 0x8000, field: 3, length: 12, hasMask: true)
        let table = TableFeatures(
            table: 0, name: "t", metadataMatch: 0, metadataWrite: 0, maximumEntries: 1,
            properties: [.wildcards([.reg(0), masked])])
        let bytes = OpenFlowMessage.multipartRequest(MultipartRequest(.tableFeatures([table]))).encode(xid: 1)
        // Headers of message, multipart, table and property, and the first field.
        let offset = 8 + 8 + 64 + 4 + 4
        #expect(bytes[offset...].starts(with: [0x80, 0, 7, 12]))
        #expect(
            refusal(bytes) == OpenFlowError(offset: offset, field: "ofp_table_feature_prop_oxm", rule: .badMask))
    }

    @Test func theBandOfAMeter() {
        let unknown = MeterBand.unknown([0, 9, 0, 16] + [UInt8](repeating: 0, count: 12))
        let mod = MeterMod(
            command: .add, meter: MeterConfig(number: 1, flags: [], bands: [.drop(rate: 1, burst: 0), unknown]))
        #expect(
            refusal(OpenFlowMessage.meterMod(mod).encode(xid: 1))
                == OpenFlowError(offset: 16 + 16, field: "ofp_meter_band_header.type", rule: .badType))
    }
}
