import Glibc
import NetworkTypes

/// An address and a port as the system's calls take them.
struct SocketAddress {
    private var v4 = sockaddr_in()
    private var v6 = sockaddr_in6()
    private let family: IPFamily

    init(_ address: IPAddress, port: UInt16) {
        family = address.family
        switch address {
        case .v4(let address):
            v4.sin_family = UInt16(AF_INET)
            v4.sin_port = port.bigEndian
            v4.sin_addr.s_addr = address.bits.bigEndian
        case .v6(let address):
            v6.sin6_family = UInt16(AF_INET6)
            v6.sin6_port = port.bigEndian
            withUnsafeMutableBytes(of: &v6.sin6_addr) { bytes in
                bytes.storeBytes(of: address.high.bigEndian, as: UInt64.self)
                bytes.storeBytes(of: address.low.bigEndian, toByteOffset: 8, as: UInt64.self)
            }
        }
    }

    /// The address that a socket binds to when any will do.
    static func any(_ family: IPFamily, port: UInt16) -> SocketAddress {
        SocketAddress(IPAddress(family: family, bits: 0), port: port)
    }

    func with(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
        func call<Form>(_ form: Form) -> Int32 {
            withUnsafePointer(to: form) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    body($0, socklen_t(MemoryLayout<Form>.size))
                }
            }
        }
        return family == .v4 ? call(v4) : call(v6)
    }
}
