import Foundation
import OpenFlow
import Testing

extension Judges {
    /// Others read what we write: every message of the vectors, written anew.
    struct JudgeMessageTests {
        private struct Message {
            let name: String
            let bytes: [UInt8]
        }

        private func messages() throws -> [Message] {
            try (HexVector.messages + HexVector.flows).map { vector in
                let (xid, message) = try OpenFlowMessage.decode(vector.bytes)
                return Message(name: vector.name, bytes: message.encode(xid: xid))
            }
        }

        @Test(.enabled(if: JudgeProgram.ofctl.isInstalled, "SKIPPED: ovs-ofctl is not installed"))
        func openVSwitchReadsEveryMessage() throws {
            let messages = try messages()
            for message in messages {
                // One at a time: after a header that it does not like, ovs-ofctl reads no further. What an error quotes is a
                // message that somebody refused, and it refuses it again.
                let text = try JudgeProgram.printed([message.bytes])
                let judged = message.bytes[1] == MessageType.error ? text.prefix { $0 != "\n" } : text[...]
                #expect(!judged.contains("***") && judged.contains("(xid="), "\(message.name): \(text)")
            }
        }

        @Test(.enabled(if: JudgeProgram.tshark.isInstalled, "SKIPPED: tshark is not installed"))
        func wiresharkDissectsEveryMessage() throws {
            let messages = try messages()
            var capture = ControlChannelCapture()
            for message in messages { capture.append(message.bytes) }
            let folder = try JudgeProgram.temporaryFolder()
            defer { try? FileManager.default.removeItem(at: folder) }
            let file = try JudgeProgram.write(capture.data, to: "channel.pcap", in: folder)
            let outcome = try JudgeProgram.tshark.run([
                "-r", file.path, "-d", "tcp.port==\(ControlChannelCapture.port),openflow", "-T", "fields", "-E",
                "separator=;", "-e", "frame.number", "-e", "frame.protocols", "-e", "_ws.malformed", "-e",
                "_ws.expert.message",
            ])
            #expect(outcome.status == 0, "\(outcome.text)")
            let lines = outcome.text.split(separator: "\n").filter { $0.first?.isNumber == true }
            #expect(lines.count == messages.count)
            for (line, message) in zip(lines, messages) {
                let columns = line.split(separator: ";", omittingEmptySubsequences: false)
                try #require(columns.count == 4, "\(line)")
                // Packets inside of messages may be cut; that is not OpenFlow's.
                // Nor does this dissector read the bodies of experimenters' multipart replies.
                let isWhole =
                    columns[2].isEmpty || columns[1].contains("eth") && !columns[2].contains("OpenFlow")
                    || columns[3].hasPrefix("Experimenter multipart reply body.")
                #expect(columns[1].contains("openflow_v") && isWhole, "\(message.name): \(line)")
            }
        }
    }
}
