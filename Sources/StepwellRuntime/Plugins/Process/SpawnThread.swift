import Dispatch
import Foundation
import Synchronization

/// The one thread that starts plugin processes.
///
/// A sandbox dies with the thread that started it (`PR_SET_PDEATHSIG` is about a thread, not a process): on a thread
/// that comes and goes, plugins would end at odd moments. This one lasts as long as the program.
final class SpawnThread: Sendable {
    static let shared = SpawnThread()

    private let jobs = Mutex<[@Sendable () -> Void]>([])
    private let waiting = DispatchSemaphore(value: 0)

    private init() {
        let thread = Thread { [self] in
            while true {
                waiting.wait()
                let job = jobs.withLock { $0.isEmpty ? nil : $0.removeFirst() }
                job?()
            }
        }
        thread.name = "stepwell-spawn"
        thread.start()
    }

    /// Runs something on the thread, and waits for what comes of it.
    func run<Product: Sendable>(_ body: @escaping @Sendable () -> Product) -> Product? {
        let box = Box<Product>()
        let done = DispatchSemaphore(value: 0)
        jobs.withLock { jobs in
            jobs.append {
                let product = body()
                box.content.withLock { $0 = product }
                done.signal()
            }
        }
        waiting.signal()
        done.wait()
        return box.content.withLock { $0 }
    }

    private final class Box<Product: Sendable>: Sendable {
        let content = Mutex<Product?>(nil)
    }
}
