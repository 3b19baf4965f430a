package import CEL
package import PathwayEngine
package import PathwayModel
package import StepwellRuntime

/// A case looked at once: its state at an instant, and what follows from it. What screens show of a case is made of it.
package struct SeenCase {
    package let id: CaseID
    package let stepped: SteppedCase
    package let explanation: Explanation
    package let now: Timestamp
    /// What somebody has to look at while the task of reviews is open.
    let standing: [StandingView]
    let absences: Absences

    package var state: CaseState { stepped.state }
    package var pathway: Pathway { stepped.definition.pathway }

    var today: CalendarDate { pathway.calendar.zone.date(of: now) }
    var leaves: [StateIndex] { state.leaves(in: pathway) }

    func local(_ instant: Timestamp) -> LocalTime { LocalTime(instant, pathway.calendar.zone) }
    func name(_ state: StateIndex) -> StateName { StateName(state, in: pathway) }
}

/// A case with what happens to it if nobody acts, which takes as long as letting it happen.
package struct ForeseenCase {
    package let seen: SeenCase
    let forecast: Forecast
}

extension Clinic {
    /// The case that a text names, as `look` shows it, with what comes after.
    package func foresee(at text: String, when: When?) throws -> ForeseenCase {
        let seen = try look(at: text, when: when)
        return ForeseenCase(seen: seen, forecast: try runner.forecast(seen.id, seen.stepped, from: seen.now))
    }

    /// - Parameters:
    ///   - text: the case's id, or the patient who has just one.
    ///   - when: the past, or the future if nobody acts until then; nil for the case as it is.
    package func look(at text: String, when: When?) throws -> SeenCase {
        let (id, seen) = try withCase(text) { id throws(RuntimeError) in
            (id, try runner.look(at: id, when: when))
        }
        guard let explanation = runner.explain(seen.seen, at: seen.now) else {
            throw Failure(.unavailable, "rules_unsettled", "rules did not come to an answer about case \(id)")
        }
        let facts = try runner.reviews(of: id, seen.seen)
        return SeenCase(
            id: id, stepped: seen.seen, explanation: explanation, now: seen.now,
            standing: StandingView.views(of: facts, in: seen.seen.definition.pathway),
            absences: try runner.absences())
    }
}

/// An instant as the clinic's clock shows it.
package struct LocalTime: Hashable, Sendable {
    package var instant: Timestamp
    package var date: CalendarDate
    /// RFC 3339, with the zone's offset.
    package var text: String
    /// `2026-05-27 11:00 EDT`, for people.
    package var minute: String

    package init(_ instant: Timestamp, _ zone: ZoneOffsets) {
        self.instant = instant
        date = zone.date(of: instant)
        minute = instant.clockTime(in: zone)
        text = instant.rfc3339(offset: zone.offset(at: instant.seconds))
    }
}

/// What every screen of a case begins with.
package struct CaseHead: Hashable, Sendable {
    package var id: CaseID
    package var patient: String
    /// The pathway's identifier.
    package var pathway: String
    package var title: String
    package var version: String
    package var digest: String
    package var at: LocalTime
    package var status: CaseState.Status
    /// How many inputs have changed it.
    package var sequence: Int

    init(_ seen: SeenCase) { self.init(seen.id, seen.stepped, at: seen.now) }

    init(_ id: CaseID, _ stepped: SteppedCase, at now: Timestamp) {
        let (definition, state) = (stepped.definition.pathway, stepped.state)
        self.id = id
        patient = stepped.patient
        pathway = definition.identifier
        title = definition.title
        version = definition.version
        digest = definition.digest
        at = LocalTime(now, definition.calendar.zone)
        status = state.status
        sequence = state.sequence
    }
}

extension CaseState.Status {
    /// `open` or `closed`.
    package var shown: String { self == .open ? "open" : "closed" }
    /// How it closed; nil where nothing says so.
    package var outcome: String? { keptOutcome }

    /// The same for people.
    package var words: String {
        switch self {
        case .open: "open"
        case .closed(let outcome): "closed: \(outcome)"
        case .ended: "closed"
        case .enteredInError: "entered in error"
        }
    }
}
