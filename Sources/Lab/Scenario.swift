import NetworkTypes

/// One promise of the controller, tried on a running lab.
public protocol Scenario: Sendable {
    /// A few words, unique in the table.
    var name: String { get }
    /// What has to be seen, in words.
    var expected: String { get }
    /// Tries it. `LabError.notApplicable` when the topology has no ports for it; any other error is a failure.
    func run(in lab: LabSession) throws(LabError) -> Finding
}

/// What a scenario saw.
public struct Finding: Hashable, Sendable {
    public var observed: String
    public var isAsExpected: Bool

    public init(_ observed: String, asExpected: Bool) {
        self.observed = observed
        isAsExpected = asExpected
    }
}

/// One line of the table.
public struct ScenarioResult: Hashable, Sendable {
    public enum Outcome: String, Hashable, Sendable {
        case passed
        case failed
        case skipped
    }

    public var name: String
    public var expected: String
    public var observed: String
    public var outcome: Outcome
    public var seconds: Double
}

public enum ScenarioRunner {
    /// Every scenario, in an order in which none spoils the next.
    public static let all: [any Scenario] = [
        SameNodePing(), AcrossNodesPing(), FullSizePing(), BulkTransfer(), OverlappingTenants(),
        ForeignAddressUnreached(), DeclaredProbes(), SpoofedMAC(), SpoofedAddress(), SpoofedARP(), TaggedFrame(),
        ARPWithoutFlooding(), GatewayMAC(), LeaseOffered(), LeaseRenewed(), FloodMetered(),
        StrangersTunnel(), UnknownNodePending(), ForeignResourceHidden(), FlowProvenance(), WaitApplied(),
        DeletedPort(),
        SubnetPing6(), RoutedPing(), StaticRoute(), SeveralBlocks(), OverlappingGroups(), GatewayEcho(), Traceroute(),
        PathMTUDiscovery(), Autoconfiguration(), DHCPv6Offered(), NeighborDiscovery(), SpoofedIPv6(),
        DefaultGroup(), RevokedIngress(family: .v4), RevokedIngress(family: .v6), RevokedEgress(), RevokedReplies(),
        RevokedByMembership(), RevokedByRemoteMembership(), RevokedByPrefixList(), RelatedErrors(), CountedDrops(),
        LargeGroup(), ControllerKilled(), ControllerStopped(),
    ]

    /// Runs one; an error becomes a failed line, an interrupt goes on.
    public static func run(_ scenario: any Scenario, in lab: LabSession) throws(LabError) -> ScenarioResult {
        let start = MonotonicClock.seconds
        func result(_ observed: String, _ outcome: ScenarioResult.Outcome) -> ScenarioResult {
            ScenarioResult(
                name: scenario.name, expected: scenario.expected, observed: observed, outcome: outcome,
                seconds: MonotonicClock.seconds - start)
        }
        do {
            let finding = try scenario.run(in: lab)
            return result(finding.observed, finding.isAsExpected ? .passed : .failed)
        } catch {
            switch error {
            case .interrupted: throw error
            case .notApplicable(let reason): return result(reason, .skipped)
            default: return result("\(error)".replacing("\n", with: " "), .failed)
            }
        }
    }
}
