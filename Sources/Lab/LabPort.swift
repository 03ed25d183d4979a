import JSONText
public import NetworkTypes

/// What the API said about a port.
public struct LabPort: Hashable, Sendable {
    public var id: String
    public var interfaceID: String
    public var mac: MACAddress
    /// The first of its IPv4 addresses.
    public var address: IPv4Address
    /// The first of its IPv6 addresses.
    public var address6: IPv6Address?
    /// Of the answer's `applied` object.
    public var isApplied: Bool

    init(_ answer: JSONValue) throws(LabError) {
        let addresses = (answer["fixed_ips"]?.array ?? []).compactMap {
            $0["ip_address"]?.string.flatMap { IPAddress($0) }
        }
        guard let id = answer["id"]?.string, let interface = answer["iface_id"]?.string,
            let mac = answer["mac_address"]?.string.flatMap({ MACAddress($0) }),
            let address = addresses.firstV4
        else { throw .unexpectedAnswer(request: "a port", status: 200, body: answer.text) }
        self.id = id
        interfaceID = interface
        self.mac = mac
        self.address = address
        address6 = addresses.firstV6
        isApplied = answer["applied"]?["applied"]?.bool ?? false
    }
}

extension [IPAddress] {
    var firstV4: IPv4Address? {
        for case .v4(let address) in self { return address }
        return nil
    }

    var firstV6: IPv6Address? {
        for case .v6(let address) in self { return address }
        return nil
    }
}
