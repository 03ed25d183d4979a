/// Numbers of experimenters (OpenFlow 1.3.5 §7.5.4).
public enum ExperimenterID {
    /// The Open Networking Foundation's extensions, bundles among them.
    public static let onf: UInt32 = 0x4f4e_4600
    /// Nicira's, which Open vSwitch carries on.
    public static let nicira: UInt32 = 0x0000_2320
    /// The fields of the Network Service Header (RFC 8300) in Open vSwitch.
    public static let networkServiceHeader: UInt32 = 0x005a_d650
}
