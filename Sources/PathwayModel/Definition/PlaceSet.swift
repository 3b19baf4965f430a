/// A set of places, in order, as bits: a configuration of states, the events that a descriptor matches.
///
/// The first 128 places stand in the set itself, so that sets of most pathways are made and copied without memory.
@usableFromInline package struct PlaceSet<Element>: Hashable, Sendable {
    @usableFromInline var low: UInt64 = 0
    @usableFromInline var high: UInt64 = 0
    /// Places from 128 on; never ends in an empty word.
    @usableFromInline var rest: [UInt64] = []

    @inlinable package init() {}

    @inlinable package init(_ members: some Sequence<Place<Element>>) {
        for member in members { insert(member) }
    }

    @inlinable package var isEmpty: Bool { low == 0 && high == 0 && rest.isEmpty }

    @inlinable package var count: Int {
        rest.reduce(low.nonzeroBitCount + high.nonzeroBitCount) { $0 + $1.nonzeroBitCount }
    }

    @inlinable package func contains(_ member: Place<Element>) -> Bool {
        let word = member.position >> 6
        return word < wordCount && self[at: word] & Self.bit(member) != 0
    }

    @inlinable package mutating func insert(_ member: Place<Element>) {
        let word = member.position >> 6
        while wordCount <= word { rest.append(0) }
        self[at: word] |= Self.bit(member)
    }

    @inlinable package mutating func remove(_ member: Place<Element>) {
        let word = member.position >> 6
        guard word < wordCount else { return }
        self[at: word] &= ~Self.bit(member)
        trim()
    }

    /// Takes out the last member.
    @inlinable package mutating func popLast() -> Place<Element>? {
        for word in (0..<wordCount).reversed() where self[at: word] != 0 {
            let member = Place<Element>(word << 6 | (63 - self[at: word].leadingZeroBitCount))
            remove(member)
            return member
        }
        return nil
    }

    @inlinable package mutating func formUnion(_ other: Self) {
        low |= other.low
        high |= other.high
        while rest.count < other.rest.count { rest.append(0) }
        for word in other.rest.indices { rest[word] |= other.rest[word] }
    }

    @inlinable package mutating func formIntersection(_ other: Self) {
        low &= other.low
        high &= other.high
        guard !rest.isEmpty else { return }
        for word in rest.indices { rest[word] &= word < other.rest.count ? other.rest[word] : 0 }
        trim()
    }

    @inlinable package func isDisjoint(with other: Self) -> Bool {
        guard low & other.low == 0, high & other.high == 0 else { return false }
        return rest.isEmpty || other.rest.isEmpty || !zip(rest, other.rest).contains { $0 & $1 != 0 }
    }

    @inlinable package func intersection(_ other: Self) -> Self {
        var both = self
        both.formIntersection(other)
        return both
    }

    /// The members whose positions are in a range.
    @inlinable package func intersection(_ positions: Range<Int>) -> Self {
        var inside = self
        for word in 0..<wordCount where self[at: word] != 0 { inside[at: word] &= Self.mask(of: positions, word) }
        inside.trim()
        return inside
    }

    /// Whether a member's position is in a range.
    @inlinable package func intersects(_ positions: Range<Int>) -> Bool {
        for word in 0..<wordCount where self[at: word] & Self.mask(of: positions, word) != 0 { return true }
        return false
    }
}

// MARK: - Words

extension PlaceSet {
    @inlinable var wordCount: Int { 2 + rest.count }

    @inlinable subscript(at word: Int) -> UInt64 {
        get {
            switch word {
            case 0: low
            case 1: high
            default: rest[word - 2]
            }
        }
        set {
            switch word {
            case 0: low = newValue
            case 1: high = newValue
            default: rest[word - 2] = newValue
            }
        }
    }

    @inlinable mutating func trim() {
        while rest.last == 0 { rest.removeLast() }
    }

    @inlinable static func bit(_ member: Place<Element>) -> UInt64 { 1 << UInt64(member.position & 63) }

    /// The bits of a word whose positions are in a range.
    @inlinable static func mask(of positions: Range<Int>, _ word: Int) -> UInt64 {
        let part = positions.clamped(to: (word << 6)..<((word + 1) << 6))
        guard !part.isEmpty else { return 0 }
        return (UInt64.max >> UInt64(64 - part.count)) << UInt64(part.lowerBound & 63)
    }
}

extension PlaceSet: Sequence {
    @usableFromInline package struct Iterator: IteratorProtocol {
        @usableFromInline let set: PlaceSet
        @usableFromInline var word = 0
        @usableFromInline var left: UInt64

        @inlinable init(_ set: PlaceSet) {
            self.set = set
            left = set.low
        }

        @inlinable package mutating func next() -> Place<Element>? {
            while left == 0 {
                word += 1
                guard word < set.wordCount else { return nil }
                left = set[at: word]
            }
            let bit = left.trailingZeroBitCount
            left &= left - 1
            return Place(word << 6 | bit)
        }
    }

    @inlinable package func makeIterator() -> Iterator { Iterator(self) }
}
