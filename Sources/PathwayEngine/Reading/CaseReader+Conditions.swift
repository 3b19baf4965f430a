import CEL
package import PathwayModel

/// Whether a condition holds, with CEL's rule for what is not known.
package enum Holding: Hashable {
    case yes
    case no
    case unknown
    /// A sentence about the guard, without values of the case.
    case error(String)

    init(_ outcome: Outcome, of id: String) {
        switch outcome {
        case .value(.bool(true)): self = .yes
        case .value(.bool(false)): self = .no
        case .unknown: self = .unknown
        case .error(let error): self = .error("the guard '\(id)' ended in an error: \(error.message)")
        case .value: self = .error("the guard '\(id)' is not a boolean")
        }
    }
}

/// What looking at conditions brings to light beside their truth.
struct Observations {
    /// Questions to rules that have no answer yet, each once.
    var missing: [RuleQuestion] = []
    /// Uses of rules whose plugins failed to answer, each once, with the reason.
    var failures: [RuleUseIndex: String] = [:]
    /// From when on the earliest answer of a rule that was asked now may be another.
    var until: Timestamp?
    /// Which criteria were seen met and unmet; nil where nobody asks.
    var criteria: CriteriaSeen?
    /// How many steps guards may still take.
    var steps = StepLimits.standard.cost

    /// Forgets all of it. What is empty stays, which is cheaper than another.
    mutating func clear(counting: Bool, steps: Int) {
        if !missing.isEmpty { missing = [] }
        if !failures.isEmpty { failures = [:] }
        until = nil
        if counting || criteria != nil { criteria = counting ? CriteriaSeen() : nil }
        self.steps = steps
    }

    mutating func note(_ criterion: Place<Criterion>, _ holding: Holding) {
        guard criteria != nil else { return }
        if case .yes = holding { criteria?.met.insert(criterion) } else { criteria?.unmet.insert(criterion) }
    }
}

/// Which criteria were seen to hold and which not to, as scenario tests count them.
package struct CriteriaSeen: Hashable, Sendable {
    package internal(set) var met = PlaceSet<Criterion>()
    package internal(set) var unmet = PlaceSet<Criterion>()

    package init() {}

    package mutating func formUnion(_ other: CriteriaSeen) {
        met.formUnion(other.met)
        unmet.formUnion(other.unmet)
    }
}

extension CaseReader {
    func truth(of condition: Condition, noting observed: inout Observations) -> Holding {
        switch condition {
        case .criterion(let criterion): truth(of: criterion, noting: &observed)
        case .all(let parts): combine(parts, settling: .no, otherwise: .yes, noting: &observed)
        case .any(let parts): combine(parts, settling: .yes, otherwise: .no, noting: &observed)
        case .not(let part):
            switch truth(of: part, noting: &observed) {
            case .yes: .no
            case .no: .yes
            case let other: other
            }
        }
    }

    /// The first part that settles it decides; else what is unknown, else an error.
    private func combine(
        _ parts: [Condition], settling: Holding, otherwise: Holding, noting observed: inout Observations
    ) -> Holding {
        var result = otherwise
        for part in parts {
            let truth = truth(of: part, noting: &observed)
            if truth == settling { return settling }
            switch (result, truth) {
            case (_, .yes), (_, .no), (.unknown, _): break
            case (_, .unknown): result = .unknown
            case (.error, .error): break
            case (_, .error): result = truth
            }
        }
        return result
    }

    func truth(of criterion: Criterion, noting observed: inout Observations) -> Holding {
        let holding: Holding =
            switch criterion.body {
            case .expression(let program): Holding(evaluate(program, spending: &observed.steps), of: criterion.id)
            case .namedGuard(let index):
                Holding(evaluate(pathway.guards[index].program, spending: &observed.steps), of: criterion.id)
            case .rule(let use):
                switch verdict(on: use, noting: &observed)?.answer {
                case .met: .yes
                case .notMet: .no
                case .unknown, nil: .unknown
                }
            }
        observed.note(criterion.place, holding)
        return holding
    }

    func truth(of expression: Chart.Expression, noting observed: inout Observations) -> Holding {
        let holding = Holding(evaluate(expression.program, spending: &observed.steps), of: expression.id)
        observed.note(expression.criterion, holding)
        return holding
    }

    /// Within what one expression may take, and what is left for all of an input.
    ///
    /// Inlined into whoever asks, who would copy the reader to lend it to the call.
    @inline(__always)
    func evaluate(_ program: Program, spending left: inout Int) -> Outcome {
        if let oracle { return oracle.outcome(of: program, in: self) }
        let granted = min(limits.evaluationCost, left)
        guard granted > 0 else {
            return .error(EvaluationError(.costExceeded, "The guards of this input take more steps than they may"))
        }
        var steps = granted
        defer { left -= granted - max(steps, 0) }
        return program.evaluate(self, steps: &steps)
    }

    /// A rule's verdict: what it answered in this step, or remembered while the question is the same.
    func verdict(on use: RuleUseIndex, noting observed: inout Observations) -> Verdict? {
        if let objection = pathway.ruleUses[use].objection {
            observed.failures[use] = objection
            return .unknown(objection)
        }
        let question = question(for: use)
        if let answer = answers[question] {
            if answer.isFailure { observed.failures[use] = answer.verdict.reasons.joined(separator: "; ") }
            if let until = answer.verdict.until, until > now.at { observed.until = min(observed.until ?? until, until) }
            return answer.verdict
        }
        if let remembered = state.verdicts[use.position], remembered.question == question.fingerprint,
            remembered.plugin == pathway.ruleUses[use].plugin, remembered.verdict.until.map({ now.at < $0 }) ?? true
        {
            return remembered.verdict
        }
        if !observed.missing.contains(question) { observed.missing.append(question) }
        return nil
    }

    /// The plugin whose answer to a rule counts, with its version.
    func plugin(answering use: RuleUseIndex) -> String {
        let known = answers[question(for: use)].flatMap { $0.isFailure ? nil : $0.plugin }
        return known ?? pathway.ruleUses[use].plugin
    }

    /// What a rule is asked: the facts it may read, and no others.
    func question(for place: RuleUseIndex) -> RuleQuestion {
        let use = pathway.ruleUses[place]
        let reads = use.reads
        var data: [String: Value] = [:]
        if reads.contains(.data) {
            for (field, recorded) in zip(pathway.fields, state.fields)
            where use.only.data?.contains(field.name) ?? true {
                // What is stale is not known, to a rule as to a guard.
                if let current = recorded.current {
                    if isFresh(current.moment, field.freshFor) { data[field.name] = current.value }
                } else if recorded.isBlank {
                    data[field.name] = field.defaultValue
                }
            }
        }
        var results: [String: [RuleFacts.Result]] = [:]
        if reads.contains(.results) {
            for (instrument, recorded) in zip(pathway.instruments, state.results)
            where use.only.results?.contains(instrument.name) ?? true {
                results[instrument.name] = recorded.filter(\.result.isScored).map {
                    ruleResult($0.result, of: instrument)
                }
            }
        }
        var course: [String: CalendarDate] = [:]
        if reads.contains(.course) {
            for active in state.configuration where active != Pathway.root {
                course[pathway.states[active].path] = state.stays[active.position].entered?.date
            }
        }
        let sessions = reads.contains(.attendance) ? state.sessions.map(\.session) : []
        return RuleQuestion(
            rule: use.rule, parameters: use.parameters,
            facts: RuleFacts(
                now: reads.contains(.now) ? now.at : nil, today: reads.contains(.today) ? now.date : nil,
                sessions: sessions.map { RuleFacts.Session(status: $0.status, type: $0.type, date: $0.moment.date) },
                data: data, results: results, course: course))
    }

    private func ruleResult(_ result: InstrumentResult, of instrument: Instrument) -> RuleFacts.Result {
        var values: [String: Value] = [:]
        for (item, value) in zip(instrument.items, result.items) {
            values[item.name] = value.map { item.points(of: $0) }
        }
        for (score, value) in zip(instrument.scores, result.scores) { values[score.name] = value }
        return RuleFacts.Result(values: values, date: result.moment.date)
    }
}

extension RuleQuestion {
    /// The same for equal questions, today and on another machine: FNV-1a over a canonical text.
    package var fingerprint: UInt64 {
        var mixed = FNV1a()
        func mix(_ text: String) {
            mixed.combine(text.utf8)
            mixed.combine(0xFF)
        }
        func mix(_ values: [String: Value]) {
            for name in values.keys.sorted() {
                mix(name)
                mix(values[name].map { String(describing: $0) } ?? "")
            }
        }
        mix(rule)
        mix(parameters)
        mix(facts.now.map { "\($0.seconds).\($0.nanoseconds)" } ?? "")
        mix(facts.today?.description ?? "")
        for session in facts.sessions { mix("\(session.status.rawValue) \(session.type ?? "") \(session.date)") }
        mix(facts.data)
        for name in facts.results.keys.sorted() {
            mix(name)
            for result in facts.results[name] ?? [] {
                mix(result.date.description)
                mix(result.values)
            }
        }
        for path in facts.course.keys.sorted() { mix("\(path) \(facts.course[path]?.description ?? "")") }
        return mixed.hash
    }
}
