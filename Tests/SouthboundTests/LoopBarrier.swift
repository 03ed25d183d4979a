import NIOConcurrencyHelpers

/// Holds a thread up until it is opened.
final class LoopBarrier: Sendable {
    private let isOpen = ConditionLock(value: false)

    func open() {
        isOpen.lock()
        isOpen.unlock(withValue: true)
    }

    func pass() {
        // A test that fails must not stand still for ever.
        if isOpen.lock(whenValue: true, timeoutSeconds: 30) { isOpen.unlock() }
    }
}
