import JSONText
import OpenFlow

extension ConnectionTracking: JSONDescribed {
    mutating func describe(_ form: inout JSONForm) throws(OpenFlowTextError) {
        try form.member("flags", &flags, .options([(.commit, "commit"), (.force, "force")]), .optional)
        try form.member("zone", &zone, .zone, .optional)
        try form.member("table", &recirculationTable, ifPresent: .recirculationTable)
        try form.member(
            "alg", &helper, .named([(0, "none"), (21, "ftp"), (69, "tftp")]), .optional)
        try form.actions("exec", &actions, limit: ActionLimit.connectionTracking, .optional)
    }
}

extension JSONScalar where Value == ConnectionTracking.Zone {
    static var zone: Self {
        Self(
            expected: "a number from 0 to 65535, or 16 bits of a field such as \"reg0[0..15]\"",
            write: { zone in
                switch zone {
                case .immediate(let number): .integer(Int64(number))
                case .field(let header, let offset):
                    .string(Subfield(header: header, offset: offset, bits: 16).text)
                }
            },
            read: { json in
                if let number = JSONScalar<UInt16>.number.read(json) { return .immediate(number) }
                guard let field = json.string.flatMap({ Subfield($0) }), field.bits == 16 else { return nil }
                return .field(field.header, offset: field.offset)
            })
    }
}

extension JSONScalar where Value == UInt8 {
    /// A table of a ct action; 255 on the wire means that there is none.
    fileprivate static var recirculationTable: Self {
        Self(
            expected: "a number from 0 to 254, or leave it out for none", write: number.write,
            read: { json in number.read(json).flatMap { $0 == 255 ? nil : $0 } })
    }
}
