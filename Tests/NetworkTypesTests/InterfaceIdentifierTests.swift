import NetworkTypes
import Testing

@Suite struct InterfaceIdentifierTests {
    /// The first is the example of RFC 2464 §4, the second that of RFC 4291 appendix A with numbers for its letters.
    @Test(arguments: [
        ("34:56:78:9a:bc:de", "fe80::3656:78ff:fe9a:bcde"), ("02:00:00:00:00:01", "fe80::ff:fe00:1"),
        ("0e:00:00:00:00:07", "fe80::c00:ff:fe00:7"), ("ff:ff:ff:ff:ff:ff", "fe80::fdff:ffff:feff:ffff"),
        ("00:00:00:00:00:00", "fe80::200:ff:fe00:0"),
    ])
    func linkLocal(mac: String, address: String) throws {
        let mac = try #require(MACAddress(mac))
        #expect(IPv6Address.linkLocal(of: mac).description == address)
    }

    @Test func inAPrefixOf64BitsOnly() throws {
        let mac = MACAddress(bits: 0x0a00_0000_0005)
        let prefix = try #require(IPPrefix("2001:db8:1:2::/64"))
        #expect(IPv6Address(prefix: prefix, interfaceOf: mac)?.description == "2001:db8:1:2:800:ff:fe00:5")
        for other in ["2001:db8::/48", "2001:db8::/65", "10.0.0.0/24"] {
            #expect(IPv6Address(prefix: try #require(IPPrefix(other)), interfaceOf: mac) == nil)
        }
    }
}
