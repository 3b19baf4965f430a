import CEL
import PathwayEngine
import PathwayModel

/// What guards somebody's safety is marked so, and nobody passes it: not with a reason, not by ticking it off.
extension Proving {
    func proveSafeguards() {
        findUnmarkedTasks()
        findUnmarkedPromises()
        findUnmarkedMessages()
        findWithheldMessages()
        findUnmarkedInterruptions()
        findTickable()
        findOverridable()
        conclude(.safeguard, "What guards somebody's safety is marked so, and no reason and no tick passes it")
    }

    func isSafety(_ task: TaskIndex) -> Bool { pathway.tasks[task].isSafety && !isMade(task.position) }

    // MARK: Marks

    /// Tasks that nothing may be decided against, with who asks for them.
    var demanded: [TaskIndex: String] {
        var asking: [TaskIndex: String] = [:]
        for (place, transition) in pathway.transitions.enumerated() where transition.decision != nil {
            for check in transition.checks {
                guard let program = check.criterion.program(in: pathway) else { continue }
                let name = "\(pathway.name(of: TransitionIndex(place)))#\(check.criterion.id)"
                for task in pathway.tasks(readBy: [program]) where asking[task] == nil { asking[task] = name }
            }
        }
        return asking.filter { !isMade($0.key.position) }
    }

    private func findUnmarkedTasks() {
        for (task, name) in demanded.sorted(by: { $0.key < $1.key }) where !isSafety(task) {
            add(
                Finding(
                    .safeguard, "task \(pathway.tasks[task].name)", .violated,
                    "'\(pathway.tasks[task].title)' is what \(name) asks for, and is not marked 'safety: true'"))
        }
    }

    private func findUnmarkedPromises() {
        for promise in pathway.promises where !promise.isSafety && isAboutSafety(promise) {
            add(
                Finding(
                    .safeguard, "promise \(promise.id)", .violated,
                    "'\(promise.id)' promises something about somebody's safety, and is not marked 'safety: true'",
                    at: promise.span))
        }
    }

    /// Whether a promise asks for tasks about safety, or for a record that a way waits for which is marked.
    func isAboutSafety(_ promise: Promise) -> Bool {
        let readings = promise.programs.reduce(into: Set<Reading>()) { $0.formUnion(pathway.readings(of: $1)) }
        return pathway.tasks(readBy: promise.programs).contains(where: isSafety)
            || alarming.contains { readings.contains(.instrument($0)) }
    }

    /// Messages that go out with the opening of a task about safety.
    private func findUnmarkedMessages() {
        let all = pathway.transitions.map(\.actions) + pathway.reactions.map(\.actions)
        var told: Set<MessageIndex> = []
        for actions in all where opensSafety(actions) {
            for case .notify(_, let message, _) in actions where !pathway.messages[message].isSafety {
                guard told.insert(message).inserted else { continue }
                let name = pathway.messages[message].name
                add(
                    Finding(
                        .safeguard, "message \(name)", .violated,
                        "'\(name)' tells of somebody's danger, and is not marked 'safety: true'"))
            }
        }
    }

    /// Ways that take a case out of whatever it is doing for what opens a task about safety as well.
    private func findUnmarkedInterruptions() {
        for (place, transition) in pathway.transitions.enumerated() where !transition.isSafety {
            guard let events = transition.events, interrupts(transition, on: events),
                pathway.reactions.contains(where: { opensSafety($0.actions) && !$0.events.isDisjoint(with: events) })
            else { continue }
            let name = pathway.name(of: TransitionIndex(place))
            add(
                Finding(
                    .safeguard, name, .violated,
                    "\(name) interrupts what a case is doing for somebody's safety, and is not marked 'safety: true'",
                    at: transition.span))
        }
    }

    /// Instruments that a way waits for which is marked.
    private var alarming: [InstrumentIndex] {
        let events = pathway.transitions.filter(\.isSafety).compactMap(\.events).flatMap { Array($0) }
        return events.compactMap { event in
            if case .recordedInstrument(let place) = pathway.events[event].kind { place } else { nil }
        }
    }

    // MARK: What is passed

    /// Tasks about safety that are ticked off without the record that they ask for.
    private func findTickable() {
        for index in pathway.tasks.indices.map({ TaskIndex($0) }) where isSafety(index) {
            let task = pathway.tasks[index]
            guard case .always = task.byHand else { continue }
            guard let record = pathway.record(closing: index) else { continue }
            add(
                Finding(
                    .safeguard, "task \(task.name)", .violated,
                    "'\(task.title)' can be ticked off without a record of \(record): 'by_hand' says when it may be"))
        }
    }

    /// Criteria about somebody's safety that a decision passes with a reason.
    private func findOverridable() {
        let instruments = alarming
        for index in pathway.transitions.indices.map({ TransitionIndex($0) }) {
            let transition = pathway.transitions[index]
            guard let decision = transition.decision, decision.overridable else { continue }
            for criterion in transition.when?.needed ?? [] where criterion.hard == nil {
                guard let program = criterion.program(in: pathway), isAboutSafety(program, instruments) else {
                    continue
                }
                let name = pathway.name(of: index)
                var finding = Finding(
                    .safeguard, "\(name)#\(criterion.id)", .violated,
                    "\(name) asks for '\(criterion.label ?? criterion.id)', and whoever gives a reason need not: "
                        + "'hard' keeps it",
                    at: criterion.span)
                tell(&finding, overriding: criterion, of: index)
                add(finding)
            }
        }
    }

    private func isAboutSafety(_ program: Program, _ instruments: [InstrumentIndex]) -> Bool {
        if pathway.tasks(readBy: [program]).contains(where: isSafety) { return true }
        // What a table proposes is not what is asked for.
        guard !pathway.calls(of: program).contains(where: { $0.call.id == HostFunction.decision.rawValue }) else {
            return false
        }
        let readings = pathway.readings(of: program)
        return instruments.contains { readings.contains(.instrument($0)) }
    }

    private func tell(_ finding: inout Finding, overriding criterion: Criterion, of index: TransitionIndex) {
        let transition = pathway.transitions[index]
        finding.verdict = .notDecided("no story was found that takes it")
        for node in nodes where isHeard(transition.source, course.nodes[node].state) {
            let state = course.nodes[node].state
            func claim(_ criterion: Criterion) -> Claim {
                open.claim(of: .criterion(criterion), in: transition.source, state)
            }
            let taken = transition.checks.map { Solver.Constraint(claim: claim($0.criterion), holds: true) }
            let unmet = Solver.Constraint(claim: claim(criterion), holds: false)
            guard open.solver.allowsAll(taken + [unmet]) else { continue }
            finding.verdict = .violated
            tell(&finding, taking: index, on: nil, at: node, where: taken + [unmet])
            if finding.verdict == .violated { return }
        }
    }
}

extension Pathway {
    /// The instrument whose record closes a task; nil where none does.
    fileprivate func record(closing task: TaskIndex) -> String? {
        tasks[task].closedBy.flatMap { Array($0.events) }.compactMap { event -> String? in
            if case .recordedInstrument(let place) = events[event].kind { instruments[place].name } else { nil }
        }.first
    }

    /// Whether a task about safety is one that may not be ticked off without a record.
    func asksForRecord(_ task: TaskIndex) -> Bool { tasks[task].isSafety && record(closing: task) != nil }
}

extension Condition {
    /// Criteria that all have to be met.
    fileprivate var needed: [Criterion] {
        switch self {
        case .criterion(let criterion): [criterion]
        case .all(let parts): parts.flatMap(\.needed)
        case .any, .not: []
        }
    }
}
