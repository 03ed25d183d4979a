import NetworkTypes

/// DHCPDISCOVER frames as two clients sent them from a station 02:00:00:00:00:0a. Both have `sname` and `file` empty.
enum ClientFrames {
    /// BusyBox udhcpc 1.35.0.
    static let udhcpc = frame(
        head: "ffffffffffff02000000000a08004500014800000000401179a600000000ffffffff004400430134534901010600be66"
            + "1b1b000000000000000000000000000000000000000002000000000a",
        options: "638253633501013902024037070103060c0f1c2a3c0c756468637020312e33352e303d070102000000000aff00000000"
            + "00000000000000000000000000000000")

    /// ISC dhclient, with the host name "vm".
    static let dhclient = frame(
        head: "ffffffffffff02000000000a080045100148000000008011399600000000ffffffff004400430134eaa201010600d54d"
            + "f168000000000000000000000000000000000000000002000000000a",
        options: "638253633501010c02766d370d011c02030f06770c2c2f1a792aff000000000000000000000000000000000000000000"
            + "00000000000000000000000000000000")

    /// Joins what stands before and after the 202 zero bytes of the long fields.
    private static func frame(head: String, options: String) -> [UInt8] {
        let zeros = [UInt8](repeating: 0, count: 202)
        return (bytes(hexadecimal: head) ?? []) + zeros + (bytes(hexadecimal: options) ?? [])
    }
}
