import JSONText
import OpenFlow

extension JSONScalar where Value == UInt32 {
    /// An OpenFlow port number; the reserved ones (OpenFlow 1.3.5 §7.2.1) have names.
    static var port: Self {
        named([
            (PortNumber.inPort, "IN_PORT"), (PortNumber.table, "TABLE"), (PortNumber.normal, "NORMAL"),
            (PortNumber.flood, "FLOOD"), (PortNumber.all, "ALL"), (PortNumber.controller, "CONTROLLER"),
            (PortNumber.local, "LOCAL"), (PortNumber.any, "ANY"),
        ])
    }

    /// A group's number (OpenFlow 1.3.5 §7.3.4.2).
    static var group: Self { named([(0xffff_fffc, "ALL"), (0xffff_ffff, "ANY")]) }

    /// A meter's number (OpenFlow 1.3.5 §7.3.4.4).
    static var meter: Self {
        named([(0xffff_fffd, "SLOWPATH"), (0xffff_fffe, "CONTROLLER"), (0xffff_ffff, "ALL")])
    }

    static var buffer: Self { named([(FlowMod.noBuffer, "NO_BUFFER")]) }

    static var queue: Self { named([(0xffff_ffff, "ALL")]) }
}

extension JSONScalar where Value == UInt8 {
    static var table: Self { named([(FlowMod.allTables, "ALL")]) }
}

extension JSONScalar where Value == UInt16 {
    /// A port number of OpenFlow 1.0, as some of Nicira's actions have it.
    static var shortPort: Self {
        named([
            (0xfff8, "IN_PORT"), (0xfff9, "TABLE"), (0xfffa, "NORMAL"), (0xfffb, "FLOOD"), (0xfffc, "ALL"),
            (0xfffd, "CONTROLLER"), (0xfffe, "LOCAL"), (0xffff, "NONE"),
        ])
    }

    /// Bytes of a packet that a controller gets.
    static var maxLength: Self { named([(FlowAction.maxLengthNoBuffer, "NO_BUFFER")]) }
}
