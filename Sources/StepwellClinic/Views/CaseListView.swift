import CEL
import PathwayEngine
package import PathwayModel
package import StepwellRuntime

/// What `list` shows: cases, by patient.
package struct CaseListView: Hashable, Sendable {
    package var cases: [CaseSummary]
    /// Since when time has not been let go on, where that is long.
    package var behind: TimeBehind?
    /// Cases that are left out because they cannot be read, whatever was asked for.
    package var damaged: [CaseID] = []

    package var json: JSON {
        .compact([
            "cases": .array(cases.map(\.json)), "due_since": JSON(behind?.since.text),
            "damaged": JSON(damaged: damaged),
        ])
    }
}

extension Clinic {
    /// Cases as they stand at an instant, in the past or in the future if nobody acts until then.
    ///
    /// - Parameter when: nil for now.
    package func cases(_ filter: CaseFilter, at when: When?) throws -> CaseListView {
        let otherwise = try runner.otherwise(at: try when ?? .instant(now()))
        // Where a case stands decides whether it is asked for: then that is looked at here.
        var whole = filter
        (whole.status, whole.state) = (nil, nil)
        let found = try kept(whole).compactMap { summary -> CaseSummary? in
            guard !otherwise.notBegun.contains(summary.id) else { return nil }
            return otherwise.seen[summary.id].map { summary.standing(as: $0) } ?? summary
        }.filter { summary in
            (filter.status.map { $0 == summary.status } ?? true)
                && (filter.state.map { summary.configuration.contains($0) } ?? true)
        }
        if found.isEmpty { try checkNames(in: filter) }
        var damaged = try Set(store.damagedCases(in: .cases))
        for summary in found where try !isReadable(summary.pathway, summary.version) { damaged.insert(summary.id) }
        return CaseListView(
            cases: found.filter { !damaged.contains($0.id) }.sorted { ($0.patient, $0.id) < ($1.patient, $1.id) },
            behind: try TimeBehind(otherwise, now()), damaged: damaged.sorted())
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
        var known: Set<String> = []
        for key in Set(all.map { [$0.pathway, $0.version] }) where filter.pathway.map({ $0 == key[0] }) ?? true {
            guard let stored = try store.definition(pathway: key[0], version: key[1]) else { continue }
            known.formUnion(try runner.statePaths(digest: stored.digest))
        }
        guard known.isEmpty || known.contains(state) else {
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

extension JSON {
    /// The ids of cases that are left out; null where there are none.
    init(damaged cases: [CaseID]) { self = cases.isEmpty ? .null : JSON(cases.map(\.text)) }
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
