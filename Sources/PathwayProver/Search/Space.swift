import CEL
import PathwayEngine
import PathwayModel

/// All that a case can come to, as far as a slice tells it apart: an over-approximation, since what is not kept is free.
struct Space {
    struct Node {
        var state: CaseState
        /// How many steps lead there at least.
        var depth: Int
    }

    /// One step, with what was supposed in it.
    struct SupposedStep {
        var move: Move
        var supposed: [Solver.Constraint]
    }

    /// A step that was looked at, and what came of it.
    struct Seen {
        var from: Int?
        var move: Move
        var outcome: StepOutcome
        /// Where it leads; nil where it is refused.
        var to: Int?
        let fortune: Fortune
    }

    /// Why not everything was looked at.
    enum Gap: Hashable {
        case time
        case size(Int)
        case ways(Move)
    }

    let plan: SearchPlan
    let solver: Solver
    private(set) var nodes: [Node] = []
    private(set) var successors: [Set<Int>] = []
    /// The nodes from which steps lead to a node, the first that was found first.
    private var sources: [[Int?]] = []
    private var edges: [Edge: [SupposedStep]] = [:]
    private(set) var gaps: Set<Gap> = []
    private var places: [CaseKey: Int] = [:]

    /// Ways in which one step may come out that are looked at.
    static let mostWays = 20_000
    static let mostNodes = 200_000
    /// Steps are short: what does not come to rest within these does not come to rest.
    static let limits = StepLimits(microsteps: 60, taskRounds: 40, events: 200, reactions: 500, facts: 5_000)

    var isWhole: Bool { gaps.isEmpty }

    init(_ plan: SearchPlan) {
        self.plan = plan
        solver = Solver(plan.table)
    }

    /// Looks at everything, from the enrollment on.
    mutating func explore(until isOver: () -> Bool = { false }, watching: (Seen, borrowing Space) -> Void = { _, _ in })
    {
        visit(.enroll, from: nil, until: isOver, watching)
        var next = 0
        while next < nodes.count {
            guard nodes.count <= Self.mostNodes else {
                gaps.insert(.size(nodes.count))
                return
            }
            guard !isOver() else {
                gaps.insert(.time)
                return
            }
            for move in plan.moves(from: nodes[next].state) { visit(move, from: next, until: isOver, watching) }
            next += 1
        }
    }

    private mutating func visit(
        _ move: Move, from: Int?, until isOver: () -> Bool, _ watching: (Seen, borrowing Space) -> Void
    ) {
        let state = from.map { nodes[$0].state }
        if let state, state.status.isAtEnd, move != .wait { return }
        let request = Request(plan.input(of: move), at: plan.instant(of: move, state))
        let fortune = Fortune(
            plan.table, solver, touching: plan.touched(by: move), rulesAnswer: plan.rulesAnswer,
            isBeginning: move == .enroll)
        var ways = 0
        repeat {
            let outcome = plan.machine.step(state, request, limits: Self.limits, told: fortune)
            var to: Int?
            if case .stepped(let step) = outcome { to = reach(step.state, from, move, fortune) }
            watching(Seen(from: from, move: move, outcome: outcome, to: to, fortune: fortune), self)
            ways += 1
            guard ways < Self.mostWays, ways % 64 != 0 || !isOver() else {
                gaps.insert(ways < Self.mostWays ? .time : .ways(move))
                return
            }
        } while fortune.advance()
    }

    private mutating func reach(_ state: CaseState, _ from: Int?, _ move: Move, _ fortune: Fortune) -> Int {
        let key = CaseKey(state, plan)
        let place =
            places[key]
            ?? {
                let place = nodes.count
                places[key] = place
                nodes.append(Node(state: state, depth: from.map { nodes[$0].depth + 1 } ?? 0))
                successors.append([])
                sources.append([])
                return place
            }()
        guard from != place else { return place }
        if let from { successors[from].insert(place) }
        let step = SupposedStep(move: move, supposed: fortune.constraints)
        let known = edges[Edge(from: from, to: place)] ?? []
        if known.isEmpty { sources[place].append(from) }
        if known.count < Self.mostKept { edges[Edge(from: from, to: place)] = known + [step] }
        return place
    }

    private struct Edge: Hashable {
        var from: Int?
        var to: Int
    }

    /// How many steps from one node to another are kept.
    static let mostKept = 3

    /// Steps that lead to a node, from the nodes nearest to the beginning first.
    func ways(to node: Int) -> [(from: Int?, step: SupposedStep)] {
        let near = sources[node].enumerated().sorted { one, other in
            let depths = [one, other].map { source in source.element.map { nodes[$0].depth } ?? -1 }
            return (depths[0], one.offset) < (depths[1], other.offset)
        }.map(\.element)
        return near.flatMap { from in steps(from: from, to: node).map { (from, $0) } }
    }

    func steps(from: Int?, to node: Int) -> [SupposedStep] { edges[Edge(from: from, to: node)] ?? [] }

    /// When all of it happens: no time passes, what time brings is supposed.
    static let now = Timestamp(seconds: 1_767_614_400)
}
