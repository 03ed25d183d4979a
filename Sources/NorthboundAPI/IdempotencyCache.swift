import Crypto
import NetworkTypes
import VirtualNetwork

/// The answers to creates that carried an `Idempotency-Key`, so that a create that is sent again is not made again.
actor IdempotencyCache {
    struct Key: Hashable {
        let project: ProjectID
        let path: String
        let key: String
    }

    struct Answer: Sendable {
        let body: [UInt8]
        let revision: Revision
    }

    enum Claim: Sendable {
        /// Nobody had the key; `complete` or `abandon` has to follow.
        case claimed
        /// The first request with this key is not answered yet.
        case underWay
        /// The key came with another body.
        case otherBody
        case answered(Answer)
    }

    private struct Entry {
        let digest: [UInt8]
        let madeAt: ContinuousClock.Instant
        let serial: Int
        var answer: Answer?
    }

    private var entries: [Key: Entry] = [:]
    /// Completed keys, oldest first; one whose serial is no longer its entry's was forgotten.
    private var completed: [(key: Key, serial: Int)] = []
    private var firstCompleted = 0
    private var bytes = 0
    private var nextSerial = 0
    private let clock = ContinuousClock()

    func claim(_ key: Key, body: [UInt8]) -> Claim {
        let now = clock.now
        forgetOld(now)
        let digest = Array(SHA256.hash(data: body))
        if let entry = entries[key] {
            guard entry.digest == digest else { return .otherBody }
            return entry.answer.map { .answered($0) } ?? .underWay
        }
        nextSerial += 1
        entries[key] = Entry(digest: digest, madeAt: now, serial: nextSerial)
        return .claimed
    }

    func complete(_ key: Key, _ answer: Answer) {
        guard var entry = entries[key], entry.answer == nil else { return }
        entry.answer = answer
        entries[key] = entry
        completed.append((key, entry.serial))
        bytes += answer.body.count
        while bytes > APILimits.idempotencyBytes || completed.count - firstCompleted > APILimits.idempotencyKeys {
            guard forgetOldest() else { break }
        }
    }

    /// The create failed: the key may be used again.
    func abandon(_ key: Key) {
        if entries[key]?.answer == nil { entries[key] = nil }
    }

    private func forgetOld(_ now: ContinuousClock.Instant) {
        while firstCompleted < completed.count {
            guard let entry = entries[completed[firstCompleted].key],
                now - entry.madeAt < .seconds(APILimits.idempotencySeconds)
            else {
                _ = forgetOldest()
                continue
            }
            return
        }
    }

    private func forgetOldest() -> Bool {
        guard firstCompleted < completed.count else { return false }
        let (key, serial) = completed[firstCompleted]
        firstCompleted += 1
        if let entry = entries[key], entry.serial == serial {
            bytes -= entry.answer?.body.count ?? 0
            entries[key] = nil
        }
        // Half of the list is behind us: take it off in one go.
        if firstCompleted > 1024, firstCompleted * 2 > completed.count {
            completed.removeFirst(firstCompleted)
            firstCompleted = 0
        }
        return true
    }
}
