import CEL
import PathwayModel

/// What is used of what is declared.
extension CompiledPathway {
    /// Whether it is made to be run: some state has an outcome, and nothing in it is reported as wrong. Of a sketch
    /// nothing is told that more of it may mend.
    var isFinished: Bool { isWhole && behavior.states.contains { $0.outcome != nil } }

    /// The tasks that something opens.
    var openedTasks: PlaceSet<TaskDefinition> {
        var opened = PlaceSet(behavior.states.flatMap(\.tasks).map(\.task))
        for case .openTask(let task, _) in actions { opened.insert(task) }
        return opened
    }

    /// Every criterion of every guard.
    var criteria: [Criterion] {
        let conditions =
            behavior.transitions.map(\.when) + behavior.reactions.map(\.when)
            + behavior.tasks.flatMap { $0.closedBy.map(\.when) }
        let opening = behavior.states.flatMap(\.tasks).compactMap { task -> Condition? in
            if case .when(let condition, _) = task.opening { condition } else { nil }
        }
        let byHand = behavior.tasks.compactMap { task -> Condition? in
            if case .when(let condition) = task.byHand { condition } else { nil }
        }
        return (conditions.compactMap { $0 } + opening + byHand).flatMap(\.criteria)
            + behavior.transitions.flatMap { $0.checks.map(\.criterion) }
    }

    var usedGuards: PlaceSet<NamedGuard> {
        var used = PlaceSet<NamedGuard>()
        for (program, _) in expressions.compiled {
            for id in program.variables {
                if case .namedGuard(let index) = variables[id] { used.insert(index) }
            }
        }
        for criterion in criteria {
            if case .namedGuard(let index) = criterion.body { used.insert(index) }
        }
        return used
    }

    var usedDecisions: PlaceSet<DecisionTable> {
        var used = PlaceSet<DecisionTable>()
        for call in expressions.compiled.flatMap(\.program.calls) where call.id == HostFunction.decision.rawValue {
            if let place = call.constants.first ?? nil { used.insert(Place(Int(place))) }
        }
        return used
    }

    /// The instruments whose results anything looks at; nil where a rule may look at any.
    var readInstruments: PlaceSet<Instrument>? {
        guard !behavior.ruleUses.contains(where: { $0.reads.contains(.results) }) else { return nil }
        var read = PlaceSet<Instrument>()
        for (program, _) in expressions.compiled {
            for id in program.variables { if let instrument = variables[id].instrument { read.insert(instrument) } }
            for call in program.calls { read.formUnion(instruments(of: call)) }
        }
        var heard = PlaceSet<Event>()
        for events in behavior.transitions.compactMap(\.events) + behavior.reactions.map(\.events)
            + behavior.closings.map(\.events)
        where !isAny(events) { heard.formUnion(events) }
        for event in heard {
            if case .recordedInstrument(let instrument) = symbols.events[event].kind { read.insert(instrument) }
        }
        for secret in messages.elements.flatMap(\.holds) {
            if let instrument = symbols.instruments[String(secret.name.prefix { $0 != "." })] {
                read.insert(instrument)
            }
        }
        return read
    }

    /// The instruments that a call of a function is about.
    private func instruments(of call: Program.HostCall) -> PlaceSet<Instrument> {
        let base = HostFunction.resultsSinceBase
        if call.id >= base { return PlaceSet([InstrumentIndex(call.id - base)]) }
        guard let number = call.constants.first ?? nil, let function = HostFunction(rawValue: call.id) else {
            return PlaceSet()
        }
        switch function {
        case .fresh, .freshWithin, .known, .recordedAt, .daysSince:
            guard case .instrument(let instrument) = expressions.references[Int(number)] else { return PlaceSet() }
            return PlaceSet([instrument])
        case .occurrences:
            guard case .recordedInstrument(let instrument) = symbols.events[EventIndex(Int(number))].kind else {
                return PlaceSet()
            }
            return PlaceSet([instrument])
        case .attendanceSince, .attendanceLast, .attendanceWithin, .attendanceOf, .dates, .openTasks, .task, .active,
            .enteredAt, .daysIn, .visits, .cameFrom, .day, .businessDays, .consent, .decision:
            return PlaceSet()
        }
    }
}

extension VariableReference {
    fileprivate var instrument: InstrumentIndex? {
        switch self {
        case .score(let instrument, _), .item(let instrument, _), .baseline(let instrument), .previous(let instrument),
            .change(let instrument), .percentChange(let instrument), .band(let instrument), .count(let instrument),
            .results(let instrument):
            instrument
        case .field, .namedGuard, .attendance, .payload, .now, .today, .patientAge, .patientLanguage: nil
        }
    }
}
