package import CEL
package import PathwayModel

extension Machine {
    /// Which criteria of the decisions that a case could be at hold and which do not, as scenario tests count them.
    package func observe(
        _ state: CaseState, at now: Timestamp, limits: StepLimits = .standard, asking ask: (RuleQuestion) -> RuleAnswer
    ) -> CriteriaSeen {
        let moment = Moment(at: now, date: pathway.calendar.zone.date(of: now))
        var reader = CaseReader(
            machine: self, state: state, now: moment, event: nil, answers: [:], limits: limits.guards)
        var observed = Observations()
        for place in state.configuration {
            for index in pathway.states[place].transitions {
                let transition = pathway.transitions[index]
                guard case .decision = transition.trigger else { continue }
                reader.place = place
                for criterion in (transition.when?.criteria ?? []) + transition.checks.map(\.criterion) {
                    if case .rule(let use) = criterion.body {
                        let question = reader.question(for: use)
                        reader.answers[question] = ask(question)
                    }
                    observed.criteria = observed.criteria ?? CriteriaSeen()
                    _ = reader.truth(of: .criterion(criterion), noting: &observed)
                }
            }
        }
        return observed.criteria ?? CriteriaSeen()
    }

    /// Which criteria a request that is refused was looked at with: a requirement is seen unmet in nothing else.
    package func criteriaSeen(
        by request: Request, _ state: CaseState?, limits: StepLimits = .standard,
        asking ask: (RuleQuestion) -> RuleAnswer
    ) -> CriteriaSeen {
        let input = resolve(request.input, limits: limits.guards)
        let refusal = refusalUnheard(
            state?.status, isOver: state?.isOver ?? false, input, at: request.now, occurred: request.occurred)
        guard refusal == nil else { return CriteriaSeen() }
        var request = request
        request.countsCriteria = true
        for _ in 0..<Self.maximumRounds {
            var stepper = Stepper.beginning(self, state, request, limits)
            do {
                try stepper.run(input)
            } catch {
                // What was seen until then is the answer.
                if stepper.missing.isEmpty { return stepper.criteriaSeen }
            }
            guard !stepper.missing.isEmpty else { return stepper.criteriaSeen }
            for question in stepper.missing { request.answers[question] = ask(question) }
        }
        return CriteriaSeen()
    }
}

/// What an expression comes to for a case.
package enum Evaluation: Hashable, Sendable {
    case value(Value)
    /// A sentence for each thing it waits for.
    case unknown([String])
    case error(String)
}

extension Machine {
    /// Whether an expression looks back at declared events that the pathway's own guards do not ask for: of these only
    /// the journal knows.
    package func forgetsEvents(of program: Program) -> Bool { !forgottenEvents(of: program).isEmpty }

    private func forgottenEvents(of program: Program) -> PlaceSet<Event> {
        var forgotten = PlaceSet<Event>()
        for call in program.calls where call.id == HostFunction.occurrences.rawValue {
            guard case .some(.some(let number)) = call.constants.first else { continue }
            let event = EventIndex(Int(number))
            if pathway.events[event].kind == .declared, !tables.rememberedEvents.contains(event) {
                forgotten.insert(event)
            }
        }
        return forgotten
    }

    /// Evaluates an expression that was compiled for this pathway.
    ///
    /// - Parameter journal: all facts of the case until now, in order, where the expression looks back at events that the
    ///   case does not remember. Without them their occurrences are unknown.
    package func evaluate(
        _ program: Program, _ state: CaseState, at now: Timestamp, journal: [Fact]? = nil
    ) -> Evaluation {
        let forgotten = forgottenEvents(of: program)
        guard let journal, !forgotten.isEmpty else { return evaluate(program, state, at: now) }
        let machine = Machine(pathway, remembering: forgotten)
        var state = state
        let header = StepHeader(
            sequence: state.sequence, moment: Moment(at: now, date: pathway.calendar.zone.date(of: now)))
        for fact in journal {
            if case .occurred(let event, _, _) = fact, forgotten.contains(event) {
                machine.evolve(&state, fact, header)
            }
        }
        return machine.evaluate(program, state, at: now)
    }

    private func evaluate(_ program: Program, _ state: CaseState, at now: Timestamp) -> Evaluation {
        let moment = Moment(at: now, date: pathway.calendar.zone.date(of: now))
        let reader = CaseReader(machine: self, state: state, now: moment, event: nil, answers: [:], limits: .guards)
        return switch reader.evaluate(program) {
        case .value(let value): .value(value)
        case .unknown(let unknowns): .unknown(reader.words(for: unknowns))
        case .error(let error): .error(error.message)
        }
    }
}
