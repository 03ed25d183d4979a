import OpenFlowText
import PacketCapture

/// A capture tells the same however it was cut. The bytes are a capture file.
enum ControlCaptureInvariant {
    static func violation(of bytes: [UInt8]) -> String? {
        told(bytes, piece: bytes.count) == told(bytes, piece: 1)
            ? nil : "a capture that comes in pieces tells more or less"
    }

    private static func told(_ bytes: [UInt8], piece: Int) -> [ControlCapture.Output] {
        var capture = ControlCapture()
        var told: [ControlCapture.Output] = []
        var start = 0
        while start < bytes.count {
            let end = min(start + piece, bytes.count)
            capture.append(bytes[start..<end])
            start = end
            do throws(CaptureError) {
                while let outputs = try capture.next() { told += outputs }
            } catch {
                return told + [.notice(error.description)] + capture.finish(isWhole: false)
            }
        }
        return told + capture.finish()
    }
}
