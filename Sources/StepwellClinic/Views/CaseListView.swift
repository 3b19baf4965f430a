import CEL
import PathwayEngine
package import PathwayModel
package import StepwellRuntime

/// What `list` shows: cases, by patient, of one patient by id.
package struct CaseListView: Hashable, Sendable {
    package var page: Page<CaseSummary>
    /// Since when time has not been let go on, where that is long.
    package var behind: TimeBehind?
    /// Cases that are left out because they cannot be read, whatever was asked for.
    package var damaged: [CaseID] = []

    /// Cases that stand still, with the first day on which they do.
    package var standingStill: [CaseID: CalendarDate] = [:]
    /// The states in which they do, by their paths.
    package var standingStates: [CaseID: Set<String>] = [:]
    /// Cases with promises that are broken and not seen to, with how many.
    package var brokenPromises: [CaseID: Int] = [:]

    package var cases: [CaseSummary] { page.rows }

    package var json: JSON {
        .object(
            [.init("cases", .array(cases.map { json($0) }))] + page.members
                + .ofList(behind, damaged: damaged))
    }
}

extension CaseListView {
    private func json(_ summary: CaseSummary) -> JSON {
        summary.json.adding([
            .init("stands_still_since", JSON(standingStill[summary.id]?.description)),
            .init("broken_promises", JSON(brokenPromises[summary.id] ?? 0)),
        ])
    }
}

extension Clinic {
    /// Cases as they stand at an instant, in the past or in the future if nobody acts until then.
    ///
    /// - Parameter when: nil for now.
    /// - Parameter lost: only those that nobody and nothing keeps from being lost.
    package func cases(
        _ filter: CaseFilter, lost: Bool = false, at when: When?, _ part: PageRequest = .all
    ) throws -> CaseListView {
        let asked = try when ?? .instant(now())
        let otherwise = try runner.otherwise(at: asked)
        let ids = try lost ? Set(self.lost(at: asked).rows.map(\.id)) : nil
        // Where a case stands decides whether it is asked for: then that is looked at here.
        var whole = filter
        (whole.status, whole.state) = (nil, nil)
        let all = try kept(whole)
        let last = try place(part, in: all)
        let found = all.compactMap { summary -> CaseSummary? in
            guard !otherwise.notBegun.contains(summary.id) else { return nil }
            return otherwise.seen[summary.id].map { summary.standing(as: $0) } ?? summary
        }.filter { summary in
            (filter.status.map { $0 == summary.status } ?? true)
                && (filter.state.map { summary.configuration.contains($0) } ?? true)
        }
        if found.isEmpty { try checkNames(in: filter) }
        var damaged = try Set(store.damagedCases(in: .cases))
        for summary in found where try !isReadable(summary.pathway, summary.version) { damaged.insert(summary.id) }
        let rest = found.filter { summary in
            !damaged.contains(summary.id) && ids?.contains(summary.id) ?? true
                && (last.map { $0 < (summary.patient, summary.id) } ?? true)
        }
        let stays = try standingStays(otherwise, at: asked)
        return CaseListView(
            page: part.page(of: rest.sorted { ($0.patient, $0.id) < ($1.patient, $1.id) }, cursor: \.id.text),
            behind: try TimeBehind(otherwise, now()), damaged: damaged.sorted(),
            standingStill: stays.reduce(into: [:]) { $0[$1.id] = min($0[$1.id] ?? $1.since, $1.since) },
            standingStates: stays.reduce(into: [:]) { $0[$1.id, default: []].insert($1.state) },
            brokenPromises: try obligations(.brokenPromise, otherwise, at: asked)
                .reduce(into: [:]) { $0[$1.obligation.id, default: 0] += 1 })
    }

    /// Obligations of a kind, as cases stand at an instant.
    private func obligations(
        _ kind: Obligation.Kind, _ otherwise: CasesOtherwise, at when: When
    ) throws -> [ObligationRow] {
        let kept = try store.obligations(ObligationFilter(kind: kind)).filter { !otherwise.contains($0.obligation.id) }
        let seen = otherwise.seen.flatMap { runner.obligations(of: $0, $1, at: when.latest) }
        return kept + seen.filter { $0.obligation.key.kind == kind }
    }

    /// Stays in which a case stands still at an instant, with the first day on which it does.
    private func standingStays(
        _ otherwise: CasesOtherwise, at when: When
    ) throws -> [(id: CaseID, state: String, since: CalendarDate)] {
        try obligations(.stay, otherwise, at: when).compactMap { row in
            guard try isReadable(row.pathway, row.version), let due = row.obligation.dueDay,
                let first = due.adding(days: 1),
                try due < date(of: when, pathway: row.pathway, version: row.version)
            else { return nil }
            return (row.obligation.id, row.obligation.key.subject, first)
        }
    }

    /// Where a case stands that a part goes on behind. Neither its patient nor its id ever changes, wherever it moved.
    private func place(_ part: PageRequest, in all: [CaseSummary]) throws -> (String, CaseID)? {
        guard let after = part.after else { return nil }
        guard let last = all.first(where: { $0.id.text == after }) else { throw part.badCursor() }
        return (last.patient, last.id)
    }

    /// Refuses a pathway or a state that no case could be found by.
    private func checkNames(in filter: CaseFilter) throws {
        let all = try store.cases(CaseFilter())
        if let name = filter.pathway {
            let known = Set(all.map(\.pathway))
            guard known.contains(name) || runner.knows(name) else {
                throw Failure(
                    .missing, "no_such_pathway", "there is no pathway '\(name)', and no case of one",
                    hint: Suggestions.hint(for: name, among: known.sorted()))
            }
        }
        guard let state = filter.state else { return }
        try check(state, among: all.filter { filter.pathway == nil || filter.pathway == $0.pathway }) { $0 == state }
    }

    /// Refuses a state that none of the pathways has on which cases run.
    func check(_ state: String, among cases: [CaseSummary], isMeant: (String) -> Bool) throws {
        var known: Set<String> = []
        for key in Set(cases.map { [$0.pathway, $0.version] }) {
            guard let stored = try store.definition(pathway: key[0], version: key[1]) else { continue }
            known.formUnion(try runner.statePaths(digest: stored.digest))
        }
        guard known.isEmpty || known.contains(where: isMeant) else {
            throw Failure(
                .missing, "no_such_state", "no pathway that cases run on has the state '\(state)'",
                hint: Suggestions.hint(for: state, among: known.sorted()) ?? "write its whole path, as 'list' does")
        }
    }

    /// Whether the definition that cases run on can be used.
    func isReadable(_ pathway: String, _ version: String) throws -> Bool {
        do throws(RuntimeError) { _ = try runner.zone(pathway: pathway, version: version) } catch {
            guard case .definitionUnreadable = error else { throw error }
            return false
        }
        return true
    }

    /// Cases as the store has them.
    func kept(_ filter: CaseFilter) throws -> [CaseSummary] {
        var found = try store.casesOfPerson(filter)
        if found.isEmpty, let patient = filter.patient {
            // As a number is kept, where it is not as it is written. Texts that differ in their form alone are equal.
            var normal = filter
            normal.patient = PatientNumber.normal(patient)
            if normal.patient?.utf8.elementsEqual(patient.utf8) == false { found = try store.casesOfPerson(normal) }
        }
        return found
    }
}

extension [JSON.Member] {
    /// What a list says beside its rows, where there is something to say: since when time was not let go on, and the
    /// cases that it leaves out.
    static func ofList(_ behind: TimeBehind? = nil, damaged: [CaseID]) -> [JSON.Member] {
        (behind.map { [.init("due_since", .string($0.since.text))] } ?? [])
            + (damaged.isEmpty ? [] : [.init("damaged", JSON(damaged.map(\.text)))])
    }
}

extension CaseSummary {
    /// How it closed, for people; nil where it is open, or nothing says how.
    package var closing: String? {
        outcome.map { $0 == CaseState.Status.outcomeInError ? "entered in error" : "closed: \($0)" }
    }

    package var json: JSON {
        [
            "case": .string(id.text), "patient": .string(patient), "pathway": .string(pathway),
            "version": .string(version), "status": .string(status.rawValue), "outcome": JSON(outcome),
            "configuration": JSON(configuration), "sequence": JSON(sequence),
            "last_input": .string(lastInput.rfc3339()), "next_wake_up": JSON(nextWakeUp?.rfc3339()),
        ]
    }
}
