import FlowPipeline
import NetworkTypes

/// Table 9: the end of a neighbor advertisement. What the responder made of the solicitation still lacks the target's
/// link-layer address, which Open vSwitch lets a flow write only where its match says advertisement.
enum NeighborAdvertisementTable {
    static let declaration = PipelineDeclaration.Table(
        BrInt.neighborAdvertisement, "neighborAdvertisement", reads: [], exits: [], miss: .drop("no-advertisement"))

    static func statics(cookie: UInt64) -> [Flow] {
        [
            Flow(
                table: BrInt.neighborAdvertisement, priority: .normal,
                match: [.ipv6, .icmpv6, .icmpv6Type(ICMPv6Type.neighborAdvertisement)],
                actions: [.move(from: FieldSlice(.ethSource), to: FieldSlice(.neighborTLL)), .outputInPort],
                cookie: cookie)
        ]
    }
}
