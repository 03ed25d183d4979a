/// A key that names its place in a `ShardedMap` by a hash that does not change from process to process.
///
/// The hash decides the shape of the map, never equality. It need not be well mixed, since the map mixes it, but equal
/// keys must give equal hashes, and the keys of one map should rarely share one.
public protocol ShardHashable: Hashable {
    var shardHash: UInt64 { get }
}

extension UInt64: ShardHashable {
    @inlinable public var shardHash: UInt64 { self }
}

extension String: ShardHashable {
    /// FNV-1a, 64 bits, of a string of ASCII. Strings are equal by canonical equivalence (Unicode, UAX 15), so the three
    /// characters outside ASCII that are equivalent to one inside it count as that one, and every string with any other
    /// character beyond ASCII has the same hash: right, if slow in a map with very many of them.
    public var shardHash: UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for scalar in unicodeScalars {
            let byte: UInt64
            switch scalar {
            case "\u{0}"..."\u{7f}": byte = UInt64(scalar.value)
            case "\u{37e}": byte = UInt64(UInt8(ascii: ";"))
            case "\u{1fef}": byte = UInt64(UInt8(ascii: "`"))
            case "\u{212a}": byte = UInt64(UInt8(ascii: "K"))
            default: return 0
            }
            hash = (hash ^ byte) &* 0x100_0000_01b3
        }
        return hash
    }
}

/// The finalizer of SplitMix64 (Steele, Lea and Flood, 2014): every bit of the input moves every bit of the output.
@inlinable
func splitMix(_ value: UInt64) -> UInt64 {
    var mixed = value &+ 0x9e37_79b9_7f4a_7c15
    mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
    return mixed ^ mixed >> 31
}
