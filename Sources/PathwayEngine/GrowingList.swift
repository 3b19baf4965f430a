/// A list that grows at its end, and whose copies share what is full: adding to a copy of a long one copies a few
/// elements, not all.
struct GrowingList<Element: Hashable & Sendable>: Hashable, Sendable {
    /// Each as long as a chunk is.
    private var full: [[Element]] = []
    /// Shorter than a chunk.
    private var open: [Element] = []

    static var chunk: Int { 8 }

    init() {}

    init(_ elements: [Element]) {
        for element in elements { append(element) }
    }

    var isEmpty: Bool { open.isEmpty && full.isEmpty }

    mutating func append(_ element: Element) {
        if open.isEmpty { open.reserveCapacity(full.isEmpty ? Self.chunk / 2 : Self.chunk) }
        open.append(element)
        guard open.count == Self.chunk else { return }
        full.append(open)
        open = []
    }

    /// All of it in one list.
    var elements: [Element] { full.isEmpty ? open : full.flatMap { $0 } + open }
}

extension GrowingList: RandomAccessCollection {
    var startIndex: Int { 0 }
    var endIndex: Int { full.count * Self.chunk + open.count }

    subscript(place: Int) -> Element {
        _read {
            let (chunk, rest) = place.quotientAndRemainder(dividingBy: Self.chunk)
            if chunk < full.count { yield full[chunk][rest] } else { yield open[rest] }
        }
    }
}
