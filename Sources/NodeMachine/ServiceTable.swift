import NetworkTypes
import PacketResponder

/// The services of the ports that are bound here, found by the port that a packet came in by; and when each is advertised.
struct ServiceTable: Sendable {
    private var services: [PortKey: PortService] = [:]
    private var ports: [UInt32: PortKey] = [:]
    /// Monotonic time from which on a router advertisement is due, in nanoseconds; only of ports with IPv6.
    private var advertisements: [PortKey: Int64] = [:]
    /// No advertisement is due before it, so that most ticks look at nothing.
    private var nextAdvertisement = Int64.max

    /// Nanoseconds between the unasked router advertisements of a port. A host takes its routers for gone after 9,000 seconds,
    /// so it may miss several; what changes is told at once.
    static let advertisementInterval: Int64 = 1_200_000_000_000
    /// Advertisements that go out at a tick, so that a node with many ports does not burst.
    static let advertisementsPerTick = 50

    func service(ofport: UInt32) -> PortService? { ports[ofport].flatMap { services[$0] } }

    /// Services that stay as they were keep their turn: a switch that comes back needs none of them at once.
    mutating func replace(with all: [PortService]) {
        let kept = Set(all.map(\.port))
        update(all, removed: services.keys.filter { !kept.contains($0) })
    }

    mutating func update(_ changed: [PortService], removed: [PortKey]) {
        for port in removed { remove(port) }
        for service in changed {
            let old = services[service.port]
            let turn = old == service ? advertisements[service.port] : nil
            remove(service.port)
            services[service.port] = service
            ports[service.ofport] = service.port
            if service.ipv6 != nil { plan(service.port, at: turn ?? .min) }
        }
    }

    /// The services whose advertisement is due, those that waited longest first; their next turn is an interval from now.
    mutating func takeDue(at now: Int64) -> [PortService] {
        guard nextAdvertisement <= now else { return [] }
        let due = advertisements.filter { $0.value <= now }
            .sorted { $0.value != $1.value ? $0.value < $1.value : $0.key < $1.key }
            .prefix(Self.advertisementsPerTick)
        for (port, _) in due { advertisements[port] = now &+ Self.advertisementInterval }
        nextAdvertisement = advertisements.values.min() ?? .max
        return due.compactMap { services[$0.key] }
    }

    private mutating func plan(_ port: PortKey, at time: Int64) {
        advertisements[port] = time
        nextAdvertisement = min(nextAdvertisement, time)
    }

    private mutating func remove(_ port: PortKey) {
        advertisements[port] = nil
        guard let old = services.removeValue(forKey: port), ports[old.ofport] == port else { return }
        ports[old.ofport] = nil
    }
}
