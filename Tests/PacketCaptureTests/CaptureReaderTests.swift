import NaruTesting
import NetworkTypes
import PacketCapture
import Testing

@Suite("Capture files")
struct CaptureReaderTests {
    private static let moment: UInt64 = 1_700_000_000_123_456_789

    private static func file(_ format: CaptureFile.Format) -> [UInt8] {
        var file = CaptureFile(format)
        file.append([1, 2, 3], nanoseconds: moment)
        file.append([4], nanoseconds: moment + 1_000_000, originalLength: 100)
        file.append([], nanoseconds: moment + 2_000_000)
        return file.bytes
    }

    private func packets(_ bytes: [UInt8], piece: Int = 1 << 16) throws -> [CapturedPacket] {
        var reader = CaptureReader()
        var packets: [CapturedPacket] = []
        for start in stride(from: 0, to: bytes.count, by: piece) {
            reader.append(bytes[start..<min(start + piece, bytes.count)])
            while let packet = try reader.next() { packets.append(packet) }
        }
        try reader.finish()
        return packets
    }

    @Test(arguments: CaptureFile.Format.allCases, [1, 3, 17, 1000])
    func everyFormatInPieces(_ format: CaptureFile.Format, piece: Int) throws {
        let packets = try packets(Self.file(format), piece: piece)
        #expect(packets.map(\.bytes) == [[1, 2, 3], [4], []])
        #expect(packets.map(\.originalLength) == [3, 100, 0])
        #expect(packets.allSatisfy { $0.linkType == 1 })
        let isCut = format == .littleMicroseconds || format == .bigMicroseconds
        #expect(packets.first?.time?.nanoseconds == Int64(isCut ? Self.moment / 1000 * 1000 : Self.moment))
    }

    @Test(arguments: CaptureFile.Format.allCases)
    func aFileThatEndsEarlySaysSo(_ format: CaptureFile.Format) {
        let file = Self.file(format)
        for count in 1..<file.count {
            var reader = CaptureReader()
            reader.append(file[..<count])
            var error: CaptureError?
            do throws(CaptureError) {
                while try reader.next() != nil {}
                try reader.finish()
            } catch let thrown {
                error = thrown
            }
            // Between records a file may end.
            if let error { #expect(error.reason == .truncated || count < 4 && error.reason == .unknownFormat) }
        }
    }

    @Test(arguments: CaptureFile.Format.allCases)
    func noByteStopsTheReader(_ format: CaptureFile.Format) {
        let file = Self.file(format)
        for index in file.indices {
            for value: UInt8 in [0, 1, 0x7f, 0x80, 0xff] {
                var bytes = file
                bytes[index] = value
                _ = try? packets(bytes)
            }
        }
    }

    @Test func whatIsNoCaptureIsRefused() {
        #expect(throws: CaptureError(offset: 0, reason: .unknownFormat)) { try packets(Array("GET / HTTP/1.1".utf8)) }
        #expect(throws: CaptureError(offset: 0, reason: .unknownFormat)) { try packets([1, 2]) }
    }

    /// Seconds that the interface adds to its times (if_tsoffset), and the moment of a packet 3 seconds after 1970.
    @Test(arguments: [(Int64(2), Int64(5)), (-1, 2), (-10, -7), (0, 3)])
    func timesAreMovedByTheInterface(_ offset: Int64, seconds: Int64) throws {
        func words(_ values: [UInt32]) -> [UInt8] {
            values.flatMap { word in (0..<4).map { UInt8(word >> (24 - $0 * 8) & 0xff) } }
        }
        let bits = UInt64(bitPattern: offset)
        let file = words(
            [0x0a0d_0d0a, 28, 0x1a2b_3c4d, 0x0001_0000, .max, .max, 28]
                + [1, 36, 0x0001_0000, 0, 0x000e_0008, UInt32(bits >> 32), UInt32(truncatingIfNeeded: bits), 0, 36]
                + [6, 32, 0, 0, 3_000_000, 0, 0, 32])
        #expect(try packets(file).map(\.time?.nanoseconds) == [seconds * 1_000_000_000])
    }

    @Test func aLongRecordIsRefused() {
        var file = CaptureFile(.littleMicroseconds).bytes
        file += [0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0]
        #expect(throws: CaptureError(offset: 24, reason: .limit)) { try packets(file) }
    }
}
