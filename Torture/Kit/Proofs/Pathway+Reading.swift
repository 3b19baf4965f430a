import CEL
import PathwayEngine
import PathwayModel

extension Pathway {
    /// The expressions of a condition, those of the guards that it names among them, and of the guards that these name.
    func programs(in condition: Condition?) -> [Program] {
        (condition?.criteria ?? []).flatMap { criterion -> [Program] in
            switch criterion.body {
            case .expression(let program): named(in: program)
            case .namedGuard(let index): named(in: guards[index].program)
            case .rule: []
            }
        }
    }

    private func named(in program: Program) -> [Program] {
        [program]
            + program.variables.flatMap { variable -> [Program] in
                if case .namedGuard(let index) = variables[variable] { named(in: guards[index].program) } else { [] }
            }
    }

    /// What a condition reads, guards that it names apart.
    func readings(of condition: Condition?) -> Set<VariableReference> {
        Set(programs(in: condition).flatMap(\.variables).map { variables[$0] }.filter { !$0.isGuard })
    }

    /// The functions that a condition calls.
    func calls(in condition: Condition?) -> [Int] { programs(in: condition).flatMap(\.calls).map(\.id) }

    func asksRules(_ condition: Condition?) -> Bool {
        condition?.criteria.contains { if case .rule = $0.body { true } else { false } } ?? false
    }

    /// Whether it reads nothing but variables.
    func readsNothingElse(_ condition: Condition?) -> Bool { calls(in: condition).isEmpty && !asksRules(condition) }

    /// Whether it asks for what the event at hand brings.
    func readsEvent(_ condition: Condition?) -> Bool {
        let references = programs(in: condition).flatMap { $0.parts(calling: Self.ofRecords) }
        return readings(of: condition).contains { if case .payload = $0 { true } else { false } }
            || references.contains { _, number in
                guard let number else { return false }
                if case .payload = self.references[number] { return true } else { return false }
            }
    }

    /// Functions that say whether something is recorded, or fresh.
    static let ofRecords: Set<Int> = [
        HostFunction.known.rawValue, HostFunction.fresh.rawValue, HostFunction.freshWithin.rawValue,
    ]

    /// Whether entering a state may open a task: the state says so, its entry, or a way into it.
    func opens(_ task: TaskIndex, with place: StateIndex) -> Bool {
        let actions = states[place].entry + transitions.filter { $0.targets.contains(place) }.flatMap(\.actions)
        return states[place].tasks.contains { $0.task == task }
            || actions.contains { if case .openTask(task, _) = $0 { true } else { false } }
    }

    /// Every condition that steps look at, but those of promises.
    var conditions: [Condition] {
        var all: [Condition?] = []
        for state in states {
            for task in state.tasks { if case .when(let condition, _) = task.opening { all.append(condition) } }
        }
        for transition in transitions {
            all.append(transition.when)
            all += transition.checks.map { .criterion($0.criterion) }
        }
        all += reactions.map(\.when)
        for task in tasks {
            all += task.closedBy.map(\.when)
            if case .when(let condition) = task.byHand { all.append(condition) }
        }
        return all.compactMap { $0 }
    }

    /// What promises ask.
    var promised: [Program] {
        promises.flatMap { promise -> [Program] in
            switch promise.body {
            case .never(let program): [program]
            case .whenever(let trigger, let expect, within: _): trigger.programs + [expect]
            case .everyState: []
            }
        }
    }

    /// A state and those around it, the innermost first.
    func around(_ place: StateIndex) -> [StateIndex] {
        var all = [place]
        while let parent = states[all[all.count - 1]].parent { all.append(parent) }
        return all
    }

    /// Whether a task is one that every pathway has.
    func isMade(_ task: TaskIndex) -> Bool { Pathway.isBuiltIn(task: tasks[task].name) }

    func places(of state: CaseState) -> String {
        state.leaves(in: self).map { states[$0].path }.joined(separator: " + ")
    }
}

extension Promise.Trigger {
    fileprivate var programs: [Program] {
        switch self {
        case .entered, .left: []
        case .recorded(_, when: let program): [program].compactMap { $0 }
        case .holds(let program): [program]
        }
    }
}

extension VariableReference {
    var isGuard: Bool { if case .namedGuard = self { true } else { false } }
}

extension Program {
    /// All parts of it, the whole first.
    var allParts: [Part] {
        var all = [root]
        var next = 0
        while next < all.count {
            all += children(of: all[next])
            next += 1
        }
        return all
    }

    /// Calls of some functions, with the number that their first argument stands for.
    func parts(calling functions: Set<Int>) -> [(part: Part, reference: Int?)] {
        allParts.compactMap { part in
            guard case .call(let id, let arguments) = shape(of: part), functions.contains(id) else { return nil }
            guard let first = arguments.first, case .constant(.int(let number)) = shape(of: first) else {
                return (part, nil)
            }
            return (part, Int(number))
        }
    }

    /// Numbers and texts that are written out in it.
    var constants: [Value] {
        allParts.compactMap { part in if case .constant(let value) = shape(of: part) { value } else { nil } }
    }
}
