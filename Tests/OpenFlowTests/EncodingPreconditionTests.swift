import OpenFlow
import Testing

/// What cannot be written as it is stops the program, and is not written as something else.
struct EncodingPreconditionTests {
    @Test func theHighestOffsetIsWritten() {
        let bytes = ActionCases.bytes([.registerLoad(.reg(0), offset: 1023, bits: 1, value: 0)])
        #expect(bytes[10...].starts(with: [0xff, 0xc0]))
    }

    @Test func anOffsetBeyondTenBits() async {
        await #expect(processExitsWith: .failure) {
            var bytes: [UInt8] = []
            FlowAction.registerLoad(.reg(0), offset: 1024, bits: 1, value: 0).encode(into: &bytes)
        }
        await #expect(processExitsWith: .failure) {
            var bytes: [UInt8] = []
            FlowAction.outputRegister2(.reg(0), offset: 1024, bits: 1, maxLength: 0).encode(into: &bytes)
        }
        await #expect(processExitsWith: .failure) {
            var bytes: [UInt8] = []
            FlowAction.connectionTracking(ConnectionTracking(zone: .field(.reg(0), offset: 1024))).encode(into: &bytes)
        }
    }

    @Test func aMeterBandThatIsNotWhole() async {
        await #expect(processExitsWith: .failure) {
            let meter = MeterConfig(number: 1, flags: [], bands: [.unknown([1, 2, 3])])
            _ = OpenFlowMessage.meterMod(MeterMod(command: .add, meter: meter)).encode(xid: 1)
        }
    }
}
