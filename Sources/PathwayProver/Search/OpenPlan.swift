import CEL
import PathwayEngine
import PathwayModel

/// A whole pathway of which nothing is kept but where a case stands: what single steps and guards are judged by.
struct OpenPlan {
    let pathway: Pathway
    let machine: Machine
    let table: FigureTable
    let solver: Solver
    /// Answers as if everything were recorded, and fresh.
    let informed: Solver

    init(_ whole: Pathway) {
        var slice = Slice.course
        slice.tasks = PlaceSet(whole.tasks.indices.map { TaskIndex($0) })
        slice.promises = PlaceSet(whole.promises.indices.map { PromiseIndex($0) })
        slice.owesDecisions = true
        self.init(whole, slice)
    }

    /// Of which no more is done than one looks at.
    ///
    /// - Parameter tasks: those of which it counts whether they open.
    init(_ whole: Pathway, tasks: PlaceSet<TaskDefinition>) {
        var slice = Slice.course
        slice.tasks = tasks
        self.init(whole, slice)
    }

    private init(_ whole: Pathway, _ slice: Slice) {
        var slice = slice
        slice.keepsAnswers = true
        pathway = whole.sliced(to: slice).pathway
        machine = Machine(pathway)
        var course = Slice.course
        course.mayLackOutcome = whole.mayLackOutcome
        table = FigureTable(pathway, course, of: whole)
        solver = Solver(table)
        informed = Solver(table, knowsAll: true)
    }

    /// What a guard comes to in a case, with an event at hand where there is one.
    func claim(of condition: Condition?, in place: StateIndex, _ state: CaseState, on event: EventIndex? = nil) -> Claim
    {
        guard let condition else { return .truth(.yes) }
        let fortune = Fortune(table, solver, touching: nil, isStepping: false)
        return machine.look(at: state, state.lastInput, on: event, in: place) { fortune.claim(of: condition, $0) }
    }

    /// Whether something can be so, wherever records and rules leave it open.
    func canHold(_ claim: Claim) -> Bool { solver.allowsAll([Solver.Constraint(claim: claim, holds: true)]) }

    func claim(of program: Program, _ state: CaseState, on event: EventIndex? = nil) -> Claim {
        let fortune = Fortune(table, solver, touching: nil, isStepping: false)
        return machine.look(at: state, state.lastInput, on: event, in: Pathway.root) { reader in
            table.formulas[program.identity].map { fortune.claim(of: $0, reader) } ?? .truth(.unknown)
        }
    }
}
