import NetworkTypes
import PersistentCollections

/// Who holds which address of which subnet, and which addresses rest after they were given back.
///
/// Taken addresses are bits of blocks of 64, and each subnet remembers the lowest block that is not full, so finding
/// the lowest free address of a /16 with thousands of ports, or of a /64, looks at full blocks only once.
struct AddressLedger: Sendable {
    /// An address, or a block of 64 of them, of a subnet.
    struct Place: ShardHashable {
        let subnet: SubnetKey
        let offset: UInt64

        var shardHash: UInt64 { UInt64(subnet.value) &* 0x9e37_79b9_7f4a_7c15 ^ offset }
    }

    /// An address that was given back and rests.
    struct Release: Hashable, Sendable {
        let subnet: SubnetKey
        let offset: UInt64
        let at: Timestamp
    }

    private struct Block: Sendable {
        var taken: UInt64 = 0
        var resting: UInt64 = 0
        /// No address of `resting` was given back before this.
        var oldestRelease = Timestamp(nanoseconds: .max)

        var isEmpty: Bool { taken == 0 && resting == 0 }
    }

    private struct Account: Sendable {
        /// Every block below is full.
        var firstOpenBlock: UInt64 = 0
        var taken = 0
        var resting = 0
    }

    private var blocks = ShardedMap<Place, Block>()
    private var holders = ShardedMap<Place, PortKey>()
    private var releases = ShardedMap<Place, Timestamp>()
    private var accounts = PagedArray<Account>()
    /// A ring of the releases in the order in which they came.
    private var queue = PagedArray<Release>()
    private var head = 0
    private var queued = 0

    init() {}

    func holder(of offset: UInt64, in subnet: SubnetKey) -> PortKey? {
        holders[Place(subnet: subnet, offset: offset)]
    }

    func takenCount(in subnet: SubnetKey) -> Int { accounts[Int(subnet.value)]?.taken ?? 0 }
    func restingCount(in subnet: SubnetKey) -> Int { accounts[Int(subnet.value)]?.resting ?? 0 }

    /// The addresses that rest, oldest first.
    var resting: [Release] {
        (0..<queued).compactMap { step in
            guard let release = queue[(head + step) % Limits.restingAddresses] else { return nil }
            return releases[Place(subnet: release.subnet, offset: release.offset)] == release.at ? release : nil
        }
    }

    /// The lowest usable offset that nobody holds, that does not rest at `now` and that is none of `besides`.
    func lowestFree(in range: AddressRange, at now: Timestamp, besides: Set<UInt64>) -> UInt64? {
        guard range.first <= range.last else { return nil }
        var index = accounts[Int(range.subnet.value)]?.firstOpenBlock ?? 0
        while index <= range.lastBlock {
            let block = blocks[Place(subnet: range.subnet, offset: index)] ?? Block()
            var open = ~(range.unusable(inBlock: index) | block.taken)
            let allRest = Self.rests(block.oldestRelease, at: now)
            if allRest { open &= ~block.resting }
            while open != 0 {
                let offset = index << 6 | UInt64(open.trailingZeroBitCount)
                let bit = open & ~(open - 1)
                open &= open - 1
                if besides.contains(offset) { continue }
                if block.resting & bit != 0, rests(offset, in: range.subnet, at: now) { continue }
                return offset
            }
            index += 1
        }
        return nil
    }

    mutating func take(_ offset: UInt64, of range: AddressRange, by port: PortKey) {
        let place = Place(subnet: range.subnet, offset: offset)
        let isNew = holders[place] == nil
        holders[place] = port
        guard isNew else { return }
        endRest(place)
        let blockPlace = Place(subnet: range.subnet, offset: offset >> 6)
        blocks[blockPlace, default: Block()].taken |= 1 << (offset & 63)
        var account = accounts[Int(range.subnet.value)] ?? Account()
        account.taken += 1
        while account.firstOpenBlock <= range.lastBlock,
            isFull(account.firstOpenBlock, of: range)
        {
            account.firstOpenBlock += 1
        }
        accounts[Int(range.subnet.value)] = account
    }

    /// Gives an address back at `now`; it rests from then on.
    mutating func release(_ offset: UInt64, of subnet: SubnetKey, at now: Timestamp) {
        let place = Place(subnet: subnet, offset: offset)
        guard holders.removeValue(forKey: place) != nil else { return }
        blocks[Place(subnet: subnet, offset: offset >> 6), default: Block()].taken &= ~(1 << (offset & 63))
        _ = accounts.update(at: Int(subnet.value)) { account in
            account.taken -= 1
            account.firstOpenBlock = min(account.firstOpenBlock, offset >> 6)
        }
        rest(Release(subnet: subnet, offset: offset, at: now))
    }

    /// Lets an address that nobody holds rest, as `release` does.
    mutating func rest(_ release: Release) {
        let place = Place(subnet: release.subnet, offset: release.offset)
        guard holders[place] == nil else { return }
        if queued == Limits.restingAddresses { endOldestRest() }
        endRest(place)
        releases[place] = release.at
        queue[(head + queued) % Limits.restingAddresses] = release
        queued += 1
        let bit: UInt64 = 1 << (release.offset & 63)
        let blockPlace = Place(subnet: release.subnet, offset: release.offset >> 6)
        var block = blocks[blockPlace] ?? Block()
        block.oldestRelease = block.resting == 0 ? release.at : min(block.oldestRelease, release.at)
        block.resting |= bit
        blocks[blockPlace] = block
        var account = accounts[Int(release.subnet.value)] ?? Account()
        account.resting += 1
        accounts[Int(release.subnet.value)] = account
    }

    /// Forgets the releases whose rest is over at `now`.
    mutating func expire(at now: Timestamp) {
        while queued > 0, let oldest = queue[head], !Self.rests(oldest.at, at: now) { endOldestRest() }
    }

    private mutating func endOldestRest() {
        guard queued > 0 else { return }
        let release = queue.remove(at: head)
        head = (head + 1) % Limits.restingAddresses
        queued -= 1
        guard let release else { return }
        let place = Place(subnet: release.subnet, offset: release.offset)
        if releases[place] == release.at { endRest(place) }
    }

    private mutating func endRest(_ place: Place) {
        guard releases.removeValue(forKey: place) != nil else { return }
        let blockPlace = Place(subnet: place.subnet, offset: place.offset >> 6)
        var block = blocks[blockPlace] ?? Block()
        block.resting &= ~(1 << (place.offset & 63))
        blocks[blockPlace] = block.isEmpty ? nil : block
        _ = accounts.update(at: Int(place.subnet.value)) { $0.resting -= 1 }
    }

    private func isFull(_ index: UInt64, of range: AddressRange) -> Bool {
        let taken = blocks[Place(subnet: range.subnet, offset: index)]?.taken ?? 0
        return taken | range.unusable(inBlock: index) == .max
    }

    private func rests(_ offset: UInt64, in subnet: SubnetKey, at now: Timestamp) -> Bool {
        guard let released = releases[Place(subnet: subnet, offset: offset)] else { return false }
        return Self.rests(released, at: now)
    }

    /// Within the pause of `released` either way, so that a clock set back keeps no address for long.
    private static func rests(_ released: Timestamp, at now: Timestamp) -> Bool {
        let (distance, overflow) = now.nanoseconds.subtractingReportingOverflow(released.nanoseconds)
        return !overflow && distance.magnitude < UInt64(Limits.addressRestSeconds) * 1_000_000_000
    }
}
