import CEL
import Synchronization

/// A number that several threads count down.
final class Counter: Sendable {
    private let value: Mutex<Int>

    init(_ value: Int) { self.value = Mutex(value) }

    func decrement() -> Int {
        value.withLock { value in
            value -= 1
            return value
        }
    }
}

extension Timestamp {
    func with(nanoseconds: Int32) -> Timestamp { Timestamp(seconds: seconds, nanoseconds: nanoseconds) }
}
