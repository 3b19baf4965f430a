package import CEL
import PathwayEngine
import PathwayModel
package import StepwellStore

/// Whether what a store holds of a case beside its journal is what the journal says.
extension CaseRunner {
    /// Wake-ups after the last input at which nothing happened that are looked at.
    static let mostPassedWakeUps = 1_000

    /// Where the two differ, as the store calls the place; empty where they do not. A case whose row is damaged is
    /// looked at too.
    ///
    /// - Parameter now: how late it may be at most: what was to come later than this cannot have passed.
    package func differences(of id: CaseID, at now: Timestamp) throws(RuntimeError) -> [String] {
        let stored = try RuntimeError.storing { () throws(StoreError) in try store.load(id) }
        guard let stored else { throw .noSuchCase(id.text) }
        let definition = try definitions.definition(stored.digest)
        let rows = try journal(of: id)
        var state: CaseState?
        var looked: (state: CaseState, at: Timestamp)?
        for row in rows {
            let isTime =
                try isTime(row, id) && !(state.map(definition.machine.duties)?.contains(where: \.keepsCase) ?? true)
            try fold(row, into: &state, id, definition)
            if !isTime { looked = state.map { ($0, row.at) } }
        }
        guard let state, let last = rows.last else { throw .journalUnreadable(id: id, detail: "rows are missing") }
        let pathway = definition.pathway
        let wakeUp = self.wakeUp(
            of: state, definition.machine, kept: stored.nextWakeUp, after: last.at,
            passed: stored.isDamaged ? now : nil)
        let summary = CaseSummary(
            id: id, patient: stored.patient, pathway: pathway.identifier, version: pathway.version,
            status: state.status == .open ? .open : .closed, outcome: state.status.keptOutcome,
            configuration: state.leaves(in: pathway).map { pathway.states[$0].path }, sequence: last.sequence,
            lastInput: last.at, nextWakeUp: wakeUp)
        let open = OpenCase(id: id, patient: stored.patient, definition: definition)
        var obligations = definition.machine.duties(of: state).map { Obligation($0, of: id, in: pathway) }
        if state.status == .open, !obligations.contains(where: \.keepsCase), let looked {
            // What time brings was looked for then.
            obligations += self.obligations(looked.state, open, at: looked.at).filter { $0.key == .time }
        }
        // An older program kept tasks and decisions alone.
        if isKeptByOther(stored) { obligations.removeAll { [.stay, .sessions, .time].contains($0.key.kind) } }
        let different = try RuntimeError.storing { () throws(StoreError) in
            try store.differences(from: summary, obligations)
        }
        return different + (isWhole(stored.snapshot, state, definition.machine) ? [] : ["cases.snapshot"])
    }

    /// Whether time alone made a row.
    private func isTime(_ row: JournalRow, _ id: CaseID) throws(RuntimeError) -> Bool {
        do { return try Input(journal: row.input) == .wake } catch {
            throw .journalUnreadable(id: id, detail: "row \(row.sequence): \(error.detail)")
        }
    }

    /// Whether another version of the program kept a case last.
    private func isKeptByOther(_ stored: StoredCase) -> Bool {
        stored.snapshot.map { $0.format != CaseState.snapshotFormat } ?? false
    }

    /// Whether a snapshot is of this state, or of another format and so of no use.
    private func isWhole(_ snapshot: Snapshot?, _ state: CaseState, _ machine: Machine) -> Bool {
        guard let snapshot, snapshot.format == CaseState.snapshotFormat else { return true }
        return snapshot.state(in: machine) == state
    }

    /// When time may change a case next: as it is kept, if that is a time at which it may after its last input. It need
    /// not be the first one, because at those before nothing may have happened.
    private func wakeUp(
        of state: CaseState, _ machine: Machine, kept: Timestamp?, after last: Timestamp, passed now: Timestamp?
    ) -> Timestamp? {
        let first = machine.nextWakeUp(of: state, after: last)
        var next = first
        // Those on call may have to be told then: who they are, and so when, is not the case's own.
        let isUnattended = state.tasks.indices.contains { place in
            state.tasks[place].status == .open && machine.pathway.tasks[place].callsForSomebody
        }
        if definitions.onCall != nil, isUnattended, let kept, kept >= last, first.map({ kept < $0 }) ?? true {
            return kept
        }
        // A rule that it waits for may have named an earlier instant, or have to be asked again.
        if machine.asksRules(state), let kept, kept > last, first.map({ kept < $0 }) ?? true { return kept }
        for _ in 0..<Self.mostPassedWakeUps {
            if next == kept { return kept }
            guard let due = next, kept.map({ due < $0 }) ?? true, now.map({ due <= $0 }) ?? true else { return first }
            next = machine.nextWakeUp(of: state, after: due)
        }
        return kept
    }
}
