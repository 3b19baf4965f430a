package import PathwayModel

/// One thing that happened to a case, as it is drawn.
package struct WalkedStep: Sendable {
    /// What the ways that it took are numbered by: `#3`.
    package var number: String
    package var date: String
    /// What was given.
    package var said: String
    /// What came of it, by the day on which that was.
    package var facts: [(on: String, Fact)]
    /// Every state in which the case was before it, and is after.
    package var before: [StateIndex]
    package var after: [StateIndex]
    /// What else is told of it: that it was refused, or was taken back.
    package var notes: [String]
    /// Whether it stands: what was taken back is told, and not marked.
    package var stands: Bool

    package init(
        number: String, date: String, said: String, facts: [(on: String, Fact)], before: [StateIndex],
        after: [StateIndex],
        notes: [String] = [], stands: Bool = true
    ) {
        self.number = number
        self.date = date
        self.said = said
        self.facts = facts
        self.before = before
        self.after = after
        self.notes = notes
        self.stands = stands
    }
}

extension Overlay {
    /// The way that a case went.
    ///
    /// - Parameters:
    ///   - here: where it is now, each with since when.
    ///   - told: what the list of steps is called.
    package init(
        caption: [String], walk: [WalkedStep], here: [(state: StateIndex, since: String?)], told: String,
        in pathway: Pathway
    ) {
        self.init(caption: caption)
        var visits = Visits(pathway)
        var taken: [TransitionIndex: [String]] = [:]
        for step in walk {
            visits.follow(step)
            guard step.stands else { continue }
            for (day, way) in step.taken { taken[way, default: []].append("\(step.number) on \(day)") }
        }
        for (state, words) in visits.words { boxes[pathway.states[state].path] = Mark(.passed, [words]) }
        for (state, since) in here {
            boxes[pathway.states[state].path] = Mark(.here, ["here" + (since.map { " since \($0)" } ?? "")])
        }
        for (way, steps) in taken {
            arrows[Picture.Arrow.id(of: way)] = Mark(.passed, [steps.joined(separator: ", ")])
        }
        listing = Listing(told, Self.lines(of: walk, in: pathway))
    }

    private static func lines(of walk: [WalkedStep], in pathway: Pathway) -> [String] {
        let width = walk.map(\.number.count).max() ?? 0
        let indent = String(repeating: " ", count: width + 14)
        return walk.flatMap { step -> [String] in
            let number = String(repeating: " ", count: width - step.number.count) + step.number
            let head = "\(number)  \(step.date)  \(step.said)"
            let ways = step.taken.map { day, way in
                "took \(pathway.shortName(of: way))" + (day == step.date ? "" : " on \(day)")
            }
            let inmost = step.after.filter { pathway.states[$0].isAtomic }
            let places = inmost.map { pathway.states[$0].path }.joined(separator: " and ")
            let place =
                places.isEmpty ? nil : "\(ways.isEmpty && step.before == step.after ? "still" : "then") in \(places)"
            return [head] + (ways + step.notes + [place].compactMap { $0 }).map { indent + $0 }
        }
    }
}

extension WalkedStep {
    fileprivate var taken: [(on: String, TransitionIndex)] {
        facts.compactMap { day, fact in if case .transitionTaken(let way, _) = fact { (day, way) } else { nil } }
    }
}

/// When a case was where.
private struct Visits {
    private struct Visit {
        var from: String
        var until: String?
    }

    private let pathway: Pathway
    private var visits: [StateIndex: [Visit]] = [:]

    init(_ pathway: Pathway) { self.pathway = pathway }

    mutating func follow(_ step: WalkedStep) {
        guard step.stands else { return }
        for (day, fact) in step.facts {
            if case .stateEntered(let state, continued: _, let moment) = fact, state != Pathway.root {
                enter(state, moment?.date.description ?? day)
            }
            if case .stateExited(let state, let moment) = fact { leave(state, moment?.date.description ?? day) }
            if case .restored = fact {
                for state in step.before where !step.after.contains(state) { leave(state, day) }
                for state in step.after { enter(state, day) }
            }
        }
    }

    private mutating func enter(_ state: StateIndex, _ date: String) {
        if let last = visits[state]?.last, last.until == nil { return }
        visits[state, default: []].append(Visit(from: date))
    }

    private mutating func leave(_ state: StateIndex, _ date: String) {
        guard let count = visits[state]?.count else { return }
        visits[state]?[count - 1].until = date
    }

    var words: [StateIndex: String] {
        visits.mapValues { visits in
            guard let last = visits.last else { return "" }
            let span = last.until.map { $0 == last.from ? $0 : "\(last.from) to \($0)" } ?? "since \(last.from)"
            return visits.count == 1 ? span : "\(visits.count) times, last \(span)"
        }
    }
}
