/// How a node's integration bridge has to be.
public struct WantedBridge: Hashable, Sendable {
    public var name: String
    public var datapathID: UInt64
    /// "netdev" for userspace, empty for the system's datapath.
    public var datapathType: String
    /// Such as "tcp:192.0.2.1:6653".
    public var controllerTarget: String
    public var tunnelPortName: String
    /// "geneve" or "vxlan".
    public var tunnelType: String
    /// 1…65279.
    public var tunnelOfportRequest: UInt32
    /// The tunnel endpoint's own address.
    public var localIP: String

    public init(
        name: String = "br-int", datapathID: UInt64, datapathType: String = "", controllerTarget: String,
        tunnelPortName: String = "naru-geneve", tunnelType: String = "geneve", tunnelOfportRequest: UInt32,
        localIP: String
    ) {
        self.name = name
        self.datapathID = datapathID
        self.datapathType = datapathType
        self.controllerTarget = controllerTarget
        self.tunnelPortName = tunnelPortName
        self.tunnelType = tunnelType
        self.tunnelOfportRequest = tunnelOfportRequest
        self.localIP = localIP
    }
}
