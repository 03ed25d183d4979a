import NetworkTypes
import Testing

@Suite struct AddressTests {
    @Test(arguments: ["0.0.0.0", "10.0.0.1", "192.168.255.254", "255.255.255.255"])
    func ipv4RoundTrip(text: String) { #expect(IPv4Address(text)?.description == text) }

    @Test(arguments: [
        "", "1.2.3", "1.2.3.4.5", "01.2.3.4", "256.1.1.1", "1.2.3.-4", "1.2.3.4 ", "a.b.c.d", "1..2.3",
    ])
    func ipv4Refused(text: String) { #expect(IPv4Address(text) == nil) }

    /// Left as written, right in the canonical form of RFC 5952.
    @Test(arguments: [
        ("::", "::"), ("::1", "::1"), ("2001:db8::1", "2001:db8::1"), ("2001:DB8:0:0:0:0:0:1", "2001:db8::1"),
        ("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"), ("2001:0:0:1:0:0:0:1", "2001:0:0:1::1"),
        ("fe80::", "fe80::"), ("::ffff:192.0.2.1", "::ffff:c000:201"), ("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"),
    ])
    func ipv6Canonical(text: String, canonical: String) { #expect(IPv6Address(text)?.description == canonical) }

    @Test(arguments: [
        "", ":", ":::", "1::2::3", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "g::", "12345::", "::1%eth0",
        "1:2:3:4:5:6:7:8::", "::192.0.2.256", "192.0.2.1::",
    ])
    func ipv6Refused(text: String) { #expect(IPv6Address(text) == nil) }

    @Test(arguments: ["0a:00:00:00:00:01", "ff:ff:ff:ff:ff:ff"])
    func macRoundTrip(text: String) { #expect(MACAddress(text)?.description == text) }

    @Test(arguments: [
        "", "0a:00:00:00:00", "0a:00:00:00:00:01:02", "0a00.0000.0001", "0g:00:00:00:00:01", "0a:0:0:0:0:1",
    ])
    func macRefused(text: String) { #expect(MACAddress(text) == nil) }

    @Test func prefixTellsHostBitsFromNonsense() {
        #expect(IPPrefix.parse("10.0.0.0/24") == .success(prefix("10.0.0.0", 24)))
        #expect(IPPrefix.parse("10.0.0.7/24") == .failure(.hostBitsSet(prefix("10.0.0.0", 24))))
        #expect(IPPrefix.parse("2001:db8::1/64") == .failure(.hostBitsSet(prefix("2001:db8::", 64))))
        for text in ["10.0.0.0", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/2/4", "x/8", "::/129", "10.0.0.0/+8"] {
            #expect(IPPrefix.parse(text) == .failure(.malformed), "\(text)")
        }
    }

    @Test func prefixEdges() {
        let all = prefix("0.0.0.0", 0)
        #expect(all.contains(.v4(.broadcast)))
        #expect(all.last == .v4(.broadcast))
        #expect(!all.contains(.v6(.any)))
        let host = prefix("2001:db8::1", 128)
        #expect(host.first == host.last)
        #expect(prefix("10.0.0.0", 8).overlaps(prefix("10.1.0.0", 16)))
        #expect(!prefix("10.0.0.0", 16).overlaps(prefix("10.1.0.0", 16)))
    }

    @Test func resourceIDsShowTheirKind() throws {
        let id = ResourceID(random: 0x0123_4567_89ab_cdef, 0xfedc_ba98_7654_3210)
        let text = ResourceKind.port.show(id)
        #expect(text == "port-01234567-89ab-4def-bedc-ba9876543210")
        #expect(ResourceKind.port.parse(text) == id)
        #expect(ResourceKind.port.parse(id.description.uppercased()) == id)
        #expect(ResourceKind.vpc.parse(text) == nil)
        #expect(ResourceID("01234567-89ab-4def-bedc-ba987654321") == nil)
        #expect(ResourceID("01234567089ab-4def-bedc-ba9876543210") == nil)
    }

    /// Moments and their text, checked with `date -u -d @SECONDS`.
    @Test(arguments: [
        (0, "1970-01-01T00:00:00.000Z"), (951_782_400, "2000-02-29T00:00:00.000Z"),
        (4_102_444_799, "2099-12-31T23:59:59.000Z"), (-1, "1969-12-31T23:59:59.000Z"),
    ])
    func timestamps(seconds: Int64, text: String) {
        #expect(Timestamp(nanoseconds: seconds * 1_000_000_000).description == text)
    }

    @Test func timestampsSaturate() {
        #expect(Timestamp(nanoseconds: .max).advanced(nanoseconds: 1).nanoseconds == .max)
        #expect(Timestamp(nanoseconds: 1_500_000).description == "1970-01-01T00:00:00.001Z")
    }

    @Test func hexadecimalBytes() {
        #expect(bytes(hexadecimal: "00fFa5") == [0, 255, 165])
        #expect(bytes(hexadecimal: "0") == nil)
        #expect(bytes(hexadecimal: "0x") == nil)
        #expect(hexadecimal(bytes: [0, 255]) == "00ff")
    }

    private func prefix(_ text: String, _ length: Int) -> IPPrefix {
        guard let address = IPAddress(text), let prefix = IPPrefix(address, length: length) else {
            preconditionFailure("a test's own prefix")
        }
        return prefix
    }
}
