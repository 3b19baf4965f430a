import CEL

/// Looks at everything that the inputs of a table can be.
///
/// Values that no cell tells apart are one: what is left of even the widest range are a few values that stand for all.
/// Where the row that answers is certain before all inputs are chosen, the rest of them is passed over.
struct TableProof {
    typealias Point = [DecisionCell.Sample]

    enum Finding {
        case gap(Point)
        case overlap(first: Int, second: Int, Point)
        /// Wherever the row holds, an earlier one does; which, and where for example.
        case unreachable(row: Int, earlier: [Int], Point)
    }

    /// Combinations that are looked at before the proof is given up.
    static let largest = 200_000

    /// Values that the cells tell apart, and the rows whose cells of this input hold for each.
    private struct Choice {
        var sample: DecisionCell.Sample
        var rows: RowSet
    }

    private let count: Int
    private let choices: [[Choice]]
    /// The rows that have no cell of this input or a later one: by input, and one more for none left.
    private let settled: [RowSet]
    private var looks = 0

    init(rows: [[(input: Int, cell: DecisionCell)]], inputs: [(type: ValueType, domain: Variable.Domain?)]) {
        count = rows.count
        choices = inputs.indices.map { input in
            let cells = rows.map { row in row.first { $0.input == input }?.cell }
            let samples = DecisionCell.samples(
                of: cells.compactMap { $0 }, inputs[input].type, inputs[input].domain)
            var seen: Set<RowSet> = []
            return samples.compactMap { sample in
                let rows = RowSet(cells.indices.filter { cells[$0]?.holds(sample) ?? true }, of: rows.count)
                return seen.insert(rows).inserted ? Choice(sample: sample, rows: rows) : nil
            }
        }
        settled = (0...inputs.count).map { input in
            RowSet(rows.indices.filter { row in rows[row].allSatisfy { $0.input < input } }, of: rows.count)
        }
    }

    /// What is wrong with a table of which the first row that holds answers; nil where it is too large to tell.
    mutating func firstHit() -> [Finding]? {
        looks = 0
        var answering = RowSet([], of: count)
        var gap: Point?
        let isWhole = visit(RowSet(0..<count, of: count)) { first, point in
            if let first { answering.insert(first) } else if gap == nil { gap = point }
        }
        guard isWhole else { return nil }
        var findings = gap.map { [Finding.gap($0)] } ?? []
        for row in 0..<count where !answering.contains(row) {
            // A row for the rest may be left without work: it is a precaution, and not a mistake.
            if settled[0].contains(row) { continue }
            guard let (earlier, point) = covering(row) else { return nil }
            findings.append(.unreachable(row: row, earlier: earlier, point))
        }
        return findings
    }

    /// What is wrong with a table of which exactly one row must hold; nil where it is too large to tell.
    mutating func unique() -> [Finding]? {
        looks = 0
        var finding: Finding?
        var point: Point = []
        guard visitAll(RowSet(0..<count, of: count), &point, &finding) else { return nil }
        return finding.map { [$0] } ?? []
    }

    // MARK: Going through

    /// Tells for everything which row answers, if any; false where that is too much.
    private mutating func visit(_ rows: RowSet, _ tell: (Int?, Point) -> Void) -> Bool {
        var point: Point = []
        return visit(rows, &point, tell)
    }

    private mutating func visit(_ rows: RowSet, _ point: inout Point, _ tell: (Int?, Point) -> Void) -> Bool {
        looks += 1
        guard looks <= Self.largest else { return false }
        guard let first = rows.first else {
            tell(nil, filled(point))
            return true
        }
        // It holds whatever the other inputs are, and nothing before it can.
        if settled[point.count].contains(first) {
            tell(first, filled(point))
            return true
        }
        for choice in choices[point.count] {
            point.append(choice.sample)
            defer { point.removeLast() }
            guard visit(rows.intersection(choice.rows), &point, tell) else { return false }
        }
        return true
    }

    private mutating func visitAll(_ rows: RowSet, _ point: inout Point, _ finding: inout Finding?) -> Bool {
        looks += 1
        guard looks <= Self.largest else { return false }
        let certain = rows.intersection(settled[point.count])
        if rows.first == nil {
            finding = .gap(filled(point))
        } else if let first = certain.first, let second = certain.next(after: first) {
            finding = .overlap(first: first, second: second, filled(point))
        } else if point.count < choices.count, certain.first == nil || rows != certain {
            for choice in choices[point.count] where finding == nil {
                point.append(choice.sample)
                defer { point.removeLast() }
                guard visitAll(rows.intersection(choice.rows), &point, &finding) else { return false }
            }
        }
        return true
    }

    /// The rows that answer where this one holds, and an example; nil where that is too much.
    private mutating func covering(_ row: Int) -> (earlier: [Int], Point)? {
        looks = 0
        var earlier = RowSet([], of: count)
        var example: Point?
        var narrowed = self.narrowed(to: row)
        let isWhole = narrowed.visit(RowSet(0..<count, of: count)) { first, point in
            if let first { earlier.insert(first) }
            if example == nil { example = point }
        }
        guard isWhole, let example else { return nil }
        return (Array(earlier), example)
    }

    private func narrowed(to row: Int) -> TableProof {
        TableProof(
            count: count, choices: choices.map { $0.filter { $0.rows.contains(row) } }, settled: settled)
    }

    private init(count: Int, choices: [[Choice]], settled: [RowSet]) {
        (self.count, self.choices, self.settled) = (count, choices, settled)
    }

    /// The point with some value for each input that was not looked at.
    private func filled(_ point: Point) -> Point {
        point + choices[point.count...].compactMap { $0.first?.sample }
    }
}

/// Some of a table's rows.
private struct RowSet: Hashable, Sequence {
    private var words: [UInt64]

    init(_ rows: some Sequence<Int>, of count: Int) {
        words = Array(repeating: 0, count: (count + 63) / 64)
        for row in rows { insert(row) }
    }

    mutating func insert(_ row: Int) { words[row / 64] |= 1 << UInt64(row % 64) }

    func contains(_ row: Int) -> Bool { words[row / 64] & 1 << UInt64(row % 64) != 0 }

    func intersection(_ other: RowSet) -> RowSet {
        var both = self
        for place in words.indices { both.words[place] &= other.words[place] }
        return both
    }

    var first: Int? { next(after: -1) }

    func next(after row: Int) -> Int? {
        let start = row + 1
        guard start / 64 < words.count else { return nil }
        var word = words[start / 64] & (~0 << UInt64(start % 64))
        var place = start / 64
        while word == 0 {
            place += 1
            guard place < words.count else { return nil }
            word = words[place]
        }
        return place * 64 + word.trailingZeroBitCount
    }

    func makeIterator() -> AnyIterator<Int> {
        var last = -1
        return AnyIterator {
            let next = self.next(after: last)
            last = next ?? last
            return next
        }
    }
}
