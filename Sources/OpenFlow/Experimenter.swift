/// An experimenter's message that has no type of its own in this codec (OpenFlow 1.3.5 §7.5.4).
public struct Experimenter: Hashable, Sendable {
    public var experimenter: UInt32
    public var type: UInt32
    public var body: [UInt8]

    public init(experimenter: UInt32, type: UInt32, body: [UInt8] = []) {
        self.experimenter = experimenter
        self.type = type
        self.body = body
    }

    /// Nicira's request to forget every connection of a conntrack zone (subtype 29). It has no reply but a barrier's.
    public static func flushConnections(zone: UInt16) -> Experimenter {
        var body: [UInt8] = []
        body.putZeros(6)
        body.put(zone)
        return Experimenter(experimenter: ExperimenterID.nicira, type: 29, body: body)
    }

    func encode(into bytes: inout [UInt8]) {
        bytes.put(experimenter)
        bytes.put(type)
        bytes.append(contentsOf: body)
    }
}
