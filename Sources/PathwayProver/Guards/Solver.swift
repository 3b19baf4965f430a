import CEL
import PathwayModel

/// Tells whether claims can be so together, and how.
///
/// Each free thing has few choices, of which each stands for all values that no guard tells from it: they are tried, the
/// smallest first, and only those that the claims ask for.
final class Solver {
    /// A claim that is known to hold, or not known to.
    struct Constraint: Hashable {
        var claim: Claim
        var holds: Bool
    }

    private let table: FigureTable
    private var known: [[Constraint]: Bool] = [:]
    /// Whether some question was too large: it was answered with yes.
    private(set) var hasGivenUp = false

    static let mostTries = 20_000

    /// Whether everything is recorded, and fresh.
    let knowsAll: Bool

    init(_ table: FigureTable, knowsAll: Bool = false) {
        self.table = table
        self.knowsAll = knowsAll
    }

    /// Whether all constraints can hold together, which the last one has to do with.
    func allows(_ constraints: [Constraint]) -> Bool {
        let related = related(to: constraints)
        if let answer = known[related] { return answer }
        let answer = solution(of: related) != nil
        known[related] = answer
        return answer
    }

    /// The constraints that the last one shares something with, directly or by others.
    private func related(to constraints: [Constraint]) -> [Constraint] {
        guard let last = constraints.last else { return [] }
        guard constraints.count > 1 else { return constraints }
        var groups = groups(of: last.claim)
        var rest = Array(constraints.dropLast())
        var related: [Constraint] = []
        var isGrowing = true
        while isGrowing {
            isGrowing = false
            rest.removeAll { constraint in
                let own = self.groups(of: constraint.claim)
                guard !own.isDisjoint(with: groups) else { return false }
                groups.formUnion(own)
                related.append(constraint)
                isGrowing = true
                return true
            }
        }
        return related + [last]
    }

    private enum Group: Hashable {
        case source(Figure.Source, Int)
        /// A list of which some element is asked for.
        case list(Int, Int)
        case unknown(Unknown)
    }

    private var groupsOfClaims: [Claim: Set<Group>] = [:]

    private func groups(of claim: Claim) -> Set<Group> {
        if let known = groupsOfClaims[claim] { return known }
        var unknowns: Set<Unknown> = []
        claim.collect(&unknowns)
        let groups = Set(
            unknowns.map { unknown -> Group in
                switch unknown {
                case .figure(let figure, let instance):
                    if let source = table.figures[figure].source {
                        .source(source, instance)
                    } else if let list = table.existences.lists[figure.position] {
                        .list(list, instance)
                    } else {
                        .unknown(unknown)
                    }
                case .staleness(let source, let instance): .source(source, instance)
                case .rule: .unknown(unknown)
                }
            })
        groupsOfClaims[claim] = groups
        return groups
    }

    /// Whether all of these can hold at once.
    func allowsAll(_ constraints: [Constraint]) -> Bool {
        let unsettled = constraints.filter { $0.claim.settled == nil }
        let isPossible = constraints.allSatisfy { constraint in
            constraint.claim.settled.map { ($0 == .yes) == constraint.holds } ?? true
        }
        guard isPossible, !unsettled.isEmpty else { return isPossible }
        if let answer = known[unsettled] { return answer }
        let answer = solution(of: unsettled) != nil
        known[unsettled] = answer
        return answer
    }

    /// A way in which all of them hold; nil where there is none.
    func solution(of constraints: [Constraint]) -> [Unknown: Int]? {
        var chooser = Chooser()
        var tries = 0
        repeat {
            var choices: [Unknown: Int] = [:]
            if constraints.allSatisfy({ holds($0, &choices, &chooser) }) { return choices }
            tries += 1
            if tries == Self.mostTries {
                hasGivenUp = true
                return choices
            }
        } while chooser.advance()
        return nil
    }

    private func holds(
        _ constraint: Constraint, _ choices: inout [Unknown: Int], _ chooser: inout Chooser
    ) -> Bool {
        var isPossible = true
        let truth = constraint.claim.truth { unknown in
            if let known = choices[unknown] { return known }
            let allowed = allowed(unknown, choices)
            guard !allowed.isEmpty else {
                isPossible = false
                return 0
            }
            let choice = allowed[chooser.choose(among: allowed.count)]
            choices[unknown] = choice
            return choice
        }
        return isPossible && (truth == .yes) == constraint.holds
    }

    /// The choices that go with what was chosen of the same record before.
    private func allowed(_ unknown: Unknown, _ choices: [Unknown: Int]) -> [Int] {
        switch unknown {
        case .rule: return knowsAll ? [0, 1] : [0, 1, 2]
        case .staleness: return knowsAll ? [0] : [0, 1]
        case .figure(let index, let instance):
            let figure = table.figures[index]
            let others = table.alike[index.position].compactMap { other -> (FigureIndex, Value?)? in
                choices[.figure(other, instance)].map { (other, table.figures[other].samples[$0]) }
            }
            let known = knowsAll ? figure.samples.indices.filter { figure.samples[$0] != nil } : []
            return (known.isEmpty ? Array(figure.samples.indices) : known).filter { place in
                others.allSatisfy { table.fits(index, figure.samples[place], $0.0, $0.1) }
            }
        }
    }
}
