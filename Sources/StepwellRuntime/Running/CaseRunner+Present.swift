package import CEL
import PathwayEngine
package import PathwayModel
package import StepwellStore

/// Cases that stand otherwise at an instant than the store has them: something is due that time has not brought yet, or
/// the instant lies behind.
package struct CasesOtherwise: Sendable {
    package fileprivate(set) var seen: [CaseID: SteppedCase] = [:]
    /// Cases that had not begun then.
    package fileprivate(set) var notBegun: Set<CaseID> = []
    /// Since when the longest of these has been due; nil where none is.
    package fileprivate(set) var dueSince: Timestamp?
    /// The case of which that is so.
    package fileprivate(set) var longestDue: CaseID?

    package func contains(_ id: CaseID) -> Bool { seen[id] != nil || notBegun.contains(id) }
}

extension CaseRunner {
    /// Looks at all cases that stand otherwise at an instant. One that cannot be looked at is as the store has it: whoever
    /// advances it is told why.
    package func otherwise(at when: When) throws(RuntimeError) -> CasesOtherwise {
        var cases = CasesOtherwise()
        for id in try passed(at: when) { try note(id, at: when, in: &cases) }
        var last: DueCase?
        while true {
            let due = try RuntimeError.storing { () throws(StoreError) in
                try store.due(at: when.latest, after: last, limit: Self.dueBatch)
            }
            for one in due where !cases.contains(one.id) {
                guard try note(one.id, at: when, in: &cases) else { continue }
                guard one.at < cases.dueSince ?? Timestamp(seconds: .max) else { continue }
                (cases.dueSince, cases.longestDue) = (one.at, one.id)
            }
            guard due.count == Self.dueBatch, let end = due.last else { return cases }
            last = end
        }
    }

    /// Looks at these cases at an instant, however they stand in the store.
    package func seen(_ ids: [CaseID], at when: When) throws(RuntimeError) -> CasesOtherwise {
        var cases = CasesOtherwise()
        for id in ids { try note(id, at: when, in: &cases) }
        return cases
    }

    /// Whether it could be looked at, and something comes of it.
    @discardableResult
    private func note(_ id: CaseID, at when: When, in cases: inout CasesOtherwise) throws(RuntimeError) -> Bool {
        do throws(RuntimeError) {
            let (seen, now) = try look(at: id, when: when)
            cases.seen[id] = seen
            // Where nothing has happened, those on call may still have to be told.
            return !seen.facts.isEmpty || seen.nextWakeUp.map { $0 <= now } ?? false
        } catch {
            switch error {
            case .store: if error.endsAll { throw error }
            case .notBegun: cases.notBegun.insert(id)
            case .noSuchCase, .noSuchPathway, .versionChanged, .definitionUnreadable, .journalUnreadable, .caseDamaged,
                .timeGoesBack, .busy, .tooMuchDue, .linkedEnrollment:
                break
            }
            return false
        }
    }

    /// Cases that have gone on since an instant of which somebody asks.
    private func passed(at when: When) throws(RuntimeError) -> [CaseID] {
        if case .clock = when { return [] }
        return try RuntimeError.storing { () throws(StoreError) in
            guard let latest = try store.latestInput(), latest > when.latest else { return [] }
            return try store.cases(CaseFilter()).filter { $0.lastInput > when.latest }.map(\.id)
        }
    }

    /// Whether the clinic has a pathway of this name that compiles.
    package func knows(_ pathway: String) -> Bool { current(pathway) != nil }

    /// The paths of all states of a definition that cases run on.
    package func statePaths(digest: String) throws(RuntimeError) -> [String] {
        try definitions.definition(digest).pathway.states.dropFirst().map(\.path)
    }

    /// A version of a pathway on which cases run; nil where none does.
    package func definition(pathway: String, version: String) throws(RuntimeError) -> Pathway? {
        guard let stored = try definitions.stored(pathway: pathway, version: version) else { return nil }
        return try definitions.definition(stored).pathway
    }

    /// The rules that cases on a version of a pathway ask, bound to the plugins at hand.
    package func ruleUses(pathway: String, version: String) throws(RuntimeError) -> [RuleUse] {
        try definition(pathway: pathway, version: version)?.ruleUses ?? []
    }

    /// What is owed to a case that was looked at.
    package func obligations(of id: CaseID, _ seen: SteppedCase, at now: Timestamp) -> [ObligationRow] {
        let open = OpenCase(id: id, patient: seen.patient, definition: seen.definition)
        let pathway = seen.definition.pathway
        return obligations(seen.state, open, at: now).map {
            ObligationRow(
                obligation: $0, patient: seen.patient, pathway: pathway.identifier, version: pathway.version)
        }
    }
}

extension CaseSummary {
    /// The same of a case that was looked at; its last input is the one that the store has.
    package func standing(as seen: SteppedCase) -> CaseSummary {
        let pathway = seen.definition.pathway
        var summary = self
        summary.status = seen.state.status == .open ? .open : .closed
        summary.outcome = seen.state.status.keptOutcome
        summary.configuration = seen.state.leaves(in: pathway).map { pathway.states[$0].path }
        summary.nextWakeUp = seen.nextWakeUp
        return summary
    }
}
