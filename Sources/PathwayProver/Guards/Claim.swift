import CEL
import PathwayModel

/// What a guard comes to at one point of a step: what is kept of the case is read, and what is free stands for itself.
indirect enum Claim: Hashable {
    case truth(Truth)
    case not(Claim)
    case all([Claim])
    case any([Claim])
    case conditional(Claim, Claim, else: Claim)
    /// What something free makes true, by its choice.
    case atom(Unknown, [Truth])
}

/// Something that a step may find in several ways.
enum Unknown: Hashable {
    /// A figure; anew for each event, and after each action that may have changed it.
    case figure(FigureIndex, Int)
    case rule(RuleUseIndex)
    /// Whether a record that is kept has gone stale.
    case staleness(Figure.Source, Int)
}

extension Claim {
    /// What is known without anything that is free; nil where it depends.
    var settled: Truth? { if case .truth(let truth) = self { truth } else { nil } }

    static func negation(of claim: Claim) -> Claim {
        if case .truth(let truth) = claim { .truth(truth.opposite) } else { .not(claim) }
    }

    /// All of these (`settling` is no), or any of these (`settling` is yes), without what makes no difference.
    static func joined(_ parts: [Claim], settling: Truth) -> Claim {
        let neutral = settling.opposite
        var kept: [Claim] = []
        for part in parts {
            if part.settled == settling { return .truth(settling) }
            if part.settled != neutral, !kept.contains(part) { kept.append(part) }
        }
        if kept.isEmpty { return .truth(neutral) }
        if kept.count == 1, let only = kept.first { return only }
        return settling == .no ? .all(kept) : .any(kept)
    }

    /// Adds what is free in it.
    func collect(_ unknowns: inout Set<Unknown>) {
        switch self {
        case .truth: break
        case .not(let inner): inner.collect(&unknowns)
        case .all(let parts), .any(let parts): for part in parts { part.collect(&unknowns) }
        case .conditional(let condition, let then, let other):
            for part in [condition, then, other] { part.collect(&unknowns) }
        case .atom(let unknown, _): unknowns.insert(unknown)
        }
    }

    /// What it comes to where each free thing is as chosen.
    func truth(_ choice: (Unknown) -> Int) -> Truth {
        switch self {
        case .truth(let truth): return truth
        case .not(let inner): return inner.truth(choice).opposite
        case .all(let parts): return Self.combine(parts, settling: .no, choice)
        case .any(let parts): return Self.combine(parts, settling: .yes, choice)
        case .conditional(let condition, let then, let other):
            switch condition.truth(choice) {
            case .yes: return then.truth(choice)
            case .no: return other.truth(choice)
            case .unknown: return .unknown
            }
        case .atom(let unknown, let truths): return truths[choice(unknown)]
        }
    }

    private static func combine(_ parts: [Claim], settling: Truth, _ choice: (Unknown) -> Int) -> Truth {
        var result = settling.opposite
        for part in parts {
            let truth = part.truth(choice)
            if truth == settling { return settling }
            if truth == .unknown { result = .unknown }
        }
        return result
    }
}
