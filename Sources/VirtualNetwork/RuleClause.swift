public import NetworkTypes

/// Where the peer of a service clause is looked for.
public enum RuleLevel: UInt8, Hashable, Sendable, CaseIterable, Comparable {
    /// Peers that are members of a group.
    case byGroup
    /// Peers by address: anywhere, a block, a prefix list.
    case byBlock

    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// A protocol and its ports as one match has them; what is nil is not matched. For ICMP `source` is the type and
/// `destination` the code, as conntrack's tuples have them.
public struct ServicePattern: Hashable, Comparable, Sendable {
    public let family: IPFamily
    public let ipProtocol: UInt8?
    public let source: PortPattern?
    public let destination: PortPattern?

    public init(
        family: IPFamily, ipProtocol: UInt8? = nil, source: PortPattern? = nil, destination: PortPattern? = nil
    ) {
        self.family = family
        self.ipProtocol = ipProtocol
        self.source = source
        self.destination = destination
    }

    /// Different for each pattern: what the order and the hash go by.
    fileprivate var number: UInt128 {
        func field(_ pattern: PortPattern?) -> UInt128 {
            pattern.map { 1 << 32 | UInt128($0.value) << 16 | UInt128($0.mask) } ?? 0
        }
        let head = UInt128(family.rawValue) << 9 | (ipProtocol.map { 1 << 8 | UInt128($0) } ?? 0)
        return head << 66 | field(source) << 33 | field(destination)
    }

    public static func < (left: Self, right: Self) -> Bool { left.number < right.number }
}

/// One condition of rules, in a form that rules share: a packet is allowed by a rule when it meets one peer clause of
/// the rule, or comes from a member of its remote group, and one service clause. What a rule leaves open, any peer or any
/// service, is no clause: a block of all addresses and a service of all protocols would match the same packets, and a
/// switch has one flow for one match.
public enum RuleClause: Hashable, Comparable, Sendable {
    case peer(RuleDirection, IPPrefix)
    case service(RuleDirection, RuleLevel, ServicePattern)

    public static func < (left: Self, right: Self) -> Bool {
        switch (left, right) {
        case (.peer, .service): true
        case (.service, .peer): false
        case (.peer(let leftDirection, let leftPrefix), .peer(let rightDirection, let rightPrefix)):
            leftDirection != rightDirection ? leftDirection < rightDirection : leftPrefix < rightPrefix
        case (
            .service(let leftDirection, let leftLevel, let leftPattern),
            .service(let rightDirection, let rightLevel, let rightPattern)
        ):
            if leftDirection != rightDirection {
                leftDirection < rightDirection
            } else if leftLevel != rightLevel {
                leftLevel < rightLevel
            } else {
                leftPattern < rightPattern
            }
        }
    }

    /// One of 256 parts that the clauses of a VPC fall into, so that a change touches few of them: FNV-1a of 64 bits over
    /// the clause, folded by XOR. It is the same in every run.
    public var bucket: UInt8 {
        let kind: UInt64
        let content: UInt128
        switch self {
        case .peer(let direction, let prefix):
            let family = UInt64(prefix.family.rawValue)
            kind = (direction == .ingress ? 0 : 1) | family << 8 | UInt64(truncatingIfNeeded: prefix.length) << 16
            content = prefix.address.bits
        case .service(let direction, let level, let pattern):
            kind = (direction == .ingress ? 2 : 3) | UInt64(level.rawValue) << 8
            content = pattern.number
        }
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for word in [kind, UInt64(truncatingIfNeeded: content >> 64), UInt64(truncatingIfNeeded: content)] {
            for shift: UInt64 in stride(from: 0, to: 64, by: 8) {
                hash = (hash ^ (word >> shift & 0xff)) &* 0x100_0000_01b3
            }
        }
        hash ^= hash >> 32
        hash ^= hash >> 16
        return UInt8(truncatingIfNeeded: hash ^ hash >> 8)
    }
}

// MARK: - The clauses of a rule

extension SecurityGroupRule {
    /// Any service with any peer: it allows a whole direction, and has no clauses.
    public var isOpen: Bool { service == .any && peer == .any }

    /// The families that it allows anything of, IPv4 first.
    public var families: [IPFamily] {
        switch service {
        case .icmp: return [.v4]
        case .icmpv6: return [.v6]
        case .any, .tcp, .udp: break
        }
        if case .block(let prefix) = peer { return [prefix.family] }
        return [.v4, .v6]
    }

    /// Sorted; `entries` are those of its prefix list, if its peer is one.
    func clauses(listed entries: [IPPrefix]) -> [RuleClause] {
        guard !isOpen else { return [] }
        let families = families
        let level: RuleLevel = if case .group = peer { .byGroup } else { .byBlock }
        let peers: [IPPrefix] =
            switch peer {
            case .any, .group: []
            case .block(let prefix): [prefix]
            case .prefixList: entries.filter { families.contains($0.family) }
            }
        let services = service == .any ? [] : families.flatMap { service.patterns(of: $0) }
        return (peers.map { .peer(direction, $0) } + services.map { .service(direction, level, $0) }).sorted()
    }
}

extension RuleService {
    /// What it is in packets of one family; nothing, where it is of the other.
    func patterns(of family: IPFamily) -> [ServicePattern] {
        switch self {
        case .any: [ServicePattern(family: family)]
        case .tcp(let ports): Self.patterns(family, IPProtocolNumber.tcp, ports)
        case .udp(let ports): Self.patterns(family, IPProtocolNumber.udp, ports)
        case .icmp(let type, let code):
            family == .v4 ? [Self.pattern(family, IPProtocolNumber.icmp, type, code)] : []
        case .icmpv6(let type, let code):
            family == .v6 ? [Self.pattern(family, IPProtocolNumber.icmpv6, type, code)] : []
        }
    }

    private static func patterns(
        _ family: IPFamily, _ number: UInt8, _ ports: ClosedRange<UInt16>
    ) -> [ServicePattern] {
        guard ports != .min ... .max else { return [ServicePattern(family: family, ipProtocol: number)] }
        return PortPattern.covering(ports).map {
            ServicePattern(family: family, ipProtocol: number, destination: $0)
        }
    }

    private static func pattern(_ family: IPFamily, _ number: UInt8, _ type: UInt8?, _ code: UInt8?) -> ServicePattern {
        ServicePattern(
            family: family, ipProtocol: number, source: type.map { PortPattern(exactly: UInt16($0)) },
            destination: code.map { PortPattern(exactly: UInt16($0)) })
    }
}
