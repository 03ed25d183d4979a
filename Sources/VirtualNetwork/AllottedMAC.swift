import NetworkTypes

/// The locally administered MACs (IEEE 802-2014 §8.4) that are given out here.
enum AllottedMAC {
    /// `0e:00` and the subnet's key.
    static func gateway(of subnet: SubnetKey) -> MACAddress {
        MACAddress(bits: 0x0e00 << 32 | UInt64(subnet.value))
    }

    /// `0a:00` and the port's key; `attempt` counts up the second byte where a tenant took that one.
    static func port(_ key: PortKey, attempt: UInt8) -> MACAddress {
        MACAddress(bits: (0x0a00 | UInt64(attempt)) << 32 | UInt64(key.value))
    }

    /// Whether a gateway may have it.
    static func isGateway(_ mac: MACAddress) -> Bool { mac.bits >> 32 == 0x0e00 }

    /// Refuses what no workload's interface may have as its address.
    static func check(_ mac: MACAddress, field: String) throws(Refusal) {
        guard !mac.isGroup else {
            throw .invalid(
                "mac-group", field, "\(mac) is a group address", "give a unicast address, or leave it out")
        }
        guard mac != .zero else {
            throw .invalid("mac-zero", field, "\(mac) is no address", "give another, or leave it out")
        }
        guard !isGateway(mac) else {
            throw .invalid(
                "mac-reserved", field, "\(mac) begins with 0e:00, which is kept for gateways",
                "give another, or leave it out")
        }
    }
}
