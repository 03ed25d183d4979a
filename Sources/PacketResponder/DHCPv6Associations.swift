import NetworkTypes
import PacketCodec

/// The associations of a client's message, as they stand in the answers to it.
struct DHCPv6Associations {
    private let asked: [DHCPv6Association]
    private let ipv6: IPv6Service

    /// Associations that are answered, and addresses of each origin in one: an answer fits a packet of 1,280 bytes.
    static let limit = 4
    static let addressLimit = 16

    /// Seconds that a lease holds, as long as one of DHCPv4.
    static let leaseSeconds = DHCPBinding.defaultLeaseSeconds
    /// T1 and T2 as RFC 8415 §21.4 recommends: half, and four fifths of the lease.
    static let renewalSeconds = leaseSeconds / 2
    static let rebindingSeconds = leaseSeconds / 5 * 4

    init(of message: DHCPv6Message, _ ipv6: IPv6Service) {
        asked = Array(message.associations.prefix(Self.limit))
        self.ipv6 = ipv6
    }

    /// For Solicit (RFC 8415 §18.3.1): what the client would get. Its wishes are passed over.
    var leased: [DHCPv6Association] {
        asked.enumerated().map { index, association in lease(association.id, isFirst: index == 0) }
    }

    /// For Request (RFC 8415 §18.3.2): a client with addresses of another link has moved, and is told.
    var requested: [DHCPv6Association] {
        asked.enumerated().map { index, association in
            let isOnLink = association.addresses.allSatisfy { lease in
                ipv6.prefixes.contains { $0.prefix.contains(.v6(lease.address)) }
            }
            return isOnLink
                ? lease(association.id, isFirst: index == 0)
                : refusal(association.id, DHCPv6Status.Code.notOnLink)
        }
    }

    /// For Renew and Rebind (RFC 8415 §18.3.4, §18.3.5): the port's addresses live on, also those that are new to the client;
    /// those that are not, or no longer, the port's are withdrawn with lifetimes of zero.
    var extended: [DHCPv6Association] {
        asked.enumerated().map { index, association in
            let foreign = association.addresses.map(\.address).filter { !ipv6.addresses.contains($0) }
            guard index == 0, !ipv6.addresses.isEmpty || !foreign.isEmpty else {
                return refusal(association.id, DHCPv6Status.Code.noBinding)
            }
            var answer = lease(association.id, isFirst: true)
            answer.status = nil
            answer.addresses += foreign.prefix(Self.addressLimit).map {
                DHCPv6Address($0, preferredLifetime: 0, validLifetime: 0)
            }
            return answer
        }
    }

    /// For Confirm (RFC 8415 §18.3.3): whether the client may go on with all its addresses. One that is on the link but not
    /// the port's counts as wrong, since nothing would come through with it. Nil where there is no address.
    var confirmation: DHCPv6Status? {
        let addresses = asked.flatMap(\.addresses)
        guard !addresses.isEmpty else { return nil }
        let isRight = addresses.allSatisfy { ipv6.addresses.contains($0.address) }
        return DHCPv6Status(isRight ? DHCPv6Status.Code.success : DHCPv6Status.Code.notOnLink)
    }

    /// For Release and Decline (RFC 8415 §18.3.7, §18.3.8): associations without an address of the port's.
    var unknown: [DHCPv6Association] {
        asked.filter { association in !association.addresses.contains { ipv6.addresses.contains($0.address) } }
            .map { refusal($0.id, DHCPv6Status.Code.noBinding) }
    }

    /// One address can't be in two associations, so the others get none.
    private func lease(_ id: UInt32, isFirst: Bool) -> DHCPv6Association {
        guard isFirst, !ipv6.addresses.isEmpty else { return refusal(id, DHCPv6Status.Code.noAddressesAvailable) }
        return DHCPv6Association(
            id: id, renewalTime: Self.renewalSeconds, rebindingTime: Self.rebindingSeconds,
            addresses: ipv6.addresses.prefix(Self.addressLimit).map {
                DHCPv6Address($0, preferredLifetime: Self.leaseSeconds, validLifetime: Self.leaseSeconds)
            })
    }

    private func refusal(_ id: UInt32, _ code: UInt16) -> DHCPv6Association {
        DHCPv6Association(id: id, status: DHCPv6Status(code))
    }
}
