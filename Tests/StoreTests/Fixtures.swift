import NaruTesting
import Foundation
import NetworkTypes
import Store
import Testing
import TopologyGraph
import VirtualNetwork

/// A directory that goes with the test.
final class TemporaryDirectory {
    let path: String

    init() throws {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("naru-store-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    var database: String { "\(path)/naru.sqlite" }
    var log: String { "\(path)/naru.sqlite-wal" }

    var logSize: Int {
        get throws { try Data(contentsOf: URL(fileURLWithPath: log)).count }
    }

    /// Changes bytes of the closed database in place; returns how many places.
    @discardableResult
    func replace(_ old: String, _ new: String) throws -> Int {
        #expect(old.utf8.count == new.utf8.count)
        var bytes = try Data(contentsOf: URL(fileURLWithPath: database))
        var places = 0
        while let range = bytes.range(of: Data(old.utf8)) {
            bytes.replaceSubrange(range, with: Data(new.utf8))
            places += 1
        }
        try bytes.write(to: URL(fileURLWithPath: database))
        return places
    }
}

extension SeededGenerator {
    mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &self) }
}

/// An intent that grows and shrinks by lot.
struct RandomIntent {
    static let principal = Principal(project: .operators, role: .admin)

    var generator: SeededGenerator
    var state = NetworkState()
    var now = Timestamp(nanoseconds: 1_700_000_000_000_000_000)
    private var made: UInt64 = 0

    init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

    /// The next transactions, applied.
    mutating func transactions(_ count: Int) -> [Transaction] {
        var transactions: [Transaction] = []
        while transactions.count < count {
            now = now.advanced(milliseconds: Int64(generator.below(40_000)))
            let command = next()
            // A refusal is as good a lot as any; another is drawn.
            guard let decision = try? state.decide(command, by: Self.principal, at: now) else { continue }
            state.apply(decision.transaction)
            transactions.append(decision.transaction)
        }
        return transactions
    }

    private mutating func next() -> Command {
        made += 1
        let id = ResourceID(random: made, made)
        switch generator.below(8) {
        case 0:
            var wish = CreateNetwork(id: id)
            wish.name = "réseau \"\(made)\""
            return .createNetwork(wish)
        case 1, 2:
            let block = IPAddress.v4(IPv4Address(bits: 0x0a00_0000 | UInt32(generator.below(1 << 16)) << 8))
            guard let prefix = IPPrefix(block, length: 24) else { return .createNetwork(CreateNetwork(id: id)) }
            var wish = CreateSubnet(id: id, newNetworkID: ResourceID(random: made, 1 << 40 | made), cidr: prefix)
            wish.network = some(.network)
            return .createSubnet(wish)
        case 3, 4, 5:
            var wish = CreatePort(id: id, defaultGroup: DefaultGroupIDs(group: id, egressRule: id, ingressRule: id))
            wish.network = some(.network)
            return .createPort(wish)
        case 6: return .createNode(CreateNode(id: id, name: "node-\(made)"))
        default:
            let kind = ResourceKind.allCases[generator.below(ResourceKind.allCases.count)]
            return .delete(kind, some(kind) ?? id, ifMatch: nil)
        }
    }

    private mutating func some(_ kind: ResourceKind) -> ResourceID? {
        let all = state.list(kind, after: nil, limit: 1_000) { _ in true }
        return all.isEmpty ? nil : all[generator.below(all.count)].metadata.id
    }
}

/// Whether two states are the same; snapshots are canonical.
func same(_ one: NetworkState, _ other: NetworkState) -> Bool { one.snapshotJSON == other.snapshotJSON }

/// Facts in short.
func interface(_ name: String, ofport: UInt32) -> TopologyFact {
    .interface(
        InterfaceFact(
            node: NodeKey(1), bridge: "br-int", name: name, ofport: ofport, kind: .vif, interfaceID: "id/\(name)",
            linkUp: true))
}
