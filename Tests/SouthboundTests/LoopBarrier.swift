import NIOConcurrencyHelpers

/// Holds a thread up until it is opened.
final class LoopBarrier: Sendable {
    private let isOpen = ConditionLock(value: false)

    func open() {
        isOpen.lock()
        isOpen.unlock(withValue: true)
    }

    func pass() {
        // A test that fails must not stand still for ever; one that passes may wait long for its turn among all others.
        if isOpen.lock(whenValue: true, timeoutSeconds: 300) { isOpen.unlock() }
    }
}
