public import NetworkTypes

/// Any resource: what an event carries.
public enum Resource: Hashable, Sendable {
    case vpc(VPC)
    case network(Network)
    case subnet(Subnet)
    case port(Port)
    case node(Node)
    case securityGroup(SecurityGroup)
    case securityGroupRule(SecurityGroupRule)
    case prefixList(PrefixList)
    case routeTable(RouteTable)

    public var kind: ResourceKind {
        switch self {
        case .vpc: .vpc
        case .network: .network
        case .subnet: .subnet
        case .port: .port
        case .node: .node
        case .securityGroup: .securityGroup
        case .securityGroupRule: .securityGroupRule
        case .prefixList: .prefixList
        case .routeTable: .routeTable
        }
    }

    public var metadata: Metadata {
        switch self {
        case .vpc(let vpc): vpc.metadata
        case .network(let network): network.metadata
        case .subnet(let subnet): subnet.metadata
        case .port(let port): port.metadata
        case .node(let node): node.metadata
        case .securityGroup(let group): group.metadata
        case .securityGroupRule(let rule): rule.metadata
        case .prefixList(let list): list.metadata
        case .routeTable(let table): table.metadata
        }
    }
}
