import NetworkTypes

/// What is asked of the controller in one round of `naru-lab truth`: who is in which group, and what the groups allow.
/// Machines, groups and prefix lists are numbers.
struct TruthPolicy: Hashable, Sendable {
    /// For each machine the groups that it is in, ascending; none denies all.
    var memberships: [[Int]]
    /// For each group its rules, each once.
    var rules: [[TruthRule]]
    /// For each prefix list its entries, each once.
    var lists: [[IPPrefix]]
}

/// A rule of a security group.
struct TruthRule: Hashable, Sendable {
    enum Direction: String, Hashable, Sendable {
        case ingress
        case egress
    }

    enum Service: Hashable, Sendable {
        case any
        case tcp(ClosedRange<UInt16>)
        case udp(ClosedRange<UInt16>)
        /// Never matches what the probes send.
        case icmp
        case icmpv6
    }

    enum Peer: Hashable, Sendable {
        case anywhere
        case block(IPPrefix)
        /// Every machine in the group.
        case group(Int)
        /// Every address in the list's entries.
        case list(Int)
    }

    var direction: Direction
    var service: Service
    var peer: Peer
}

extension TruthRule: CustomStringConvertible {
    var description: String { "\(direction.rawValue) \(service) \(direction == .ingress ? "from" : "to") \(peer)" }
}

extension TruthRule.Service: CustomStringConvertible {
    var description: String {
        switch self {
        case .any: "any"
        case .tcp(let ports): "tcp \(Self.text(of: ports))"
        case .udp(let ports): "udp \(Self.text(of: ports))"
        case .icmp: "icmp"
        case .icmpv6: "icmpv6"
        }
    }

    private static func text(of ports: ClosedRange<UInt16>) -> String {
        ports.lowerBound == ports.upperBound ? "\(ports.lowerBound)" : "\(ports.lowerBound)-\(ports.upperBound)"
    }
}

extension TruthRule.Peer: CustomStringConvertible {
    var description: String {
        switch self {
        case .anywhere: "anywhere"
        case .block(let block): "\(block)"
        case .group(let group): "group \(group + 1)"
        case .list(let list): "list \(list + 1)"
        }
    }
}

/// One question: does a connection come about?
struct TruthProbe: Hashable, Sendable {
    enum Transport: String, Hashable, Sendable, CaseIterable {
        case tcp
        case udp
    }

    /// Numbers of machines.
    var source: Int
    var destination: Int
    var transport: Transport
    /// The destination's.
    var port: UInt16
}
