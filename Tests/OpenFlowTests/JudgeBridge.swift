import Foundation
import OpenFlow

/// An Open vSwitch of its own, in a folder of its own, with a bridge on the dummy datapath: it needs no root and touches no
/// network.
final class JudgeBridge {
    private static let server = JudgeProgram("ovsdb-server")
    private static let daemon = JudgeProgram("ovs-vswitchd")
    private static let tool = JudgeProgram("ovsdb-tool")
    private static let control = JudgeProgram("ovs-vsctl")
    private static let schema = "/usr/share/openvswitch/vswitch.ovsschema"

    static var isInstalled: Bool {
        [server, daemon, tool, control].allSatisfy(\.isInstalled) && FileManager.default.fileExists(atPath: schema)
    }

    struct Failure: Error {
        let text: String
    }

    private let folder: URL
    private var processes: [JudgeProcess] = []

    init() throws {
        folder = try JudgeProgram.temporaryFolder()
        let socket = folder.appending(path: "db.sock")
        let database = folder.appending(path: "conf.db")
        let created = try Self.tool.run(["create", database.path, Self.schema])
        guard created.status == 0 else { throw Failure(text: created.text) }
        try start(Self.server, ["--remote=punix:\(socket.path)", database.path])
        try wait(for: socket)
        try start(Self.daemon, ["--enable-dummy=override", "--disable-system", "unix:\(socket.path)"])
        let configured = try Self.control.run([
            "--db=unix:\(socket.path)", "--timeout=20", "init", "--", "add-br", "br0", "--", "set", "bridge", "br0",
            "datapath_type=dummy", "fail_mode=secure", "protocols=OpenFlow13",
        ])
        guard configured.status == 0 else { throw Failure(text: configured.text) }
        try wait(for: managementSocket)
    }

    deinit {
        for process in processes.reversed() {
            process.terminate()
            _ = process.wait()
        }
        try? FileManager.default.removeItem(at: folder)
    }

    private var managementSocket: URL { folder.appending(path: "br0.mgmt") }

    private func start(_ program: JudgeProgram, _ arguments: [String]) throws {
        let place = folder.appending(path: "\(processes.count)")
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        let common = ["--unixctl=\(place.appending(path: "ctl").path)", "-vconsole:warn"]
        let environment = ["OVS_RUNDIR": folder.path, "OVS_LOGDIR": folder.path, "OVS_DBDIR": folder.path]
        processes.append(try program.start(common + arguments, environment: environment, in: place))
    }

    private func wait(for file: URL) throws {
        for _ in 0..<200 where !FileManager.default.fileExists(atPath: file.path) { usleep(50_000) }
        guard FileManager.default.fileExists(atPath: file.path) else {
            throw Failure(text: "no \(file.lastPathComponent)")
        }
    }

    /// A channel whose version is agreed.
    func channel() throws -> ControlSocket {
        let channel = try ControlSocket.connected(to: managementSocket.path)
        try channel.send(.hello(.version13), xid: 0)
        guard let hello = channel.next(), hello[1] == MessageType.hello else { throw Failure(text: "no hello") }
        return channel
    }

    /// Sends flow modifications and a barrier; gives the errors by the index of what they refuse.
    func install(_ flows: [FlowMod], on channel: ControlSocket) throws -> [Int: ErrorMessage] {
        var bytes: [UInt8] = []
        for (index, flow) in flows.enumerated() {
            OpenFlowMessage.flowMod(flow).encode(xid: UInt32(index), into: &bytes)
        }
        let barrier = UInt32(flows.count)
        OpenFlowMessage.barrierRequest.encode(xid: barrier, into: &bytes)
        try channel.send(bytes)
        var errors: [Int: ErrorMessage] = [:]
        while let bytes = channel.next() {
            let (xid, message) = try OpenFlowMessage.decode(bytes)
            if case .error(let error) = message { errors[Int(xid)] = error }
            if case .echoRequest(let data) = message { try channel.send(.echoReply(data), xid: xid) }
            if case .barrierReply = message, xid == barrier { return errors }
        }
        throw Failure(text: "no answer to the barrier")
    }

    /// Every flow that the bridge holds.
    func dump(on channel: ControlSocket) throws -> [FlowStatsEntry] {
        try channel.send(.multipartRequest(MultipartRequest(.flow(FlowStatsRequest()))), xid: 1)
        var entries: [FlowStatsEntry] = []
        while let bytes = channel.next() {
            guard case .multipartReply(let reply) = try OpenFlowMessage.decode(bytes).message,
                case .flow(let part) = reply.body
            else { continue }
            entries += part
            if !reply.hasMore { return entries }
        }
        throw Failure(text: "the dump did not end")
    }
}
