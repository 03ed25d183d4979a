import NetworkTypes
import Testing
import VirtualNetwork

/// A state and the commands that are sent to it, with names for ids and a clock that the test sets.
struct Dialogue {
    static let red = Principal(project: ProjectID("red") ?? .operators, role: .member)
    static let blue = Principal(project: ProjectID("blue") ?? .operators, role: .member)
    static let admin = Principal(project: ProjectID("red") ?? .operators, role: .admin)

    var state = NetworkState()
    var now = Timestamp(nanoseconds: 1_700_000_000_000_000_000)
    var transactions: [Transaction] = []

    /// Sends a command and applies what was decided.
    @discardableResult
    mutating func send(_ command: Command, by principal: Principal = red) throws -> Decision {
        let decision = try state.decide(command, by: principal, at: now)
        state.apply(decision.transaction)
        transactions.append(decision.transaction)
        return decision
    }

    /// The refusal of a command; nil where it is granted.
    func refusal(of command: Command, by principal: Principal = red) -> Refusal? {
        do throws(Refusal) {
            _ = try state.decide(command, by: principal, at: now)
            return nil
        } catch {
            return error
        }
    }

    mutating func wait(seconds: Int64) { now = now.advanced(seconds: seconds) }
}

/// The id number `n`; kinds have ranges of their own so that a mix-up shows.
func id(_ kind: ResourceKind, _ n: UInt64) -> ResourceID {
    let range = UInt64(ResourceKind.allCases.firstIndex(of: kind) ?? 0) + 1
    return ResourceID(random: range, n)
}

func prefix(_ text: String) throws -> IPPrefix { try #require(IPPrefix(text)) }
func address(_ text: String) throws -> IPAddress { try #require(IPAddress(text)) }
func mac(_ text: String) throws -> MACAddress { try #require(MACAddress(text)) }

// MARK: - Commands in few words

func createVPC(_ n: UInt64, _ cidrs: String...) throws -> Command {
    .createVPC(CreateVPC(id: id(.vpc, n), cidrs: try cidrs.map { try prefix($0) }, defaultGroup: defaultGroup(n)))
}

/// Ids of VPC `n`'s default group and its rules.
func defaultGroup(_ n: UInt64) -> DefaultGroupIDs {
    DefaultGroupIDs(
        group: id(.securityGroup, 1000 + n), egressRule: id(.securityGroupRule, 10_000 + n),
        ingressRule: id(.securityGroupRule, 20_000 + n))
}

func createNetwork(_ n: UInt64, vpc: UInt64? = nil) -> Command {
    var wish = CreateNetwork(id: id(.network, n))
    wish.vpc = vpc.map { id(.vpc, $0) }
    return .createNetwork(wish)
}

func createSubnet(
    _ n: UInt64, _ cidr: String, vpc: UInt64? = nil, network: UInt64? = nil,
    _ change: (inout CreateSubnet) throws -> Void = { _ in }
) throws -> Command {
    var wish = CreateSubnet(id: id(.subnet, n), newNetworkID: id(.network, 1000 + n), cidr: try prefix(cidr))
    wish.vpc = vpc.map { id(.vpc, $0) }
    wish.network = network.map { id(.network, $0) }
    try change(&wish)
    return .createSubnet(wish)
}

func createPort(
    _ n: UInt64, network: UInt64? = nil, _ change: (inout CreatePort) throws -> Void = { _ in }
) rethrows -> Command {
    var wish = CreatePort(id: id(.port, n), defaultGroup: defaultGroup(2000 + n))
    wish.network = network.map { id(.network, $0) }
    try change(&wish)
    return .createPort(wish)
}

func updatePort(_ n: UInt64, ifMatch: Revision? = nil, _ change: (inout PortUpdate) throws -> Void) rethrows -> Command
{
    var update = PortUpdate()
    try change(&update)
    return .updatePort(id(.port, n), update, ifMatch: ifMatch)
}

func createNode(_ n: UInt64, _ name: String, _ change: (inout CreateNode) -> Void = { _ in }) -> Command {
    var wish = CreateNode(id: id(.node, n), name: name)
    change(&wish)
    return .createNode(wish)
}

func delete(_ kind: ResourceKind, _ n: UInt64, ifMatch: Revision? = nil) -> Command {
    .delete(kind, id(kind, n), ifMatch: ifMatch)
}
