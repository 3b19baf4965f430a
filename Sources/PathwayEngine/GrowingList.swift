/// A list that grows at its end, and whose copies share what is full: adding to a copy of a long one copies a few
/// elements, not all.
struct GrowingList<Element: Hashable & Sendable>: Hashable, Sendable {
    /// Each as long as a chunk is; nil while there is none, so that of a short list one reference is counted.
    private var full: [[Element]]?
    /// Shorter than a chunk.
    private var open: [Element] = []

    static var chunk: Int { 4 }

    init() {}

    init(_ elements: [Element]) {
        for element in elements { append(element) }
    }

    var isEmpty: Bool { open.isEmpty && full == nil }

    mutating func append(_ element: consuming Element) {
        if open.isEmpty { open.reserveCapacity(Self.chunk) }
        open.append(element)
        guard open.count == Self.chunk else { return }
        if full == nil { full = [open] } else { full?.append(open) }
        open = []
    }

    /// All of it in one list.
    var elements: [Element] { full.map { $0.flatMap { $0 } + open } ?? open }
}

extension GrowingList: RandomAccessCollection {
    var startIndex: Int { 0 }
    var endIndex: Int { (full?.count ?? 0) * Self.chunk + open.count }

    subscript(place: Int) -> Element {
        let (chunk, rest) = place.quotientAndRemainder(dividingBy: Self.chunk)
        if let full, chunk < full.count { return full[chunk][rest] }
        return open[rest]
    }
}
