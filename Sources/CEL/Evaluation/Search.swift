/// Finds a sequence in another one, in time that grows with the sum of their lengths (Knuth, Morris and Pratt).
enum Search {
    /// Where the one stands in the other first, at `start` or behind it. An empty one stands everywhere.
    static func first<T: Equatable>(_ part: [T], in whole: [T], from start: Int = 0) -> Int? {
        var found: Int?
        visit(part, in: whole, from: start) { place in
            found = place
            return false
        }
        return found
    }

    /// Where the one stands in the other, without overlaps, from left to right.
    static func all<T: Equatable>(_ part: [T], in whole: [T]) -> [Int] {
        var found: [Int] = []
        visit(part, in: whole, from: 0) { place in
            found.append(place)
            return true
        }
        return found
    }

    private static func visit<T: Equatable>(
        _ part: [T], in whole: [T], from start: Int, _ visitor: (Int) -> Bool
    ) {
        guard !part.isEmpty else {
            if start <= whole.count { _ = visitor(start) }
            return
        }
        guard part.count <= whole.count else { return }
        let borders = borders(of: part)
        var matched = 0
        var place = start
        while place < whole.count {
            while matched > 0, part[matched] != whole[place] { matched = borders[matched - 1] }
            if part[matched] == whole[place] { matched += 1 }
            place += 1
            if matched == part.count {
                guard visitor(place - part.count) else { return }
                matched = 0
            }
        }
    }

    /// For each beginning of the part, the length of its longest proper beginning that is its end as well.
    private static func borders<T: Equatable>(of part: [T]) -> [Int] {
        var borders = [0]
        var length = 0
        for place in 1..<part.count {
            while length > 0, part[length] != part[place] { length = borders[length - 1] }
            if part[length] == part[place] { length += 1 }
            borders.append(length)
        }
        return borders
    }
}
