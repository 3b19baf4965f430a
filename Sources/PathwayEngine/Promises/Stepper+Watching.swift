import CEL
import PathwayModel

/// What a step has done that a promise may be about.
struct Watching {
    var changes = Subjects()
    var entered = PlaceSet<State>()
    var left = PlaceSet<State>()
    /// Promises whose event has come.
    var triggered = PlaceSet<Promise>()
    /// Whether a state is active again or since an earlier moment: its stay may be too long at once.
    var hasReturned = false

    mutating func note(_ fact: Fact) {
        changes.note(fact)
        if case .stateEntered(let place, continued: false, _) = fact { entered.insert(place) }
        if case .stateEntered(_, let continued, let moment) = fact, continued || moment != nil { hasReturned = true }
        if case .stateExited(let place, _) = fact { left.insert(place) }
    }
}

/// Promises are looked at once a step has come to rest. None of them hinders it.
extension Stepper {
    /// Notes the promises that wait for the event at hand.
    mutating func notice(_ event: Queued) {
        guard tables.watch.events.contains(event.event) else { return }
        for index in tables.watch.promises {
            guard case .whenever(.recorded(let events, let when), _, _) = pathway.promises[index].body,
                events.contains(event.event), when.map({ isTrue($0, of: index) }) ?? true
            else { continue }
            watching.triggered.insert(index)
        }
    }

    /// Looks at what is promised. Whether a breach has opened something, from which more may follow.
    mutating func watch() -> Bool {
        guard tables.watch.isOn, state.status != .enteredInError else { return false }
        let seen = watching
        watching = Watching()
        let isLapsing = state.status != .open && state.configuration.contains { pathway.states[$0].endsSafety }
        var isBroken = false
        for index in tables.watch.promises {
            let broken =
                switch pathway.promises[index].body {
                case .never(let condition):
                    meets(seen, tables.watch.conditions[index.position])
                        && stands(index, isTrue(condition, of: index))
                case .whenever(.holds(let condition), let expect, let within) where within.isNothing:
                    (meets(seen, tables.watch.conditions[index.position])
                        || meets(seen, tables.watch.expectations[index.position]))
                        && stands(index, isTrue(condition, of: index) && !isTrue(expect, of: index))
                case .whenever(let trigger, let expect, let within):
                    watch(index, trigger, expect, within, seen, isLapsing: isLapsing)
                case .everyState(let within): watchStays(index, within, seen)
                }
            isBroken = isBroken || broken
        }
        return isBroken
    }

    /// Whether a step has touched what an expression reads; where a case is explored, anything may have been.
    private func meets(_ seen: Watching, _ subjects: Subjects) -> Bool {
        reader.oracle != nil || seen.changes.meets(subjects)
    }

    /// What must not be, and is: broken when that begins.
    private mutating func stands(_ index: PromiseIndex, _ isWrong: Bool) -> Bool {
        guard isWrong != state.promises[index.position].holds else { return false }
        guard isWrong else {
            emit(.promise(index, .condition(holds: false)))
            return false
        }
        return breakPromise(index, in: nil)
    }

    private mutating func watch(
        _ index: PromiseIndex, _ trigger: Promise.Trigger, _ expect: Program, _ within: Delay, _ seen: Watching,
        isLapsing: Bool
    ) -> Bool {
        let start = start(of: trigger, index, seen)
        guard !isLapsing else {
            if state.promises[index.position].running != nil { emit(.promise(index, .lapsed)) }
            return false
        }
        if let running = state.promises[index.position].running {
            if start != nil || meets(seen, tables.watch.expectations[index.position])
                || running.brokenAt <= header.moment.at, isTrue(expect, of: index)
            {
                emit(.promise(index, .kept))
                return false
            }
            return running.brokenAt <= header.moment.at && breakPromise(index, in: nil)
        }
        guard let start, !isTrue(expect, of: index) else { return false }
        guard !within.isNothing else { return breakPromise(index, in: nil) }
        guard let deadline = machine.deadline(of: within, from: start) else { return false }
        guard deadline.brokenAt > header.moment.at else { return breakPromise(index, in: nil) }
        emit(.promise(index, .runs(deadline)))
        return false
    }

    /// From when on a promise runs, where what it waits for has come: for a state from when it was entered, else from now.
    private mutating func start(
        of trigger: Promise.Trigger, _ index: PromiseIndex, _ seen: Watching
    ) -> Timestamp? {
        switch trigger {
        case .entered(let place):
            return seen.entered.contains(place) ? state.stays[place.position].entered?.at : nil
        case .left(let place): return seen.left.contains(place) ? header.moment.at : nil
        case .recorded: return seen.triggered.contains(index) ? header.moment.at : nil
        case .holds(let condition):
            guard meets(seen, tables.watch.conditions[index.position]) else { return nil }
            let holds = isTrue(condition, of: index)
            guard holds != state.promises[index.position].holds else { return nil }
            emit(.promise(index, .condition(holds: holds)))
            return holds ? header.moment.at : nil
        }
    }

    /// Only another date, and coming back, makes a stay too long.
    private mutating func watchStays(_ index: PromiseIndex, _ within: Delay, _ seen: Watching) -> Bool {
        guard case .open = state.status, seen.changes.mayBeDate || seen.hasReturned || within.isExact else {
            return false
        }
        var isBroken = false
        for leaf in state.configuration.intersection(tables.atomic)
        where !state.promises[index.position].overstayed.contains(leaf) {
            guard let deadline = machine.reviewDeadline(of: leaf, within: within, state),
                deadline.brokenAt <= header.moment.at
            else { continue }
            isBroken = breakPromise(index, in: leaf) || isBroken
        }
        return isBroken
    }

    private mutating func breakPromise(_ index: PromiseIndex, in place: StateIndex?) -> Bool {
        emit(.promise(index, .broken(in: place)))
        guard let task = pathway.promises[index].task else { return false }
        open(task)
        return true
    }

    /// Whether an expression is known to be true. One that ends in an error is not, and a person is told.
    private mutating func isTrue(_ program: Program, of index: PromiseIndex) -> Bool {
        reader.place = Pathway.root
        if let oracle = reader.oracle { return oracle.holds(program, in: reader) }
        switch reader.evaluate(program, spending: &observed.steps) {
        case .value(.bool(let value)): return value
        case .value, .unknown: return false
        case .error(let error):
            let detail = "the promise '\(pathway.promises[index].id)' ended in an error: \(error.message)"
            report(Trouble(code: Refusal.Code.guardError, detail: detail))
            return false
        }
    }
}
