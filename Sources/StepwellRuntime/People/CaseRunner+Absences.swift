package import CEL
import PathwayEngine
package import PathwayModel
package import StepwellStore

/// Somebody who is away keeps nothing from being done.
extension CaseRunner {
    package func absences() throws(RuntimeError) -> Absences {
        try RuntimeError.storing { () throws(StoreError) in try Absences(store.resource(Absences.resource)) }
    }

    // MARK: Saying so

    /// Keeps that somebody is away.
    ///
    /// - Returns: one of theirs on some of the same days, because of which nothing is kept; nil where it is kept.
    package func keep(_ absence: Absences.Absence, isDryRun: Bool) throws(RuntimeError) -> Absences.Absence? {
        for _ in 0..<Self.maximumAttempts {
            let absences = try absences()
            if let other = absences.overlapping(absence) { return other }
            if isDryRun { return nil }
            if try keep(absences.adding(absence).change) { return nil }
        }
        throw .busy
    }

    /// Keeps that somebody is back.
    ///
    /// - Returns: the absence that is over by it: their earliest that was not; nil where there is none.
    package func endAbsence(
        of person: String, _ saying: Absences.Saying, isDryRun: Bool
    ) throws(RuntimeError) -> Absences.Absence? {
        for _ in 0..<Self.maximumAttempts {
            let absences = try absences()
            guard let absence = absences.notOver(at: saying.at).first(where: { $0.person == person }) else {
                return nil
            }
            if isDryRun { return absence }
            if try keep(absences.ending(absence, saying).change) { return absence }
        }
        throw .busy
    }

    // MARK: What follows

    /// Passes on what people hold who are away, in every case. Done twice, or by two processes at once, it is done once:
    /// who holds nothing any more has nothing to pass on. Without anybody who is away it costs one look.
    ///
    /// - Parameters:
    ///   - terms: until when something is held that is passed on at an instant.
    ///   - substitute: who stands in for somebody, with their roles; nil for a name that the clinic does not know.
    ///   - isStopped: asked before each case: with true the rest stays as it is.
    ///   - tell: what came of a case, of each that something was tried with.
    package func applyAbsences(
        at when: When, isDryRun: Bool, terms: (Timestamp) -> Input.Tending.Term,
        substitute: (String) -> Input.Tending.Receiver?, isStopped: () -> Bool = { false },
        _ tell: (CaseID, Result<Answer, RuntimeError>) -> Void
    ) throws(RuntimeError) {
        let absences = try absences()
        for absence in absences.begun(at: when) {
            for id in try casesHeld(by: absence, at: when) {
                guard !isStopped() else { return }
                do throws(RuntimeError) {
                    let answer = try passOn(
                        absence, of: absences, id, at: when, isDryRun: isDryRun, terms, substitute)
                    if let answer { tell(id, .success(answer)) }
                } catch {
                    if error.endsAll { throw error }
                    tell(id, .failure(error))
                }
            }
        }
    }

    /// Cases in which somebody who is away there holds something, in order of id: by what the store keeps of what is to
    /// be done.
    private func casesHeld(by absence: Absences.Absence, at when: When) throws(RuntimeError) -> [CaseID] {
        let rows = try RuntimeError.storing { () throws(StoreError) in
            try store.obligations(ObligationFilter(claimedBy: absence.person))
        }
        var ids: Set<CaseID> = []
        for row in rows where !ids.contains(row.obligation.id) {
            do throws(RuntimeError) {
                let zone = try zone(pathway: row.pathway, version: row.version)
                guard absence.covers(when.date(in: zone)), let until = row.obligation.claimedUntil,
                    until > when.instant(in: zone, after: nil)
                else { continue }
                ids.insert(row.obligation.id)
            } catch {
                // Whoever advances such a case is told of it.
                if error.endsAll { throw error }
            }
        }
        return ids.sorted()
    }

    /// Nil where nothing is held any more.
    private func passOn(
        _ absence: Absences.Absence, of absences: Absences, _ id: CaseID, at when: When, isDryRun: Bool,
        _ terms: (Timestamp) -> Input.Tending.Term, _ substitute: (String) -> Input.Tending.Receiver?
    ) throws(RuntimeError) -> Answer? {
        for _ in 0..<Self.maximumAttempts {
            let open = try load(id)
            let zone = open.definition.pathway.calendar.zone
            let now = when.instant(in: zone, after: open.state?.lastInput)
            guard let last = open.state?.lastInput, last <= now, absence.covers(zone.date(of: now)) else { return nil }
            guard
                let (current, brought) = try catchUp(
                    open, to: now, keeps: !isDryRun, asksAgain: try isToBeAsked(open))
            else { continue }
            guard let state = current.state, state.isHeld(by: absence.person, at: now) else { return nil }
            // Who stands in and is away too has nothing to give it to.
            let present = absence.substitute.flatMap { name in
                absences.absence(of: name, on: zone.date(of: now)) == nil ? substitute(name) : nil
            }
            let away = Input.Tending.Away(absence.person, substitute: present, why: absence.sentence, terms(now))
            let by = Actor(name: absence.said.by, roles: nil, speaker: absence.said.speaker)
            let command = Command(.tend(.init(.away(away))), by: by, at: .instant(now), isDryRun: isDryRun)
            switch try carryOut(command, on: current, at: now) {
            case .refused(let refusal): return Answer(id: id, refusal: refusal, after: current.stepped(brought))
            case .done(let after, let transaction, let facts):
                if let answer = try commit(transaction, command, after, brought + facts) { return answer }
            }
        }
        throw .busy
    }

    /// Refuses that something is taken by, or given to, somebody who is away then.
    func objectionOfAbsence(
        to command: Command, on open: OpenCase, at now: Timestamp
    ) throws(RuntimeError) -> Objection? {
        guard case .tend(let tending) = command.input else { return nil }
        let person: String?
        switch tending.change {
        case .claim: person = command.actor.name
        case .assign(let to, _, _), .handOver(let to, _, _): person = to.name
        case .release, .snooze, .notNeeded, .away: return nil
        }
        let today = open.definition.pathway.calendar.zone.date(of: now)
        guard let person, let absence = try absences().absence(of: person, on: today) else { return nil }
        let more =
            person == command.actor.name
            ? "'stepwell absent \(person) --back' says that they are back"
            : absence.substitute.map { "\($0) stands in for them" } ?? "nobody stands in for them"
        return Objection(Refusal(Refusal.Code.away, "\(absence.sentence); \(more)"))
    }
}

extension CaseState {
    fileprivate func isHeld(by person: String, at now: Timestamp) -> Bool {
        tended.values.contains { tended in
            tended.hold.map { $0.by == person && $0.stands(at: now) } ?? false
        }
    }
}
