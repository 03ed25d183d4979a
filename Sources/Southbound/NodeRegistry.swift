import NIOConcurrencyHelpers
import NIOCore
import NetworkTypes

/// Who a database says it is.
struct NodeIdentification: Hashable, Sendable {
    /// `external_ids:naru-node`, as the enrolment command set it.
    let nodeID: ResourceID?
    let systemID: String?
}

/// An unknown host whose database has dialled in.
public struct WaitingHost: Hashable, Sendable {
    public let systemID: String
    /// The remote address of its connection.
    public let address: String
    public let hostname: String
    public let ovsVersion: String
    /// Nanoseconds since 1970.
    public let firstSeenAt: Int64
}

/// Which node is which host; connections ask it, and ask again when it changes.
final class NodeRegistry: Sendable {
    /// What a connection hears that asks for its node's host.
    enum Admission {
        case host(NodeHost)
        /// Nobody knows the host yet; the connection is asked to come again when that may have changed.
        case waits
        /// Nobody knows it, and `SouthboundSettings.pendingLimit` wait already.
        case full
    }

    private struct Waiting {
        let host: WaitingHost
        let recheck: @Sendable () -> Void
        /// It was asked to come again and has not yet; once is enough.
        var isAsked = false
    }

    private struct State {
        var hosts: [NodeKey: NodeHost] = [:]
        var keysByID: [ResourceID: NodeKey] = [:]
        var keysBySystemID: [String: NodeKey] = [:]
        var waiting: [ObjectIdentifier: Waiting] = [:]
    }

    private let state = NIOLockedValueBox(State())
    private let waitingChanged: @Sendable ([WaitingHost]) -> Void

    init(waitingChanged: @escaping @Sendable ([WaitingHost]) -> Void) { self.waitingChanged = waitingChanged }

    func host(_ key: NodeKey) -> NodeHost? { state.withLockedValue { $0.hosts[key] } }

    /// Finds the host, or lists the connection as waiting.
    ///
    /// - Parameter recheck: makes the connection call this again, some time after it has returned.
    func admit(
        _ connection: AnyObject, _ who: NodeIdentification, _ host: WaitingHost, recheck: @escaping @Sendable () -> Void
    ) -> Admission {
        state.withLockedValue { state in
            let id = ObjectIdentifier(connection)
            let key = who.nodeID.flatMap { state.keysByID[$0] } ?? who.systemID.flatMap { state.keysBySystemID[$0] }
            if let found = key.flatMap({ state.hosts[$0] }) {
                remove(id, &state)
                return .host(found)
            }
            guard state.waiting[id] != nil || state.waiting.count < SouthboundSettings.pendingLimit else {
                return .full
            }
            let known = state.waiting.updateValue(Waiting(host: host, recheck: recheck), forKey: id)
            // Told under the lock, so that the last list told is the last one made.
            if known?.host != host { waitingChanged(Self.list(state)) }
            return .waits
        }
    }

    func enrol(_ key: NodeKey, id: ResourceID, systemID: String?, makeHost: () -> NodeHost) {
        let waiting = state.withLockedValue { state in
            if state.hosts[key] == nil { state.hosts[key] = makeHost() }
            state.keysByID[id] = key
            state.keysBySystemID = state.keysBySystemID.filter { $0.value != key }
            if let systemID { state.keysBySystemID[systemID] = key }
            let ids = state.waiting.filter { !$0.value.isAsked }.keys
            for id in ids { state.waiting[id]?.isAsked = true }
            return ids.compactMap { state.waiting[$0]?.recheck }
        }
        for recheck in waiting { recheck() }
    }

    func retire(_ key: NodeKey) {
        let host = state.withLockedValue { state in
            state.keysByID = state.keysByID.filter { $0.value != key }
            state.keysBySystemID = state.keysBySystemID.filter { $0.value != key }
            return state.hosts.removeValue(forKey: key)
        }
        host?.retire()
    }

    func waitsNoMore(_ connection: AnyObject) {
        state.withLockedValue { remove(ObjectIdentifier(connection), &$0) }
    }

    private func remove(_ id: ObjectIdentifier, _ state: inout State) {
        guard state.waiting.removeValue(forKey: id) != nil else { return }
        waitingChanged(Self.list(state))
    }

    var allHosts: [NodeHost] { state.withLockedValue { $0.hosts.values.sorted { $0.key < $1.key } } }

    private static func list(_ state: State) -> [WaitingHost] {
        state.waiting.values.map(\.host).sorted { ($0.systemID, $0.address) < ($1.systemID, $1.address) }
    }
}
