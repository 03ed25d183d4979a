import Glibc
import NetworkTypes

/// `struct sockaddr_ll` of packet(7), which the Glibc module leaves out.
struct LinkAddress {
    /// ETH_P_ALL.
    static let everyProtocol: UInt16 = 3
    /// PACKET_OUTGOING.
    static let outgoing: UInt8 = 4

    var family = UInt16(AF_PACKET)
    /// In network order.
    var linkProtocol: UInt16
    var interface: Int32
    var hardwareType: UInt16 = 0
    var packetType: UInt8 = 0
    var addressLength: UInt8 = 0
    var address: UInt64 = 0

    init(_ linkProtocol: UInt16 = 0, interface: Int32 = 0) {
        self.linkProtocol = linkProtocol
        self.interface = interface
    }
}

/// A socket of a traffic probe; closed when it goes.
final class ProbeSocket {
    let descriptor: Int32

    init(_ domain: Int32, _ type: Int32, _ proto: Int32 = 0) throws(LabError) {
        descriptor = socket(domain, type, proto)
        guard descriptor >= 0 else { throw Self.failure("socket") }
    }

    private init(descriptor: Int32) { self.descriptor = descriptor }

    deinit { close(descriptor) }

    static func udp() throws(LabError) -> ProbeSocket {
        try ProbeSocket(AF_INET, Int32(SOCK_DGRAM.rawValue))
    }

    static func tcp() throws(LabError) -> ProbeSocket {
        try ProbeSocket(AF_INET, Int32(SOCK_STREAM.rawValue))
    }

    /// Every Ethernet frame of one interface (packet(7)).
    static func frames(of interface: String) throws(LabError) -> ProbeSocket {
        let everything = LinkAddress.everyProtocol.bigEndian
        let socket = try ProbeSocket(AF_PACKET, Int32(SOCK_RAW.rawValue), Int32(everything))
        let index = if_nametoindex(interface)
        guard index != 0 else { throw failure("if_nametoindex \(interface)") }
        var address = LinkAddress(everything, interface: Int32(index))
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.bind(socket.descriptor, $0, socklen_t(MemoryLayout<LinkAddress>.size))
            }
        }
        guard result == 0 else { throw failure("bind") }
        return socket
    }

    func set(_ option: Int32, _ value: Int32) {
        var value = value
        setsockopt(descriptor, SOL_SOCKET, option, &value, socklen_t(MemoryLayout<Int32>.size))
    }

    func bind(port: UInt16) throws(LabError) {
        set(SO_REUSEADDR, 1)
        guard Self.with(IPv4Address.any, port, { Glibc.bind(descriptor, $0, $1) }) == 0 else {
            throw Self.failure("bind")
        }
    }

    func connect(to address: IPv4Address, port: UInt16) throws(LabError) {
        guard Self.with(address, port, { Glibc.connect(descriptor, $0, $1) }) == 0 else {
            throw Self.failure("connect")
        }
    }

    func listenAndAccept(port: UInt16) throws(LabError) -> ProbeSocket {
        try bind(port: port)
        guard listen(descriptor, 1) == 0 else { throw Self.failure("listen") }
        Probe.announceReadiness()
        let accepted = accept(descriptor, nil, nil)
        guard accepted >= 0 else { throw Self.failure("accept") }
        return ProbeSocket(descriptor: accepted)
    }

    /// False when nothing came in time.
    func waitReadable(milliseconds: Int32) -> Bool {
        var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&entry, 1, milliseconds) > 0
    }

    /// The number of bytes read into `buffer`; nil at an error or the end of a stream.
    func receive(into buffer: inout [UInt8]) -> Int? {
        let count = recv(descriptor, &buffer, buffer.count, 0)
        return count > 0 ? count : nil
    }

    @discardableResult
    func send(_ bytes: [UInt8]) -> Int { Glibc.send(descriptor, bytes, bytes.count, 0) }

    private static func with(
        _ address: IPv4Address, _ port: UInt16, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) -> Int32 {
        var target = sockaddr_in()
        target.sin_family = UInt16(AF_INET)
        target.sin_port = port.bigEndian
        target.sin_addr.s_addr = address.bits.bigEndian
        return withUnsafePointer(to: &target) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }

    static func failure(_ name: String) -> LabError {
        .systemCall(name: name, reason: String(cString: strerror(errno)))
    }
}
