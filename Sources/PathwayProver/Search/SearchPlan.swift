import CEL
import PathwayEngine
import PathwayModel

/// What a search of a pathway keeps apart, and what it tries.
final class SearchPlan {
    let pathway: Pathway
    let slice: Slice
    let machine: Machine
    let table: FigureTable
    let tasks: [TaskIndex]
    /// Tasks of which a guard asks whether they were done.
    let askedIfDone: PlaceSet<TaskDefinition>
    /// Tasks of which it is heard that they are overdue.
    let heardIfOverdue: PlaceSet<TaskDefinition>
    let fields: [FieldIndex]
    let instruments: [InstrumentIndex]
    let promises: [PromiseIndex]
    /// Tasks that a condition opens, by their state and place there.
    let conditions: [(state: StateIndex, number: Int)]
    /// States of which a guard asks how often they were entered, and up to how many visits it can tell.
    let visited: [(state: StateIndex, most: Int)]
    /// What the promises that are watched read of the record.
    let promised: Set<Reading>
    /// What else is kept of the record, and brings no event.
    let unheard: [Reading]
    let history: HistoryUse
    /// States in which a guard asks where the case came from, and what it asks about.
    let askingOrigin: PlaceSet<State>
    let origins: PlaceSet<State>

    /// Whether plugins' rules ever answer.
    let rulesAnswer: Bool

    init(_ whole: Pathway, _ slice: Slice, rulesAnswer: Bool = true) {
        self.rulesAnswer = rulesAnswer
        let (pathway, slice) = whole.sliced(to: slice)
        self.pathway = pathway
        self.slice = slice
        machine = Machine(pathway)
        history = HistoryUse(pathway)
        askingOrigin = whole.statesAskingOrigin
        var origins = PlaceSet<State>()
        table = FigureTable(pathway, slice, of: whole)
        tasks = Array(slice.tasks)
        let programs = whole.sliced(to: slice.answering).pathway.programs
        let calls = programs.flatMap { whole.calls(of: $0) }
        askedIfDone = PlaceSet(
            calls.compactMap { call, _ in
                guard call.id == HostFunction.task.rawValue, let task = call.constants.first ?? nil else { return nil }
                return TaskIndex(Int(task))
            })
        heardIfOverdue = PlaceSet(
            pathway.events.compactMap { if case .taskOverdue(let task) = $0.kind { task } else { nil } })
        fields = Array(slice.fields)
        instruments = Array(slice.instruments)
        promises = Array(slice.promises)
        let promised = slice.promises.reduce(into: Set()) { $0.formUnion(whole.readings(of: whole.promises[$1])) }
        self.promised = promised
        let kinds = Set(pathway.events.map(\.kind))
        let silent: [Reading] =
            slice.fields.filter { !kinds.contains(.recordedField($0)) }.map { .field($0) }
            + slice.instruments.filter { !kinds.contains(.recordedInstrument($0)) }.map { .instrument($0) }
        unheard = silent.filter { !promised.contains($0) }
        conditions = pathway.states.indices.flatMap { place in
            pathway.states[place].tasks.indices.compactMap { number in
                if case .when = pathway.states[place].tasks[number].opening { (StateIndex(place), number) } else { nil }
            }
        }
        // What any guard asks, also one that makes no difference to the slice: its claims are read from these cases.
        var visited: [StateIndex: Int64] = [:]
        for (call, program) in calls {
            guard let state = call.constants.first ?? nil else { continue }
            if call.id == HostFunction.cameFrom.rawValue { origins.insert(StateIndex(Int(state))) }
            guard call.id == HostFunction.visits.rawValue else { continue }
            let place = StateIndex(Int(state))
            visited[place] = max(visited[place] ?? 0, program.mostVisits(of: state))
        }
        self.origins = origins
        self.visited = visited.sorted { $0.key < $1.key }.map { ($0.key, Int($0.value) + 1) }
    }
}

extension SearchPlan {
    func origins(of state: CaseState) -> [Int: PlaceSet<State>] {
        guard !origins.isEmpty else { return [:] }
        return state.origins.filter {
            askingOrigin.contains(StateIndex($0.key)) && state.isActive(StateIndex($0.key))
        }
        .mapValues { $0.intersection(origins) }
    }

    func visits(of state: CaseState) -> [Int] { visited.map { min(state.stays[$0.state.position].visits, $0.most) } }
}

extension Pathway {
    /// What a promise reads, and what is recorded when it is to begin.
    func readings(of promise: Promise) -> Set<Reading> {
        promise.programs.reduce(into: readings(starting: promise)) { $0.formUnion(readings(of: $1)) }
    }

    private func readings(starting promise: Promise) -> Set<Reading> {
        guard case .whenever(.recorded(let events, _), _, within: _) = promise.body else { return [] }
        return events.reduce(into: []) { readings, event in
            switch self.events[event].kind {
            case .declared: readings.insert(.event(event))
            case .recordedField(let field): readings.insert(.field(field))
            case .recordedInstrument(let place): readings.insert(.instrument(place))
            case .session: readings.insert(.attendance)
            case .consented: readings.insert(.consent)
            case .taskDone, .taskOverdue, .stateDone: break
            }
        }
    }
}

extension Slice {
    fileprivate var answering: Slice {
        var slice = self
        slice.keepsAnswers = true
        return slice
    }
}

extension Program {
    /// The largest number of visits to a state that it compares with, as far as that can be told.
    fileprivate func mostVisits(of state: Int64) -> Int64 {
        let farthest: Int64 = 10
        func isCount(_ part: Part) -> Bool {
            guard case .call(let id, let arguments) = shape(of: part), HostFunction(rawValue: id) == .visits,
                let place = arguments.first
            else { return false }
            return shape(of: place) == .constant(.int(state))
        }
        func most(below part: Part) -> Int64 {
            if isCount(part) { return farthest }
            if case .relation(let left, _, let right) = shape(of: part), isCount(left) || isCount(right),
                case .constant(.int(let number)) = shape(of: isCount(left) ? right : left)
            {
                return min(max(number, 0), farthest)
            }
            return children(of: part).map { most(below: $0) }.max() ?? 0
        }
        return most(below: root)
    }
}

extension Pathway {
    fileprivate var statesAskingOrigin: PlaceSet<State> {
        func asks(_ program: Program) -> Bool {
            calls(of: program).contains { call, _ in call.id == HostFunction.cameFrom.rawValue }
        }
        func asks(_ condition: Condition?) -> Bool {
            (condition?.criteria ?? []).contains { $0.program(in: self).map(asks) ?? false }
        }
        let asking = states.indices.filter { place in
            states[place].transitions.contains { index in
                asks(transitions[index].when) || transitions[index].checks.contains { asks(.criterion($0.criterion)) }
                    || transitions[index].actions.contains { asks($0) }
            }
                || states[place].reactions.contains {
                    asks(reactions[$0].when) || reactions[$0].actions.contains { asks($0) }
                }
                || (states[place].entry + states[place].exit).contains { asks($0) }
                || states[place].tasks.contains {
                    if case .when(let when, _) = $0.opening { asks(when) } else { false }
                }
        }
        func asks(_ action: Action) -> Bool {
            switch action {
            case .set(let values), .add(let values): values.contains { asks($0.program) }
            case .notify, .openTask, .closeTasks, .raise, .attend, .enroll: false
            }
        }
        return PlaceSet(asking.map { StateIndex($0) })
    }
}
