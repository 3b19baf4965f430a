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
        guard explainer.observed.missing.isEmpty else { return .needs(explainer.observed.missing) }
        return .explained(Explanation(ways: ways))
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
        let criteria = transition.when?.criteria ?? []
        let hard = Set(criteria.compactMap { $0.hard == nil ? nil : $0.id })
        let waits = reader.notBefore(index).flatMap { $0 > reader.now.at ? $0 : nil }
        return Explanation.Way(
            transition: index, truth: words(truth, of: criteria),
            criteria: criteria.map { report(on: $0) },
            checks: transition.checks.filter { !hard.contains($0.criterion.id) }.map { report(on: $0.criterion) },
            notBefore: waits)
    }

    private mutating func words(_ truth: Holding, of criteria: [Criterion]) -> Truth {
        switch truth {
        case .yes: return .yes
        case .no: return .no
        case .error(let detail): return .unknown([detail])
        case .unknown:
            var sentences: [String] = []
            for criterion in criteria {
                guard case .unknown(let reasons) = report(on: criterion).truth else { continue }
                sentences += reasons.filter { !sentences.contains($0) }
            }
            return .unknown(sentences)
        }
    }

    private mutating func report(on criterion: Criterion) -> CriterionReport {
        switch criterion.body {
        case .expression(let program):
            return report(on: criterion, program, text: program.source)
        case .namedGuard(let index):
            let named = pathway.guards[index]
            return report(on: criterion, named.program, text: "\(named.name): \(named.program.source)")
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
                values: [], reasons: (verdict?.reasons ?? []) + (verdict?.evidence ?? []), remedies: [])
        }
    }

    private func report(on criterion: Criterion, _ program: Program, text: String) -> CriterionReport {
        let truth: Truth =
            switch reader.evaluate(program) {
            case .value(.bool(true)): .yes
            case .value: .no
            case .unknown(let set): .unknown(reader.words(for: set))
            case .error(let error): .unknown(["it ended in an error: \(error.message)"])
            }
        return CriterionReport(
            id: criterion.id, label: criterion.label, text: text, truth: truth, values: reader.values(in: program),
            reasons: [], remedies: findsRemedies && !truth.isTrue ? reader.remedies(for: program) : [])
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

    /// The values an expression reads, those of its named guards included, each once.
    func values(in program: Program) -> [ValueReport] {
        var reports: [ValueReport] = []
        var pending = [program]
        var visited = Set<Int>()
        while let next = pending.popLast() {
            for id in next.variables where visited.insert(id).inserted {
                if case .namedGuard(let index) = pathway.variables[id] {
                    pending.append(pathway.guards[index].program)
                } else if let report = report(onVariable: id) {
                    reports.append(report)
                }
            }
            for call in next.calls where HostFunction(rawValue: call.id) == .decision {
                if case .some(.some(let table)) = call.constants.first {
                    pending.append(pathway.decisions[Int(table)].program)
                }
            }
            for figure in next.figures {
                guard let report = report(on: figure, in: next), !reports.contains(where: { $0.name == report.name })
                else { continue }
                reports.append(report)
            }
            for call in next.calls {
                guard let report = report(on: call), !reports.contains(where: { $0.name == report.name }) else {
                    continue
                }
                reports.append(report)
            }
        }
        return reports
    }

    private func report(onVariable id: Int) -> ValueReport? {
        func result(_ place: InstrumentIndex, _ part: String) -> ValueReport {
            value(id, "\(pathway.instruments[place].title) \(part)", state.newestScored(place)?.result.moment)
        }
        switch pathway.variables[id] {
        case .field(let place):
            return value(
                id, pathway.fields[place].shownName,
                state.fields[place.position].current?.moment)
        case .score(let place, let score): return result(place, pathway.instruments[place].scores[score].name)
        case .item(let place, let item): return result(place, pathway.instruments[place].items[item].name)
        case .baseline(let place):
            return value(id, "\(pathway.instruments[place].title) at baseline", nil)
        case .previous(let place): return result(place, "previous")
        case .change(let place): return result(place, "change")
        case .percentChange(let place): return result(place, "change in percent")
        case .band(let place): return result(place, "band")
        case .count(let place): return value(id, "\(pathway.instruments[place].title) results", nil)
        case .patientAge: return value(id, "age", nil)
        case .results, .namedGuard, .attendance, .payload, .now, .today, .patientLanguage: return nil
        }
    }

    /// A recorded value with its date. One that is too old to count is shown all the same, with its age.
    private func value(_ id: Int, _ name: String, _ moment: Moment?) -> ValueReport {
        let shown = CaseReader(
            machine: machine, state: state, now: moment ?? now, event: event, place: place, answers: answers,
            limits: limits)
        let known: Value? = if case .value(let value) = shown.variable(id) { value } else { nil }
        return ValueReport(
            name: name, value: known, date: moment?.date,
            ageInDays: moment.map { Int(now.date.daysSinceEpoch) - Int($0.date.daysSinceEpoch) })
    }

    /// What `fresh(phq9)`, `task("x")` and the like looked at.
    private func report(on call: Program.HostCall) -> ValueReport? {
        guard let function = HostFunction(rawValue: call.id), case .some(.some(let constant)) = call.constants.first
        else { return nil }
        switch function {
        case .fresh, .freshWithin, .known, .recordedAt, .daysSince:
            let name =
                switch pathway.references[Int(constant)] {
                case .field(let place): pathway.fields[place].shownName
                case .instrument(let place): pathway.instruments[place].title
                case .payload(let name): "event.\(name)"
                }
            let moment = record(constant).moment
            return ValueReport(
                name: name, value: nil, date: moment?.date,
                ageInDays: moment.map { Int(now.date.daysSinceEpoch) - Int($0.date.daysSinceEpoch) })
        case .openTasks:
            let glob = pathway.taskGlobs[Int(constant)]
            let open = glob.tasks.count { state.tasks[$0.position].status == .open }
            return ValueReport(name: "open tasks \(glob.pattern)", value: .int(Int64(open)), date: nil, ageInDays: nil)
        case .daysIn:
            guard case .value(let value) = self.call(call.id, [.int(constant)]) else { return nil }
            return ValueReport(
                name: "days in \(pathway.states[Int(constant)].path)", value: value,
                date: state.stays[Int(constant)].entered?.date, ageInDays: nil)
        case .task:
            let task = state.tasks[Int(constant)]
            let words: String =
                switch task.status {
                case .never: "never opened"
                case .open: "open"
                case .completed: "done"
                case .ended: "ended"
                }
            return ValueReport(
                name: "'\(pathway.tasks[Int(constant)].title)'", value: .string(words), date: task.doneOn,
                ageInDays: nil)
        case .occurrences, .dates, .active, .enteredAt, .visits, .cameFrom, .day, .businessDays, .consent, .decision,
            .attendanceSince, .attendanceLast, .attendanceWithin, .attendanceOf:
            return nil
        }
    }
}
