import CEL
package import PathwayModel
package import StepwellRuntime

/// What `absent` is told.
package struct AbsenceRequest: Hashable, Sendable {
    package var person: String
    package var from: CalendarDate
    /// The last day of it.
    package var until: CalendarDate
    package var substitute: String?
    package var reason: String?

    package init(
        _ person: String, from: CalendarDate, until: CalendarDate, substitute: String?, reason: String?
    ) {
        self.person = person
        self.from = from
        self.until = until
        self.substitute = substitute
        self.reason = reason
    }
}

/// What `absent` shows: an absence that was kept or ended, with what it brought about in cases.
package struct AbsenceView: Sendable {
    package var absence: Absences.Absence
    package var answers: [AnswerView] = []
    /// Cases in which something could not be passed on; it is tried again by whatever lets time go on.
    package var heldUp: [AdvanceView.HeldUp] = []

    package var json: JSON {
        [
            "absence": absence.json, "cases": .array(answers.map(\.json)),
            "held_up": .array(heldUp.map { ["case": .string($0.id.text), "error": .string($0.failure.message)] }),
        ]
    }
}

extension Clinic {
    /// Passes on what people hold who are away, in every case, and tells what came of each. Whatever lets time go on
    /// in all cases does this too.
    package func applyAbsences(
        at when: When, isDryRun: Bool = false, isStopped: () -> Bool = { false },
        _ tell: (CaseID, Result<Answer, RuntimeError>) -> Void
    ) throws(RuntimeError) {
        try runner.applyAbsences(
            at: when, isDryRun: isDryRun, terms: { claimTerm(from: $0) }, substitute: { knownReceiver($0) },
            isStopped: isStopped, tell)
    }

    /// Absences that are not over: all, or somebody's.
    package func absences(of person: String? = nil, at when: When?) throws -> [Absences.Absence] {
        let now = try when?.instant(in: .utc, after: nil) ?? now()
        return try runner.absences().notOver(at: now).filter { person == nil || $0.person == person }
    }

    /// Keeps that somebody is away, and passes on what they hold where it has begun.
    package func keep(
        _ request: AbsenceRequest, by actor: Actor, at when: When, isDryRun: Bool
    ) throws -> AbsenceView {
        _ = try receiver(request.person)
        if let substitute = request.substitute { _ = try receiver(substitute) }
        let absence = Absences.Absence(
            request.person, from: request.from, until: request.until, substitute: request.substitute,
            reason: request.reason, said: .init(by: actor, at: when.instant(in: .utc, after: nil)))
        try checkSubstitute(of: absence)
        if let other = try runner.keep(absence, isDryRun: isDryRun) {
            throw Failure(
                .refused, "away", "\(other.person) is away from \(other.from) until the end of \(other.until) already",
                hint: "'stepwell absent \(other.person) --back' ends that")
        }
        var view = AbsenceView(absence: absence)
        // Only tried, it is not there to be applied.
        guard !isDryRun else { return view }
        try applyAbsences(at: when) { id, result in
            switch result {
            case .success(let answer): view.answers.append(AnswerView(answer, isDryRun: false))
            case .failure(let error): view.heldUp.append(AdvanceView.HeldUp(id: id, failure: Failure(error)))
            }
        }
        return view
    }

    /// Keeps that somebody is back. What was passed on stays with whoever has it.
    package func endAbsence(of person: String, by actor: Actor, at when: When, isDryRun: Bool) throws -> AbsenceView {
        let saying = Absences.Saying(by: actor, at: when.instant(in: .utc, after: nil))
        guard let absence = try runner.endAbsence(of: person, saying, isDryRun: isDryRun) else {
            throw Failure(
                .refused, "not_away", "nobody has said that '\(person)' is away",
                hint: "'stepwell absent' lists who is")
        }
        return AbsenceView(absence: absence)
    }

    /// Who says that somebody is away, or is back, if they may.
    package func requireAbsence(of person: String, as named: String?) throws -> Actor {
        let actor = try folder.actor(as: named)
        switch settings.entitlement(to: .absence, of: actor) {
        case .granted: return actor
        case .ofOwnEntries(let refusal):
            guard actor.name == person else { throw Failure(refusal) }
            return actor
        case .refused(let refusal): throw Failure(refusal)
        }
    }

    private func checkSubstitute(of absence: Absences.Absence) throws {
        guard let substitute = absence.substitute else { return }
        guard substitute != absence.person else {
            throw Failure(.usage, "bad_option", "nobody stands in for themselves: --substitute is somebody else")
        }
        var theirs = absence
        theirs.person = substitute
        guard let other = try runner.absences().overlapping(theirs) else { return }
        throw Failure(
            .refused, "away", "\(substitute) is away from \(other.from) until the end of \(other.until)",
            hint: "name somebody else, or nobody: then it returns to the roles whose it is")
    }
}
