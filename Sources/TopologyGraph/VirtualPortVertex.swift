public import NetworkTypes

/// A tenant's port, mirrored from the intent so that the graph is whole.
public struct VirtualPortVertex: Hashable, Sendable {
    public let key: PortKey
    public let id: ResourceID
    public let name: String
    public let network: SegmentKey
    public let mac: MACAddress
    /// Its fixed addresses, in the order of the intent.
    public let addresses: [IPAddress]

    public init(
        key: PortKey, id: ResourceID, name: String, network: SegmentKey, mac: MACAddress, addresses: [IPAddress]
    ) {
        self.key = key
        self.id = id
        self.name = name
        self.network = network
        self.mac = mac
        self.addresses = addresses
    }
}
