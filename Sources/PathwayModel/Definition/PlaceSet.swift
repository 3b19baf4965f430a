/// A set of places, in order, as bits: a configuration of states, the events that a descriptor matches.
package struct PlaceSet<Element>: Hashable, Sendable {
    private var words: [UInt64]

    package init() { words = [] }

    package init(_ members: some Sequence<Place<Element>>) {
        self.init()
        for member in members { insert(member) }
    }

    package var isEmpty: Bool { words.allSatisfy { $0 == 0 } }

    package var count: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }

    package func contains(_ member: Place<Element>) -> Bool {
        let word = member.position >> 6
        return word < words.count && words[word] & (1 << UInt64(member.position & 63)) != 0
    }

    package mutating func insert(_ member: Place<Element>) {
        let word = member.position >> 6
        while words.count <= word { words.append(0) }
        words[word] |= 1 << UInt64(member.position & 63)
    }

    package mutating func remove(_ member: Place<Element>) {
        let word = member.position >> 6
        guard word < words.count else { return }
        words[word] &= ~(1 << UInt64(member.position & 63))
        while words.last == 0 { words.removeLast() }
    }

    package mutating func formUnion(_ other: Self) {
        while words.count < other.words.count { words.append(0) }
        for word in other.words.indices { words[word] |= other.words[word] }
    }

    package func isDisjoint(with other: Self) -> Bool {
        !zip(words, other.words).contains { $0 & $1 != 0 }
    }
}

extension PlaceSet: Sequence {
    package struct Iterator: IteratorProtocol {
        fileprivate let words: [UInt64]
        fileprivate var word = 0
        fileprivate var rest: UInt64

        package mutating func next() -> Place<Element>? {
            while rest == 0 {
                word += 1
                guard word < words.count else { return nil }
                rest = words[word]
            }
            let bit = rest.trailingZeroBitCount
            rest &= rest - 1
            return Place(word << 6 | bit)
        }
    }

    package func makeIterator() -> Iterator { Iterator(words: words, rest: words.first ?? 0) }
}
