import Foundation
import OpenFlow

/// A switch on a Unix socket for one peer after another: it agrees on the version, answers what must be answered, and keeps
/// the bytes of all that it is told. `ovs-ofctl` talks to it as to any switch.
final class JudgeSwitch {
    private let listener: ControlSocket
    private let folder: URL
    /// Whole messages of the peers, in order, without hello, echo and barrier.
    private(set) var received: [[UInt8]] = []

    init() throws {
        folder = try JudgeProgram.temporaryFolder()
        listener = try ControlSocket.listening(at: folder.appending(path: "switch").path)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// Runs `ovs-ofctl -O OpenFlow13 COMMAND SWITCH ARGUMENTS…` against this switch, to its end.
    func ofctl(_ command: [String], _ arguments: [String] = [], input: String = "") throws -> JudgeProgram.Outcome {
        // Without names: it would ask for the tables' names and the ports' first.
        let options = ["-O", "OpenFlow13", "--no-names", "-t", "30"]
        let process = try JudgeProgram.ofctl.start(
            options + command + ["unix:\(folder.appending(path: "switch").path)"] + arguments, input: Data(input.utf8),
            in: folder)
        while process.isRunning {
            guard let peer = try listener.peer(within: 50) else { continue }
            try peer.send(.hello(.version13), xid: 1)
            while let bytes = peer.next() { try take(bytes, from: peer) }
        }
        return try JudgeProgram.outcome(of: process, in: folder)
    }

    private func take(_ bytes: [UInt8], from peer: ControlSocket) throws {
        guard let (xid, message) = try? OpenFlowMessage.decode(bytes) else {
            received.append(bytes)
            return
        }
        switch message {
        case .hello: return
        case .echoRequest(let data): return try peer.send(.echoReply(data), xid: xid)
        case .barrierRequest: return try peer.send(.barrierReply, xid: xid)
        default: received.append(bytes)
        }
        switch message {
        case .featuresRequest:
            try peer.send(.featuresReply(FeaturesReply(datapathID: 1, tableCount: 254, capabilities: 0x4f)), xid: xid)
        case .bundleControl(let control):
            let answer: BundleControl.Kind = control.kind == .openRequest ? .openReply : .commitReply
            let reply = BundleControl(bundleID: control.bundleID, kind: answer, flags: control.flags)
            try peer.send(.bundleControl(reply), xid: xid)
        case .flowMod, .meterMod, .packetOut, .bundleAdd: break
        default:
            // OFPBRC_BAD_TYPE: the peer need not wait for an answer.
            try peer.send(.error(ErrorMessage(type: 1, code: 1, data: Array(bytes.prefix(64)))), xid: xid)
        }
    }
}
