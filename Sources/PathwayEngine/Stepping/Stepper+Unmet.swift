import CEL
import PathwayModel

/// What a guard that does not hold lacks, for whoever is refused.
extension Stepper {
    /// Criteria that a refusal names at most.
    private static let mostNamed = 4

    /// A criterion that keeps a guard from holding.
    struct Unmet {
        var criterion: Criterion
        /// Whether it has to hold, or must not: inside `not`.
        var isWanted = true

        var name: String { "\(isWanted ? "" : "not ")'\(criterion.label ?? criterion.id)'" }
    }

    /// The criteria that keep a guard from holding, in document order.
    mutating func unmet(in condition: Condition?, of place: StateIndex) -> [Unmet] {
        // What is supposed has no words.
        guard let condition, reader.oracle == nil else { return [] }
        reader.place = place
        let (criteria, outline) = (condition.criteria, Outline(condition))
        var truths: [Truth] = []
        for criterion in criteria {
            truths.append(Truth(reader.truth(of: .criterion(criterion), noting: &observed)))
        }
        let wanted = outline.wanted
        return outline.inTheWay(truths).map { Unmet(criterion: criteria[$0], isWanted: wanted[$0]) }
    }

    /// The same with what each rests on, as a decision against them keeps it.
    mutating func record(_ unmet: [Unmet]) -> [UnmetCriterion] {
        var records: [UnmetCriterion] = []
        for one in unmet {
            var record = reader.unmet(one.criterion, noting: &observed)
            if !one.isWanted { record.label = one.name }
            records.append(record)
        }
        return records
    }

    /// `'Few symptoms', 'safe'; waiting for C-SSRS screener (never recorded)`: what several wait for is said once.
    mutating func words(forUnmet unmet: [Unmet]) -> String {
        guard reader.oracle == nil else { return "" }
        let named = unmet.prefix(Self.mostNamed)
        var waiting: [String] = []
        for one in named { waiting += waitingFor(one.criterion).filter { !waiting.contains($0) } }
        let more = unmet.count - named.count
        let names = (named.map(\.name) + (more > 0 ? ["\(more) more"] : [])).joined(separator: ", ")
        return ([names] + waiting).filter { !$0.isEmpty }.joined(separator: "; ")
    }

    private mutating func waitingFor(_ criterion: Criterion) -> [String] {
        switch criterion.body {
        case .expression(let program): return waitingFor(program)
        case .namedGuard(let index): return waitingFor(pathway.guards[index].program)
        case .rule(let use):
            let verdict = reader.verdict(on: use, noting: &observed)
            return verdict?.answer == .unknown ? verdict?.reasons ?? [] : []
        }
    }

    private mutating func waitingFor(_ program: Program) -> [String] {
        guard case .unknown(let set) = reader.evaluate(program, spending: &observed.steps) else { return [] }
        return reader.words(for: set)
    }
}

extension Truth {
    /// Without what an unknown waits for.
    fileprivate init(_ holding: Holding) {
        switch holding {
        case .yes: self = .yes
        case .no: self = .no
        case .unknown, .error: self = .unknown([])
        }
    }
}
