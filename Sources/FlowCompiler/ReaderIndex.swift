import LogicalNetwork
import NetworkTypes
import PersistentCollections

/// A computation that reads, and that is made again when what it read changes.
enum Reader: Hashable, Sendable {
    case nodes
    case subscription(NodeKey)
    case listing(FlowScope)
    case unit(FlowUnit)

    var shardHash: UInt64 {
        switch self {
        case .nodes: 0
        case .subscription(let node): UInt64(node.value)
        case .listing(let scope): scope.shardHash
        case .unit(let unit): unit.shardHash
        }
    }
}

/// Who read what. Keys that a great part of all computations read are spread over buckets, so that a snapshot that
/// shares the index makes no change copy all their readers.
struct ReaderIndex: Sendable {
    private struct Place: ShardHashable {
        let key: ReadKey
        let bucket: UInt8

        var shardHash: UInt64 { key.shardHash ^ UInt64(bucket) << 56 }
    }

    private var readers = ShardedMap<Place, Set<Reader>>()

    private static func place(of reader: Reader, _ key: ReadKey) -> Place {
        Place(key: key, bucket: key.isBroad ? UInt8(truncatingIfNeeded: reader.shardHash) : 0)
    }

    mutating func replace(_ reader: Reader, old: [ReadKey], new: [ReadKey]) {
        guard old != new else { return }
        for key in old {
            let place = Self.place(of: reader, key)
            readers[place, default: []].remove(reader)
            if readers[place]?.isEmpty == true { readers[place] = nil }
        }
        for key in new { readers[Self.place(of: reader, key), default: []].insert(reader) }
    }

    func readers(of key: ReadKey) -> Set<Reader> {
        guard key.isBroad else { return readers[Place(key: key, bucket: 0)] ?? [] }
        return (0...UInt8.max).reduce(into: []) { $0.formUnion(readers[Place(key: key, bucket: $1)] ?? []) }
    }
}
