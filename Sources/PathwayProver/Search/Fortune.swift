import CEL
import PathwayEngine
import PathwayModel

/// What a search supposes of the record in one step: each guard holds or does not, wherever that goes with what was
/// supposed before; each time has come or not.
final class Fortune: Oracle {
    let table: FigureTable
    let solver: Solver
    private var chooser = Chooser()
    private(set) var constraints: [Solver.Constraint] = []
    private var waits: [Wait: Bool] = [:]
    /// How often an action has changed what a field is.
    private var changes: [FieldIndex: Int] = [:]
    /// How often tasks that figures are about may have been opened, and closed.
    private var (opened, closed): ([TaskIndex: Int], [TaskIndex: Int]) = ([:], [:])
    /// How often the case has come into states, or gone out of them.
    private var moves: [StateIndex: Int] = [:]
    /// How often time may have brought something, and how often anything has happened.
    private var (times, happenings) = (0, 0)
    /// When figures that may be others after such changes were last asked for.
    private var asked: [FigureIndex: (changes: Int, closings: Int, instance: Int)] = [:]
    /// What the step's input changes; nil where anything may be another.
    private let touched: Set<Reading>?
    private var changed: Set<Reading> = []

    /// - Parameter touched: what the step's input changes; nil where time passes, or the case begins.
    init(
        _ table: FigureTable, _ solver: Solver, touching touched: Set<Reading>?,
        assuming assumed: [Solver.Constraint] = [], rulesAnswer: Bool = true, isBeginning: Bool = false,
        isStepping: Bool = true
    ) {
        self.isStepping = isStepping
        self.isBeginning = isBeginning
        self.table = table
        self.solver = solver
        self.touched = touched
        self.assumed = assumed
        self.rulesAnswer = rulesAnswer
        constraints = assumed
    }

    /// What is so in every way.
    private let assumed: [Solver.Constraint]
    private let rulesAnswer: Bool
    /// Whether the case begins: nothing is recorded yet but what is given at enrollment.
    private let isBeginning: Bool
    /// Whether it is asked in the midst of a step, and not of a case at rest.
    private let isStepping: Bool

    /// Begins the next way in which things may be; false once there is none.
    func advance() -> Bool {
        guard chooser.advance() else { return false }
        constraints = assumed
        waits.removeAll(keepingCapacity: true)
        changes.removeAll(keepingCapacity: true)
        changed.removeAll(keepingCapacity: true)
        unheard.removeAll(keepingCapacity: true)
        stuck.removeAll(keepingCapacity: true)
        opened.removeAll(keepingCapacity: true)
        closed.removeAll(keepingCapacity: true)
        moves.removeAll(keepingCapacity: true)
        (times, happenings) = (0, 0)
        asked.removeAll(keepingCapacity: true)
        return true
    }

    // MARK: What it is asked

    func holds(_ program: Program, in reader: borrowing CaseReader) -> Bool {
        guard let formula = table.formulas[program.identity] else { return chooser.choose(among: 2) == 1 }
        return suppose(claim(of: formula, reader))
    }

    func holds(_ condition: Condition, in reader: borrowing CaseReader) -> Bool {
        suppose(claim(of: condition, reader))
    }

    func outcome(of program: Program, in reader: borrowing CaseReader) -> Outcome {
        switch table.sources[program.identity] {
        case .kept: return program.value(of: program.root, reader)
        case .free: return .unknown(Self.nothing)
        case .sampled(let samples):
            return samples[chooser.choose(among: samples.count)].map { .value($0) } ?? .unknown(Self.nothing)
        case nil:
            // A due date, which is there unless what it rests on may be missing.
            let isThere = program.type == .date && (!table.mayLackDate(program) || chooser.choose(among: 2) == 0)
            return isThere ? .value(.date(table.someDate)) : .unknown(Self.nothing)
        }
    }

    func hasCome(_ wait: Wait, in reader: borrowing CaseReader) -> Bool {
        guard isUnderWay(wait, reader.seen) else { return false }
        if let known = waits[wait] { return known }
        let hasCome = chooser.choose(among: 2) == 1
        waits[wait] = hasCome
        return hasCome
    }

    func acts(on event: EventIndex?, in state: CaseState) {
        if event == nil { times += 1 }
        change(event.map { table.changes.tasks(on: $0, in: state) } ?? table.changes.tasksComing(in: state))
    }

    func takes(_ transition: TransitionIndex) { change(table.changes.taking[transition.position]) }

    func leaves(_ place: StateIndex) {
        moves[place, default: 0] += 1
        change(table.changes.leaving[place.position])
    }

    func enters(_ place: StateIndex) {
        moves[place, default: 0] += 1
        change(table.changes.entering[place.position])
    }

    private func change(_ tasks: TaskChanges.Tasks) {
        happenings += 1
        for task in tasks.opened.intersection(table.askedAbout) { opened[task, default: 0] += 1 }
        for task in tasks.closed.intersection(table.askedAbout) { closed[task, default: 0] += 1 }
    }

    func sets(_ field: FieldIndex) {
        changes[field, default: 0] += 1
        changed.insert(.field(field))
    }

    /// Whether any time has passed since it began: nothing comes in the step that begins it, but what takes no time.
    private func isUnderWay(_ wait: Wait, _ state: CaseState) -> Bool {
        let pathway = table.pathway
        switch wait {
        case .transition(let index):
            let transition = pathway.transitions[index]
            return state.stays[transition.source.position].step != state.sequence || transition.after?.isNothing == true
        case .task(let place, let number):
            let isNew = state.stays[place.position].step == state.sequence
            switch pathway.states[place].tasks[number].opening {
            case .after(let delay), .every(let delay): return !isNew || delay.isNothing
            case .onEntry, .when: return !isNew
            }
        case .deadline: return true
        }
    }

    /// Events that the case sent to itself and that nothing took.
    private(set) var unheard: [EventIndex] = []
    /// Where the step stood when it was given up.
    private(set) var stuck: [StateIndex] = []

    func finds(unheard event: EventIndex) { unheard.append(event) }

    func isStuck(in state: CaseState) { stuck = state.leaves(in: table.pathway) }

    func mayCome(_ index: TransitionIndex, in reader: borrowing CaseReader) -> Bool {
        guard let touched else { return true }
        let source = table.pathway.transitions[index].source
        if reader.seen.stays[source.position].step == reader.seen.sequence { return true }
        let reads = table.reads[index.position]
        if reads.isEmpty { return table.pathway.transitions[index].after == nil }
        return reads.contains(.course) || !reads.isDisjoint(with: touched) || !reads.isDisjoint(with: changed)
    }

    private static let nothing = UnknownSet(UnknownID(0))

    /// Chooses whether something is known to hold, where it may be so and may not.
    private func suppose(_ claim: Claim) -> Bool {
        if let settled = claim.settled { return settled == .yes }
        let (yes, no) = (Solver.Constraint(claim: claim, holds: true), Solver.Constraint(claim: claim, holds: false))
        if constraints.contains(yes) { return true }
        if constraints.contains(no) { return false }
        let canHold = solver.allows(constraints + [yes])
        let canFail = !canHold || solver.allows(constraints + [no])
        let holds = canHold && (!canFail || chooser.choose(among: 2) == 1)
        if canHold, canFail { constraints.append(holds ? yes : no) }
        return holds
    }

    // MARK: Claims

    func claim(of condition: Condition, _ reader: borrowing CaseReader) -> Claim {
        switch condition {
        case .all(let parts): return joined(parts, settling: .no, reader)
        case .any(let parts): return joined(parts, settling: .yes, reader)
        case .not(let part): return .negation(of: claim(of: part, reader))
        case .criterion(let criterion):
            switch criterion.body {
            case .expression(let program): return claim(of: program, reader)
            case .namedGuard(let index): return claim(of: table.pathway.guards[index].program, reader)
            case .rule(let use): return rulesAnswer ? .atom(.rule(use), [.yes, .no, .unknown]) : .truth(.unknown)
            }
        }
    }

    private func claim(of program: Program, _ reader: borrowing CaseReader) -> Claim {
        table.formulas[program.identity].map { claim(of: $0, reader) } ?? .truth(.unknown)
    }

    private func joined(_ parts: [Condition], settling: Truth, _ reader: borrowing CaseReader) -> Claim {
        var claims: [Claim] = []
        for part in parts { claims.append(claim(of: part, reader)) }
        return .joined(claims, settling: settling)
    }

    func claim(of formula: Formula, _ reader: borrowing CaseReader) -> Claim {
        switch formula {
        case .truth(let truth): return .truth(truth)
        case .not(let inner): return .negation(of: claim(of: inner, reader))
        case .all(let parts): return joined(parts, settling: .no, reader)
        case .any(let parts): return joined(parts, settling: .yes, reader)
        case .conditional(let condition, let then, let other):
            let condition = claim(of: condition, reader)
            switch condition.settled {
            case .yes?: return claim(of: then, reader)
            case .no?: return claim(of: other, reader)
            case .unknown?: return .truth(.unknown)
            case nil: return .conditional(condition, claim(of: then, reader), else: claim(of: other, reader))
            }
        case .atom(let figure, let truths): return atom(figure, truths, reader)
        case .exact(let program, let part): return .truth(Truth(program.value(of: part, reader)))
        case .aging(let source, let program, let part):
            let truth = Truth(program.value(of: part, reader))
            return truth == .unknown ? .truth(truth) : .atom(staleness(of: source), [truth, .unknown])
        case .isFresh(let source, let program, let part):
            let truth = Truth(program.value(of: part, reader))
            guard truth == .yes, table.goesStale(source) else { return .truth(truth) }
            return .atom(staleness(of: source), [.yes, .no])
        }
    }

    private func joined(_ parts: [Formula], settling: Truth, _ reader: borrowing CaseReader) -> Claim {
        var claims: [Claim] = []
        for part in parts { claims.append(claim(of: part, reader)) }
        return .joined(claims, settling: settling)
    }

    private func staleness(of source: Figure.Source) -> Unknown { .staleness(source, instance(of: source)) }

    private func instance(of source: Figure.Source) -> Int {
        switch source {
        case .field(let field): changes[field] ?? 0
        case .instrument, .payload: 0
        }
    }

    /// Figures are told apart from what they were before something in the same step may have changed them.
    private func instance(of index: FigureIndex) -> Int {
        let figure = table.figures[index]
        if let source = figure.source { return instance(of: source) }
        guard isStepping else { return 0 }
        let (changes, closings) = (changes(of: index), closings(of: index))
        // Elements of one list are told apart alike; others by how often they were asked for, so that the same questions
        // come in other steps.
        guard table.existences.lists[index.position] == nil else { return changes + closings }
        guard let last = asked[index] else {
            let first = min(changes + closings, 1)
            asked[index] = (changes, closings, first)
            return first
        }
        let isSame = last.changes == changes && (last.closings == closings || isNone(index, last.instance))
        let instance = isSame ? last.instance : last.instance + 1
        asked[index] = (changes, closings, instance)
        return instance
    }

    /// How much has been done in the step that may have changed a figure, but for tasks that were closed.
    private func changes(of index: FigureIndex) -> Int {
        let rhythm = table.rhythms[index.position]
        var count = rhythm.fields.reduce(0) { $0 + (changes[$1] ?? 0) }
        if rhythm.isOfFieldsAlone { return count }
        for task in rhythm.tasks { count += opened[task] ?? 0 }
        for place in rhythm.places { count += moves[place] ?? 0 }
        if rhythm.isOfDeadlines { count += times }
        if rhythm.isOfAll { count += happenings }
        return count
    }

    private func closings(of index: FigureIndex) -> Int {
        table.rhythms[index.position].tasks.reduce(0) { $0 + (closed[$1] ?? 0) }
    }

    /// Whether no open task was counted for certain: where more are closed, there are none either.
    private func isNone(_ index: FigureIndex, _ instance: Int) -> Bool {
        let figure = table.figures[index]
        guard !figure.counted.isEmpty else { return false }
        let some = Claim.atom(.figure(index, instance), figure.samples.map { $0 == .int(0) ? .no : .yes })
        return !solver.allows(constraints + [Solver.Constraint(claim: some, holds: true)])
    }

    private func atom(_ index: FigureIndex, _ truths: [Truth], _ reader: borrowing CaseReader) -> Claim {
        let figure = table.figures[index]
        guard case .payload(let name)? = figure.source else {
            if isBeginning, table.isBlankAtFirst(index) {
                guard case .value(let value) = figure.program.value(of: figure.part, reader),
                    let sample = figure.samples.firstIndex(where: { table.isAlike($0, value, index) })
                else { return .truth(.unknown) }
                return .truth(truths[sample])
            }
            let unknown = Unknown.figure(index, instance(of: index))
            if !figure.counted.isEmpty { return .atom(unknown, table.truths(truths, ofCount: index, in: reader.seen)) }
            if let stay = figure.stay, reader.seen.isActive(stay) {
                return .atom(unknown, table.truths(truths, of: index, in: stay))
            }
            return .atom(unknown, truths)
        }
        guard let event = reader.eventAtHand, table.brings(event, name) else {
            return .truth(figure.role == .known ? .no : .unknown)
        }
        if table.isKept(event, name), figure.role == .value || figure.role == .known {
            guard case .value(let value) = figure.program.value(of: figure.part, reader),
                let sample = figure.samples.firstIndex(where: { table.isAlike($0, value, index) })
            else { return .truth(.unknown) }
            return .truth(truths[sample])
        }
        return .atom(.figure(index, event.position), table.truths(truths, of: index, in: event, name))
    }
}

extension Truth {
    init(_ outcome: Outcome) {
        switch outcome {
        case .value(.bool(let truth)): self.init(truth)
        case .value, .unknown, .error: self = .unknown
        }
    }
}
