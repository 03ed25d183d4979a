/// A dense number that stands for a resource inside the controller and on the switches. It is allotted in the event that
/// makes the resource, from 1 up, and never changes.
public protocol DenseKey: Hashable, Comparable, Sendable, BitwiseCopyable, CustomStringConvertible {
    var value: UInt32 { get }
    init(_ value: UInt32)
}

extension DenseKey {
    public static func < (left: Self, right: Self) -> Bool { left.value < right.value }
    public var description: String { String(value) }
}

/// A VPC: the routing domain in the flow context (24 bits).
public struct VPCKey: DenseKey {
    public let value: UInt32
    public init(_ value: UInt32) { self.value = value }
}

/// A network: an L2 segment. Its low 22 bits are the VNI that crosses the tunnel.
public struct SegmentKey: DenseKey {
    public let value: UInt32
    public init(_ value: UInt32) { self.value = value }

    /// Segments are 22 bits of the 24-bit VNI; two bits stay free for a policy epoch.
    public static let limit: UInt32 = 1 << 22
}

public struct SubnetKey: DenseKey {
    public let value: UInt32
    public init(_ value: UInt32) { self.value = value }
}

/// the logical port number in registers.
public struct PortKey: DenseKey {
    public let value: UInt32
    public init(_ value: UInt32) { self.value = value }
}

public struct NodeKey: DenseKey {
    public let value: UInt32
    public init(_ value: UInt32) { self.value = value }
}

public struct SecurityGroupKey: DenseKey {
    public let value: UInt32
    public init(_ value: UInt32) { self.value = value }
}

/// A security group's rule: what a verdict in the flows names.
public struct RuleKey: DenseKey {
    public let value: UInt32
    public init(_ value: UInt32) { self.value = value }
}

public struct PrefixListKey: DenseKey {
    public let value: UInt32
    public init(_ value: UInt32) { self.value = value }
}

public struct RouteTableKey: DenseKey {
    public let value: UInt32
    public init(_ value: UInt32) { self.value = value }
}

/// The state of the intent after so many transactions; it is also the ETag of what was read at it.
public typealias Revision = Int
