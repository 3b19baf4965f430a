import CEL
import PathwayArtifact
import PathwayEngine
package import PathwayModel
package import StepwellStore

extension CaseRunner {
    /// A case as it is kept: its snapshot and the rows after it, folded.
    func load(_ id: CaseID) throws(RuntimeError) -> OpenCase {
        let stored = try RuntimeError.storing { () throws(StoreError) in try store.load(id) }
        guard let stored else { throw .noSuchCase(id.text) }
        guard !stored.isDamaged else { throw .caseDamaged(id) }
        let definition = try definitions.definition(stored.digest)
        var state = stored.snapshot?.state(in: definition.machine)
        var rows = stored.rows
        if state == nil, stored.snapshotSequence > 0 {
            rows = try journal(of: id)
        }
        for row in rows { try fold(row, into: &state, id, definition) }
        guard state?.sequence == stored.sequence else {
            throw .journalUnreadable(id: id, detail: "rows are missing")
        }
        return OpenCase(stored, definition: definition, state: state)
    }

    /// The case as it was at an instant.
    func rewind(_ open: OpenCase, to now: Timestamp) throws(RuntimeError) -> OpenCase {
        let id = open.id
        let rows = try journal(of: id)
        var state: CaseState?
        for row in rows where row.at <= now { try fold(row, into: &state, id, open.definition) }
        guard state != nil else {
            throw .notBegun(first: ClockTime(rows.first?.at ?? now, in: open.definition.pathway.calendar.zone))
        }
        var rewound = open
        rewound.put(state, wakeUpAfter: now)
        return rewound
    }

    /// A case's journal, rows after a sequence; one that is not as it was kept is not read.
    func journal(of id: CaseID, after sequence: Int = 0) throws(RuntimeError) -> [JournalRow] {
        let rows = try RuntimeError.storing { () throws(StoreError) in try store.journal(of: id, after: sequence) }
        guard let damaged = rows.first(where: \.isDamaged) else { return rows }
        throw .journalUnreadable(id: id, detail: "row \(damaged.sequence) is not as it was kept")
    }

    func fold(
        _ row: JournalRow, into state: inout CaseState?, _ id: CaseID, _ definition: RunningDefinition
    ) throws(RuntimeError) {
        let date = definition.pathway.calendar.zone.date(of: row.at)
        let header = StepHeader(sequence: row.sequence, moment: Moment(at: row.at, date: date))
        definition.machine.evolve(&state, with: try facts(of: row, id, definition), in: header)
    }

    func facts(
        of row: JournalRow, _ id: CaseID, _ definition: RunningDefinition
    ) throws(RuntimeError) -> [Fact] {
        do { return try definition.reader.read(row.facts) } catch {
            throw .journalUnreadable(id: id, detail: "row \(row.sequence): \(error.detail)")
        }
    }

    /// The zone of a case's pathway; nil where there is no such case, or it is damaged.
    package func zone(of id: CaseID) throws(RuntimeError) -> ZoneOffsets? {
        let stored = try RuntimeError.storing { () throws(StoreError) in try store.load(id) }
        guard let stored, !stored.isDamaged else { return nil }
        return try definitions.definition(stored.digest).pathway.calendar.zone
    }

    /// The zone of a pathway that cases run on.
    package func zone(pathway: String, version: String) throws(RuntimeError) -> ZoneOffsets {
        let key = "\(pathway) \(version)"
        if let zone = zones[key] { return zone }
        guard let stored = try definitions.stored(pathway: pathway, version: version) else {
            throw .definitionUnreadable(digest: key, detail: "it is not in the store")
        }
        let zone = try definitions.definition(stored).pathway.calendar.zone
        zones[key] = zone
        return zone
    }

    /// The pathway as the clinic has it now, if its version has not run with other content.
    func currentDefinition(_ name: String) throws(RuntimeError) -> (RunningDefinition, StoredDefinition) {
        guard let found = current(name) else { throw .noSuchPathway(name) }
        let pathway = found.pathway
        if let known = try definitions.stored(pathway: pathway.identifier, version: pathway.version) {
            guard known.digest == pathway.digest else {
                throw .versionChanged(pathway: pathway.identifier, version: pathway.version)
            }
            // Cases run on what was compiled when the first of them began.
            return (try definitions.definition(known), known)
        }
        var stored = found.stored
        stored.compiled = PathwayArtifact.bytes(of: pathway)
        return (definitions.add(pathway), stored)
    }
}

extension CaseRunner {
    /// Whether a case's journal, folded from its first row, gives the state that is kept.
    package func isFaithful(_ id: CaseID) throws(RuntimeError) -> Bool {
        let open = try load(id)
        let rows = try journal(of: id)
        var state: CaseState?
        for row in rows { try fold(row, into: &state, id, open.definition) }
        return state == open.state
    }
}
