/// Which asynchronous messages a controller wants (OpenFlow 1.3.5 §7.3.10): bit n of a mask for reason n.
public struct AsyncConfig: Hashable, Sendable {
    /// Masks for one role.
    public struct Masks: Hashable, Sendable {
        /// Bits of `PacketIn.Reason`.
        public var packetIn: UInt32
        /// Bits of `PortStatus.Reason`.
        public var portStatus: UInt32
        /// Bits of `FlowRemoved.Reason`.
        public var flowRemoved: UInt32

        public init(packetIn: UInt32, portStatus: UInt32, flowRemoved: UInt32) {
            self.packetIn = packetIn
            self.portStatus = portStatus
            self.flowRemoved = flowRemoved
        }
    }

    /// While the controller's role is master or equal.
    public var master: Masks
    /// While its role is slave.
    public var slave: Masks

    public init(master: Masks, slave: Masks) {
        self.master = master
        self.slave = slave
    }

    static func decode(_ bytes: RawSpan, _ range: Range<Int>) throws(OpenFlowError) -> AsyncConfig {
        try requireExactly(24, in: range, "ofp_async_config")
        let start = range.lowerBound
        func masks(_ offset: Int) -> Masks {
            Masks(
                packetIn: bytes.u32(offset), portStatus: bytes.u32(offset + 8), flowRemoved: bytes.u32(offset + 16))
        }
        return AsyncConfig(master: masks(start), slave: masks(start + 4))
    }

    func encode(into bytes: inout [UInt8]) {
        bytes.put(master.packetIn)
        bytes.put(slave.packetIn)
        bytes.put(master.portStatus)
        bytes.put(slave.portStatus)
        bytes.put(master.flowRemoved)
        bytes.put(slave.flowRemoved)
    }
}
