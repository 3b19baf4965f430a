import Dispatch
import Synchronization

/// Something that is worked out on another thread meanwhile.
final class Aside<Product: Sendable>: Sendable {
    private let content = Mutex<Product?>(nil)
    private let isDone = DispatchSemaphore(value: 0)

    init(_ body: @escaping @Sendable () -> Product) {
        DispatchQueue.global().async { [self] in
            let product = body()
            content.withLock { $0 = product }
            isDone.signal()
        }
    }

    /// Waits for what came of it.
    var product: Product {
        isDone.wait()
        defer { isDone.signal() }
        guard let product = content.withLock({ $0 }) else { preconditionFailure("it is signaled once it is there") }
        return product
    }
}
