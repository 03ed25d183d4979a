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
    private let family: IPFamily

    private init(_ domain: Int32, _ type: Int32, _ proto: Int32 = 0, family: IPFamily = .v4) throws(LabError) {
        descriptor = socket(domain, type, proto)
        self.family = family
        guard descriptor >= 0 else { throw Self.failure("socket") }
    }

    /// Takes over an open socket.
    init(taking descriptor: Int32, family: IPFamily) {
        self.descriptor = descriptor
        self.family = family
    }

    deinit { close(descriptor) }

    static func udp(_ family: IPFamily, isBlocking: Bool = true) throws(LabError) -> ProbeSocket {
        try ofFamily(family, SOCK_DGRAM, isBlocking)
    }

    static func tcp(_ family: IPFamily, isBlocking: Bool = true) throws(LabError) -> ProbeSocket {
        try ofFamily(family, SOCK_STREAM, isBlocking)
    }

    private static func ofFamily(
        _ family: IPFamily, _ type: __socket_type, _ isBlocking: Bool
    ) throws(LabError) -> ProbeSocket {
        let flags = isBlocking ? 0 : Int32(SOCK_NONBLOCK.rawValue)
        let socket = try ProbeSocket(
            family == .v4 ? AF_INET : AF_INET6, Int32(type.rawValue) | flags, family: family)
        // One socket a family, so that a port can be listened on in both.
        if family == .v6 { socket.set(IPV6_V6ONLY, 1, level: Int32(IPPROTO_IPV6)) }
        return socket
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

    func set(_ option: Int32, _ value: Int32, level: Int32 = SOL_SOCKET) {
        var value = value
        setsockopt(descriptor, level, option, &value, socklen_t(MemoryLayout<Int32>.size))
    }

    func bind(port: UInt16) throws(LabError) {
        set(SO_REUSEADDR, 1)
        guard SocketAddress.any(family, port: port).with({ Glibc.bind(descriptor, $0, $1) }) == 0 else {
            throw Self.failure("bind")
        }
    }

    func connect(to address: IPAddress, port: UInt16) throws(LabError) {
        guard SocketAddress(address, port: port).with({ Glibc.connect(descriptor, $0, $1) }) == 0 else {
            throw Self.failure("connect")
        }
    }

    /// Starts to connect, and returns 0 or the error's number; EINPROGRESS means that it goes on.
    func beginConnect(to address: IPAddress, port: UInt16) -> Int32 {
        SocketAddress(address, port: port).with { Glibc.connect(descriptor, $0, $1) } == 0 ? 0 : errno
    }

    /// The error that a socket met while nobody waited (SO_ERROR), and forgets it.
    func takeError() -> Int32 {
        var value: Int32 = 0
        var length = socklen_t(MemoryLayout<Int32>.size)
        getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &value, &length)
        return value
    }

    /// Closing sends a reset, so that neither side keeps anything of the connection.
    func resetAtClose() {
        var value = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &value, socklen_t(MemoryLayout<linger>.size))
    }

    func listen(port: UInt16, backlog: Int32 = 1) throws(LabError) {
        try bind(port: port)
        guard Glibc.listen(descriptor, backlog) == 0 else { throw Self.failure("listen") }
    }

    func listenAndAccept(port: UInt16) throws(LabError) -> ProbeSocket {
        try listen(port: port)
        Probe.announceReadiness()
        let accepted = accept(descriptor, nil, nil)
        guard accepted >= 0 else { throw Self.failure("accept") }
        return ProbeSocket(taking: accepted, family: family)
    }

    /// A connection that waits to be taken; nil when there is none.
    func takeConnection(isBlocking: Bool = false) -> ProbeSocket? {
        let accepted = accept(descriptor, nil, nil)
        guard accepted >= 0 else { return nil }
        if !isBlocking { _ = fcntl(accepted, F_SETFL, O_NONBLOCK) }
        return ProbeSocket(taking: accepted, family: family)
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

    static func failure(_ name: String) -> LabError {
        .systemCall(name: name, reason: String(cString: strerror(errno)))
    }
}
