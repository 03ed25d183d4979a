public import NetworkTypes

/// Ids for a VPC's default group and its rules, for the transaction that makes it.
public struct DefaultGroupIDs: Hashable, Sendable {
    public var group: ResourceID
    /// Everything out.
    public var egressRule: ResourceID
    /// Everything in from the group itself.
    public var ingressRule: ResourceID

    public init(group: ResourceID, egressRule: ResourceID, ingressRule: ResourceID) {
        self.group = group
        self.egressRule = egressRule
        self.ingressRule = ingressRule
    }
}

/// The group is made with one rule, which lets everything out.
public struct CreateSecurityGroup: Hashable, Sendable {
    public var id: ResourceID
    public var egressRule: ResourceID
    public var name = ""
    public var tags: [String: String] = [:]
    public var vpc: ResourceID

    public init(id: ResourceID, egressRule: ResourceID, vpc: ResourceID) {
        self.id = id
        self.egressRule = egressRule
        self.vpc = vpc
    }
}

public struct CreateSecurityGroupRule: Hashable, Sendable {
    public var id: ResourceID
    public var name = ""
    public var tags: [String: String] = [:]
    public var group: ResourceID
    public var direction: RuleDirection
    public var service = RuleService.any
    public var peer = RulePeer.any

    public init(id: ResourceID, group: ResourceID, direction: RuleDirection) {
        self.id = id
        self.group = group
        self.direction = direction
    }
}

/// Entries in any order; one that is given twice counts once.
public struct CreatePrefixList: Hashable, Sendable {
    public var id: ResourceID
    public var name = ""
    public var tags: [String: String] = [:]
    public var entries: [IPPrefix]

    public init(id: ResourceID, entries: [IPPrefix]) {
        self.id = id
        self.entries = entries
    }
}

public struct PrefixListUpdate: Hashable, Sendable {
    public var base = ResourceUpdate()
    public var entries: [IPPrefix]?

    public init() {}
}

public struct CreateRouteTable: Hashable, Sendable {
    public var id: ResourceID
    public var name = ""
    public var tags: [String: String] = [:]
    public var vpc: ResourceID
    public var routes: [Route] = []

    public init(id: ResourceID, vpc: ResourceID) {
        self.id = id
        self.vpc = vpc
    }
}

public struct RouteTableUpdate: Hashable, Sendable {
    public var base = ResourceUpdate()
    public var routes: [Route]?

    public init() {}
}
