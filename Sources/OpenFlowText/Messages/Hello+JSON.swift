import JSONText
import NetworkTypes
import OpenFlow

extension Hello: JSONDescribed {
    mutating func describe(_ form: inout JSONForm) throws(OpenFlowTextError) {
        try form.member("version", &version, .number, .optional)
        try form.member("version_bitmap", &versionBitmap, ifPresent: .versionBitmap)
    }
}

extension JSONScalar where Value == [UInt32] {
    /// Words of 32 versions each, the lowest first.
    static var versionBitmap: Self {
        Self(
            expected: "a list of words of 32 bits such as [\"0x10\"], at most \(Hello.versionBitmapWords)",
            write: { .array($0.map { JSONScalar<UInt32>.hexadecimalNumber.write($0) }) },
            read: { json in
                guard let list = json.array, list.count <= Hello.versionBitmapWords else { return nil }
                let words = list.compactMap { JSONScalar<UInt32>.hexadecimalNumber.read($0) }
                return words.count == list.count ? words : nil
            })
    }
}
