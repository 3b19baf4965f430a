import StepwellStore
import Synchronization

/// What a store in memory holds, and whose turn it is.
final class MemoryBox: Sendable {
    private let contents: Mutex<MemoryContents>

    init(_ contents: MemoryContents = MemoryContents()) { self.contents = Mutex(contents) }

    func withLock<Product: Sendable, Failure>(
        _ body: (inout MemoryContents) throws(Failure) -> Product
    ) throws(Failure) -> Product {
        try contents.withLock { contents throws(Failure) in try body(&contents) }
    }

    /// Another with the same contents. Nobody delivers there.
    var copy: MemoryBox {
        var contents = withLock { $0 }
        contents.isDelivering = false
        return MemoryBox(contents)
    }
}

/// Stores by the names of their locations.
final class MemoryShelf: Sendable {
    private let boxes = Mutex<[String: MemoryBox]>([:])

    func box(at location: String) throws(StoreError) -> MemoryBox {
        guard let box = boxes.withLock({ $0[location] }) else { throw .missing(path: location) }
        return box
    }

    func put(_ box: MemoryBox, at location: String) throws(StoreError) {
        let isKept = boxes.withLock { boxes in
            guard boxes[location] == nil else { return false }
            boxes[location] = box
            return true
        }
        guard isKept else { throw .exists(path: location) }
    }
}
