package import CEL
import PathwayModel

/// A case as expressions see it, at an instant and, where there is one, with the event at hand. It is large, and cannot
/// be copied by accident.
package struct CaseReader: ~Copyable, Host {
    let machine: Machine
    var state: CaseState
    var now: Moment
    var event: EventAtHand?
    /// The state that the expression stands in.
    var place = Pathway.root
    var answers: [RuleQuestion: RuleAnswer]
    var limits: Limits
    /// Who answers in place of the record, where a case is explored.
    var oracle: (any Oracle)?

    var pathway: Pathway { _read { yield machine.pathway } }

    func evaluate(_ program: Program) -> Outcome {
        if let oracle { return oracle.outcome(of: program, in: self) }
        return program.evaluate(self, limits: limits)
    }

    package func variable(_ id: Int) -> Outcome {
        switch pathway.variables[id] {
        case .field(let field): value(of: field)
        case .score(let instrument, let score): last(instrument) { $0.scores[score] }
        case .item(let instrument, let item):
            last(instrument) { $0.items[item].map { pathway.instruments[instrument].items[item].points(of: $0) } }
        case .baseline(let instrument): baseline(of: instrument)
        case .previous(let instrument): previous(of: instrument)
        case .change(let instrument): change(of: instrument)
        case .percentChange(let instrument): percentChange(of: instrument)
        case .band(let instrument): band(of: instrument)
        case .count(let instrument): .value(.int(Int64(state.scored(instrument).count)))
        case .results(let instrument): .value(.list(state.scored(instrument).map { object($0, instrument) }))
        case .namedGuard(let index): evaluate(pathway.guards[index].program)
        case .attendance: .value(attendance(Array(state.sessions.indices)))
        case .payload(let name): payload(name).map { .value($0) } ?? Waiting(.omitted, .payload, id).outcome
        case .now: .value(.timestamp(now.at))
        case .today: .value(.date(now.date))
        case .patientAge: age
        case .patientLanguage: state.language.map { .value(.string($0)) } ?? Waiting(.missing, .language).outcome
        }
    }

    package func variable(_ id: Int, steps: inout Int) -> Outcome {
        guard case .namedGuard(let index) = pathway.variables[id] else { return variable(id) }
        return pathway.guards[index].program.evaluate(self, steps: &steps)
    }

    /// Inlined into what the evaluator calls, which would copy the reader to pass it on.
    @inline(__always)
    package func integer(_ id: Int) -> Int64? {
        switch machine.tables.integers[id] {
        case .field(let place, let defaultValue):
            switch state.fields[place.position].value {
            case .int(let number)?: return number
            case .some: return nil
            case nil: return state.fields[place.position].isBlank ? defaultValue : nil
            }
        case .payload(let name):
            guard let event, case .declared(let payload) = event.subject,
                let place = machine.tables.payloads.place(of: name, in: event.event), place < payload.count,
                case .int(let number)? = payload[place]
            else { return nil }
            return number
        case .other: return nil
        }
    }

    private var age: Outcome {
        guard let birth = state.birthDate else { return Waiting(.missing, .age).outcome }
        let (bornYear, bornMonth, bornDay) = birth.components
        let (year, month, day) = now.date.components
        return .value(.int(Int64(year - bornYear - ((month, day) < (bornMonth, bornDay) ? 1 : 0))))
    }
}

// MARK: - Fields

extension CaseReader {
    private func value(of place: FieldIndex) -> Outcome {
        guard let recorded = state.fields[place.position].current else {
            let isBlank = state.fields[place.position].isBlank
            return (isBlank ? pathway.fields[place].defaultValue : nil).map { .value($0) }
                ?? Waiting(.missing, .field, place.position).outcome
        }
        guard isFresh(recorded.moment, pathway.fields[place].freshFor) else {
            return Waiting(.stale, .field, place.position).outcome
        }
        return .value(recorded.value)
    }

    /// Whether something recorded then is still good: `7 days` hold on the seventh date after.
    func isFresh(_ recorded: Moment, _ freshFor: Delay?) -> Bool {
        guard let freshFor else { return true }
        if freshFor.isExact {
            return pathway.calendar.end(of: freshFor, from: recorded.at).map { now.at <= $0 } ?? true
        }
        return pathway.calendar.add(dates: freshFor, to: recorded.date).map { now.date <= $0 } ?? true
    }

    /// When what a reference names was last recorded, and how long that stays good.
    func record(_ reference: Int64) -> (moment: Moment?, freshFor: Delay?, missing: Waiting) {
        switch pathway.references[Int(reference)] {
        case .field(let place):
            (
                state.fields[place.position].current?.moment, pathway.fields[place].freshFor,
                Waiting(.missing, .field, place.position)
            )
        case .instrument(let place):
            (
                state.newestScored(place)?.result.moment, pathway.instruments[place].freshFor,
                Waiting(.missing, .instrument, place.position)
            )
        case .payload(let name): (payload(name) == nil ? nil : now, nil, Waiting(.omitted, .payload, 0))
        }
    }
}

// MARK: - Instruments

extension CaseReader {
    private func last(_ place: InstrumentIndex, _ part: (InstrumentResult) -> Value?) -> Outcome {
        guard let result = state.newestScored(place)?.result, let value = part(result) else {
            return Waiting(.missing, .instrument, place.position).outcome
        }
        guard isFresh(result.moment, pathway.instruments[place].freshFor) else {
            return Waiting(.stale, .instrument, place.position).outcome
        }
        return .value(value)
    }

    private func lastTotal(_ place: InstrumentIndex) -> Outcome {
        guard let main = pathway.instruments[place].mainScore else {
            return Waiting(.missing, .instrument, place.position).outcome
        }
        return last(place) { $0.scores[main] }
    }

    /// The last total dated on or before the day on which the state was first entered, however late it was entered; else,
    /// where the pathway says so, the first one after.
    private func baseline(of place: InstrumentIndex) -> Outcome {
        let unknown = Waiting(.noBaseline, .instrument, place.position).outcome
        guard let baseline = pathway.instruments[place].baseline, let main = pathway.instruments[place].mainScore,
            let entered = state.stays[baseline.state.position].firstDate
        else { return unknown }
        let totals = state.results[place.position].filter { $0.result.scores[main] != nil }
        let result =
            totals.first { $0.result.moment.date <= entered } ?? (baseline.elseFirstAfter ? totals.last : nil)
        return result?.result.scores[main].map { .value($0) } ?? unknown
    }

    private func previous(of place: InstrumentIndex) -> Outcome {
        let results = state.scored(place)
        guard let main = pathway.instruments[place].mainScore, results.count > 1,
            let value = results[1].result.scores[main]
        else { return Waiting(.noPrevious, .instrument, place.position).outcome }
        return .value(value)
    }

    private func change(of place: InstrumentIndex) -> Outcome {
        switch (lastTotal(place), baseline(of: place)) {
        case (.value(.int(let last)), .value(.int(let first))):
            let (difference, overflow) = last.subtractingReportingOverflow(first)
            return overflow
                ? .error(EvaluationError(.overflow, "the change is out of range")) : .value(.int(difference))
        case (.value(.double(let last)), .value(.double(let first))): return .value(.double(last - first))
        case (.unknown(let one), .unknown(let other)): return .unknown(one.union(other))
        case (.unknown(let one), _), (_, .unknown(let one)): return .unknown(one)
        case (.error(let error), _), (_, .error(let error)): return .error(error)
        case (.value, .value): return .error(EvaluationError(.noSuchOverload, "the score is not a number"))
        }
    }

    private func percentChange(of place: InstrumentIndex) -> Outcome {
        let first: Double
        switch baseline(of: place) {
        case .value(.int(let value)): first = Double(value)
        case .value(.double(let value)): first = value
        case .value: return .error(EvaluationError(.noSuchOverload, "the score is not a number"))
        case .unknown(let set): return .unknown(set)
        case .error(let error): return .error(error)
        }
        guard first != 0 else { return Waiting(.zeroBaseline, .instrument, place.position).outcome }
        return switch change(of: place) {
        case .value(.int(let value)): .value(.double(Double(value) * 100 / first))
        case .value(.double(let value)): .value(.double(value * 100 / first))
        case let other: other
        }
    }

    private func band(of place: InstrumentIndex) -> Outcome {
        let instrument = pathway.instruments[place]
        guard let main = instrument.mainScore else { return Waiting(.missing, .instrument, place.position).outcome }
        guard case .value(let total) = lastTotal(place) else { return lastTotal(place) }
        guard let band = instrument.scores[main].band(of: total) else {
            return Waiting(.missing, .instrument, place.position).outcome
        }
        return .value(.string(band.name))
    }

    /// A result as a record of its instrument's type.
    func object(_ recorded: RecordedResult, _ place: InstrumentIndex) -> Value {
        let result = recorded.result
        let missing = Waiting(.missing, .instrument, place.position).outcome
        let type = pathway.objectType(of: place)
        let fields = machine.tables.resultFields[place.position].map { source -> Outcome in
            switch source {
            case .score(let score): result.scores[score].map { .value($0) } ?? missing
            case .item(let item):
                result.items[item].map { .value(pathway.instruments[place].items[item].points(of: $0)) } ?? missing
            case .payload, .by, .roles: missing
            case .at: result.moment.instant.map { .value(.timestamp($0)) } ?? missing
            case .date: .value(.date(result.moment.date))
            }
        }
        return .object(Object(type: type, fields: fields))
    }

    /// An occurrence as a record of its event's type.
    func object(_ occurrence: CaseState.Occurrence, _ place: EventIndex) -> Value {
        let fields = machine.tables.occurrenceFields[place.position].map { source -> Outcome in
            switch source {
            case .payload(let part):
                (part < occurrence.payload.count ? occurrence.payload[part] : nil).map { .value($0) }
                    ?? Waiting(.missing, .payload, 0).outcome
            case .score, .item: Waiting(.missing, .payload, 0).outcome
            case .at:
                occurrence.moment.instant.map { .value(.timestamp($0)) } ?? Waiting(.missing, .payload, 0).outcome
            case .date: .value(.date(occurrence.moment.date))
            case .by: Self.name(of: occurrence.doer, else: Waiting(.missing, .doer, place.position))
            case .roles: Self.roles(of: occurrence.doer, else: Waiting(.missing, .doer, place.position))
            }
        }
        return .object(Object(type: pathway.objectType(of: place), fields: fields))
    }

    static func name(of doer: Doer?, else missing: Waiting) -> Outcome {
        doer.map { .value(.string($0.name)) } ?? missing.outcome
    }

    static func roles(of doer: Doer?, else missing: Waiting) -> Outcome {
        doer?.roles.map { .value(.list($0.map { .string($0) })) } ?? missing.outcome
    }
}
