import CEL
import PathwayEngine
import PathwayModel

/// What two cases have to have in common for a search to take them for one.
struct CaseKey: Hashable {
    private struct Task: Hashable {
        var isOpen: Bool
        var isDone: Bool
        var isOverdue: Bool
    }

    private let status: CaseState.Status
    private let configuration: PlaceSet<State>
    private let history: [Int: [StateIndex]]
    private let origins: [Int: PlaceSet<State>]
    private let taken: PlaceSet<Transition>
    /// How often states were entered, as far as a guard can tell.
    private let visits: [Int]
    private let tasks: [Task]
    /// Which of the conditions that open tasks are true.
    private let conditions: [Bool]
    private let fields: [Value?]
    private let results: [[Value?]]
    private let promises: [Bool]
    private let owed: PlaceSet<Transition>

    init(_ state: CaseState, _ plan: SearchPlan) {
        status = state.status
        configuration = state.configuration.subtracting(plan.slice.merged)
        history = plan.history.kept(state).mapValues { $0.filter { !plan.slice.merged.contains($0) } }
        origins = plan.origins(of: state)
        taken = state.taken
        visits = plan.visits(of: state)
        tasks = plan.tasks.map { task in
            let record = state.tasks[task.position]
            return Task(
                isOpen: record.status == .open,
                isDone: plan.askedIfDone.contains(task) && record.status == .completed,
                isOverdue: plan.heardIfOverdue.contains(task) && record.isOverdue)
        }
        conditions = plan.conditions.map { state.holdsCondition($0.state, $0.number) }
        fields = plan.fields.map { state.value(of: $0, in: plan.pathway) }
        results = plan.instruments.map { state.newestScored($0)?.result.scores ?? [] }
        promises = plan.promises.map { state.promises[$0.position].holds }
        owed = PlaceSet(state.owed.keys.map { TransitionIndex($0) })
    }
}

extension PlaceSet {
    fileprivate func subtracting(_ other: Self) -> Self { other.isEmpty ? self : Self(filter { !other.contains($0) }) }
}
