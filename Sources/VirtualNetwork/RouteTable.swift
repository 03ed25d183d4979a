public import NetworkTypes

/// A way out of the VPC's own blocks, by a port of the VPC that routes.
public struct Route: Hashable, Sendable {
    /// Not inside a block of the VPC; it may hold one, which is nearer.
    public let destination: IPPrefix
    /// Inside a block of the VPC, and of the destination's family.
    public let nextHop: IPAddress

    public init(destination: IPPrefix, nextHop: IPAddress) {
        self.destination = destination
        self.nextHop = nextHop
    }
}

/// Routes that subnets of one VPC share.
public struct RouteTable: Hashable, Sendable {
    public var metadata: Metadata
    public let key: RouteTableKey
    public let vpc: ResourceID
    /// Sorted by destination, each of which is there once; at most `Limits.routesPerTable`.
    public var routes: [Route]

    public init(metadata: Metadata, key: RouteTableKey, vpc: ResourceID, routes: [Route]) {
        self.metadata = metadata
        self.key = key
        self.vpc = vpc
        self.routes = routes
    }
}
