import NetworkTypes
import Testing

@Suite struct MulticastAddressTests {
    @Test(arguments: [
        (IPv6Address.allNodes, "ff02::1", "33:33:00:00:00:01"), (.allRouters, "ff02::2", "33:33:00:00:00:02"),
        (.allDHCPServers, "ff02::1:2", "33:33:00:01:00:02"),
    ])
    func wellKnownGroups(group: IPv6Address, text: String, mac: String) {
        #expect(group.description == text)
        #expect(group.isMulticast)
        #expect(MACAddress(group: group).description == mac)
    }

    @Test(arguments: [
        ("::", false, false), ("fe80::1", false, true), ("febf::1", false, true), ("fec0::1", false, false),
        ("fe7f::1", false, false), ("ff00::", true, false), ("feff::", false, false), ("2001:db8::ff02", false, false),
    ])
    func scopes(text: String, isMulticast: Bool, isLinkLocal: Bool) throws {
        let address = try #require(IPv6Address(text))
        #expect(address.isMulticast == isMulticast)
        #expect(address.isLinkLocal == isLinkLocal)
    }

    @Test(arguments: [
        ("223.255.255.255", false), ("224.0.0.0", true), ("239.255.255.255", true), ("240.0.0.0", false),
    ])
    func groupsOfIPv4(text: String, isMulticast: Bool) throws {
        #expect(try #require(IPv4Address(text)).isMulticast == isMulticast)
    }
}
