package import CEL
package import PathwayModel

extension Machine {
    /// Says where a case can go from here: each way on with every criterion.
    ///
    /// - Parameters:
    ///   - answers: what rules say; without them it asks for what it needs.
    ///   - findsRemedies: whether it looks for what would meet each unmet criterion, which costs many evaluations.
    package func explain(
        _ state: CaseState, at now: Timestamp, answers: [RuleQuestion: RuleAnswer] = [:],
        findsRemedies: Bool = false, limits: StepLimits = .standard
    ) -> ExplainOutcome {
        let moment = Moment(at: now, date: pathway.calendar.zone.date(of: now))
        let reader = CaseReader(
            machine: self, state: state, now: moment, event: nil, answers: answers, limits: limits.guards)
        var explainer = Explainer(reader: reader, findsRemedies: findsRemedies)
        let isClosed = state.status != .open
        var ways: [Explanation.Way] = []
        for place in state.configuration.reversed() where !state.status.isAtEnd {
            if isClosed, place == Pathway.root { continue }
            for index in pathway.states[place].transitions { ways.append(explainer.way(index)) }
        }
        let undecided = isClosed ? [] : explainer.undecidedTasks()
        guard explainer.observed.missing.isEmpty else { return .needs(explainer.observed.missing) }
        return .explained(Explanation(ways: ways, undecidedTasks: undecided))
    }
}

private struct Explainer: ~Copyable {
    var reader: CaseReader
    let findsRemedies: Bool
    var observed = Observations()

    private var pathway: Pathway { _read { yield reader.pathway } }

    mutating func way(_ index: TransitionIndex) -> Explanation.Way {
        let transition = pathway.transitions[index]
        reader.place = transition.source
        let truth = transition.when.map { reader.truth(of: $0, noting: &observed) } ?? .yes
        let outline = transition.when.map { Outline($0) }
        let reports = reports(on: transition.when?.criteria ?? [], outline)
        let hard = Set((transition.when?.criteria ?? []).compactMap { $0.hard == nil ? nil : $0.id })
        let waits = reader.notBefore(index).flatMap { $0 > reader.now.at ? $0 : nil }
        return Explanation.Way(
            transition: index, truth: words(truth, outline, reports), criteria: reports, outline: outline,
            checks: transition.checks.filter { !hard.contains($0.criterion.id) }.map {
                report(on: $0.criterion, isWanted: true)
            },
            safetyTasks: safetyTasks(of: transition), notBefore: waits)
    }

    /// Open safety tasks whose end a transition waits for.
    private func safetyTasks(of transition: Transition) -> [TaskIndex] {
        var tasks: Set<TaskIndex> = []
        if case .event(let events) = transition.trigger {
            for event in events { if case .taskDone(let task) = pathway.events[event].kind { tasks.insert(task) } }
        }
        let criteria = (transition.when?.criteria ?? []) + transition.checks.map(\.criterion)
        for criterion in criteria {
            let program: Program? =
                switch criterion.body {
                case .expression(let program): program
                case .namedGuard(let index): pathway.guards[index].program
                case .rule: nil
                }
            for program in program.map({ reader.programs(in: $0) }) ?? [] {
                for call in program.calls { tasks.formUnion(reader.tasks(of: call)) }
            }
        }
        return pathway.tasks.indices.map { TaskIndex($0) }.filter {
            tasks.contains($0) && pathway.tasks[$0].isSafety && reader.state.tasks[$0.position].status == .open
        }
    }

    /// Tasks that an active state opens once a guard is true which is unknown, where they are not open.
    mutating func undecidedTasks() -> [Explanation.UndecidedTask] {
        reader.state.configuration.flatMap { undecidedTasks(of: $0) }
    }

    private mutating func undecidedTasks(of place: StateIndex) -> [Explanation.UndecidedTask] {
        reader.place = place
        var undecided: [Explanation.UndecidedTask] = []
        for plan in pathway.states[place].tasks {
            guard case .when(let condition, _) = plan.opening, reader.state.tasks[plan.task.position].status != .open,
                case .unknown = reader.truth(of: condition, noting: &observed)
            else { continue }
            let outline = Outline(condition)
            let truth = words(.unknown, outline, reports(on: condition.criteria, outline))
            undecided.append(.init(task: plan.task, waiting: truth.waitingFor))
        }
        return undecided
    }

    private func words(_ truth: Holding, _ outline: Outline?, _ reports: [CriterionReport]) -> Truth {
        switch truth {
        case .yes: .yes
        case .no: .no
        case .error(let detail): .unknown([detail])
        case .unknown: outline?.truth(of: reports.map(\.truth)) ?? .unknown([])
        }
    }

    private mutating func reports(on criteria: [Criterion], _ outline: Outline?) -> [CriterionReport] {
        var reports: [CriterionReport] = []
        for (criterion, isWanted) in zip(criteria, outline?.wanted ?? []) {
            reports.append(report(on: criterion, isWanted: isWanted))
        }
        return reports
    }

    private mutating func report(on criterion: Criterion, isWanted: Bool) -> CriterionReport {
        switch criterion.body {
        case .expression(let program):
            return report(on: criterion, program, text: program.source, isWanted)
        case .namedGuard(let index):
            let named = pathway.guards[index]
            return report(on: criterion, named.program, text: "\(named.name): \(named.program.source)", isWanted)
        case .rule(let use):
            let verdict = reader.verdict(on: use, noting: &observed)
            let truth: Truth =
                switch verdict?.answer {
                case .met: .yes
                case .notMet: .no
                case .unknown, nil: .unknown(verdict?.reasons ?? [])
                }
            return CriterionReport(
                id: criterion.id, label: criterion.label, text: "rule \(pathway.ruleUses[use].rule)", truth: truth,
                values: [], reasons: (verdict?.reasons ?? []) + (verdict?.evidence ?? []),
                rule: RuleReport(
                    pathway.ruleUses[use], verdict, of: reader.plugin(answering: use), isWanted: isWanted),
                remedies: [], isWanted: isWanted)
        }
    }

    private func report(
        on criterion: Criterion, _ program: Program, text: String, _ isWanted: Bool
    ) -> CriterionReport {
        let truth: Truth =
            switch reader.evaluate(program) {
            case .value(.bool(true)): .yes
            case .value: .no
            case .unknown(let set): .unknown(reader.words(for: set))
            case .error(let error): .unknown(["it ended in an error: \(error.message)"])
            }
        var report = CriterionReport(
            id: criterion.id, label: criterion.label, text: text, truth: truth, values: reader.values(in: program),
            reasons: [], remedies: [], isWanted: isWanted)
        if findsRemedies, !report.isAsWanted { report.remedies = reader.remedies(for: program, wanted: isWanted) }
        return report
    }
}

extension Outline {
    init(_ condition: Condition) {
        var place = 0
        self.init(condition, &place)
    }

    private init(_ condition: Condition, _ place: inout Int) {
        switch condition {
        case .criterion:
            self = .criterion(place)
            place += 1
        case .all(let parts): self = .all(parts.map { Outline($0, &place) })
        case .any(let parts): self = .any(parts.map { Outline($0, &place) })
        case .not(let part): self = .not(Outline(part, &place))
        }
    }
}

extension CaseReader {
    /// A criterion that does not hold, with what it rests on, as it is kept where somebody decides against it.
    func unmet(_ criterion: Criterion, noting observed: inout Observations) -> UnmetCriterion {
        let waiting: [String]
        var values: [Input.NamedText] = []
        switch criterion.body {
        case .expression(let program): (waiting, values) = unmet(program)
        case .namedGuard(let index): (waiting, values) = unmet(pathway.guards[index].program)
        case .rule(let use):
            let verdict = verdict(on: use, noting: &observed)
            waiting = verdict?.answer == .notMet ? [] : verdict?.reasons ?? []
            values = (verdict?.evidence ?? []).map { Input.NamedText(pathway.ruleUses[use].rule, $0) }
        }
        return UnmetCriterion(id: criterion.id, label: criterion.label, waiting: waiting, values: values)
    }

    private func unmet(_ program: Program) -> (waiting: [String], values: [Input.NamedText]) {
        let waiting: [String] = if case .unknown(let set) = evaluate(program) { words(for: set) } else { [] }
        let values = values(in: program).compactMap { report in
            report.value.map { Input.NamedText(report.name, $0.shown) }
        }
        return (waiting, values)
    }
}
