import CEL
package import PathwayModel
package import StepwellRuntime

/// What `history` shows: what happened to a case, in order.
package struct HistoryView: Sendable {
    /// An input that changed the case. Its number is what `--corrects` and `withdraw` take.
    package struct Row: Hashable, Sendable {
        package var sequence: Int
        package var at: LocalTime
        /// When it happened, where that was earlier.
        package var occurred: LocalTime?
        /// Nil for what time brought.
        package var by: String?
        package var input: JSON
        package var facts: [FactView]
    }

    package struct Refused: Hashable, Sendable {
        package var at: LocalTime
        package var by: String?
        package var input: String
        package var code: String
        package var message: String
    }

    package var id: CaseID
    package var rows: [Row]
    /// Empty where nobody asks for them.
    package var refused: [Refused]
}

extension Clinic {
    /// - Parameter withRefused: with the inputs that were refused.
    package func history(of text: String, withRefused: Bool) throws -> HistoryView {
        let (id, history) = try withCase(text) { id throws(RuntimeError) in (id, try runner.history(of: id)) }
        let (definition, journal) = history
        let pathway = definition.pathway
        let zone = pathway.calendar.zone
        let rows = journal.map { row, facts in
            HistoryView.Row(
                sequence: row.sequence, at: LocalTime(row.at, zone), occurred: row.occurred.map { LocalTime($0, zone) },
                by: row.actor, input: JSON.readable(row.input), facts: FactView.views(of: facts, in: pathway))
        }
        let refusals = withRefused ? try store.refusals(of: id) : []
        let refused = refusals.map {
            HistoryView.Refused(
                at: LocalTime($0.at, zone), by: $0.actor, input: $0.input, code: $0.refusal.code,
                message: $0.refusal.message)
        }
        return HistoryView(id: id, rows: rows, refused: refused)
    }
}

extension HistoryView {
    package var json: JSON {
        ["case": .string(id.text), "history": .array(rows.map(\.json)), "refused": .array(refused.map(\.json))]
    }
}

extension HistoryView.Row {
    package var json: JSON {
        [
            "sequence": JSON(sequence), "at": .string(at.instant.rfc3339()),
            "occurred": JSON(occurred?.instant.rfc3339()), "by": JSON(by), "input": input,
            "facts": .array(facts.map(\.json)),
        ]
    }
}

extension HistoryView.Refused {
    package var json: JSON {
        [
            "at": .string(at.instant.rfc3339()), "by": JSON(by), "input": .string(input), "code": .string(code),
            "message": .string(message),
        ]
    }
}

extension JSON {
    /// What is kept as JSON; null where it cannot be read.
    fileprivate static func readable(_ bytes: [UInt8]) -> JSON {
        do { return try JSON.parse(bytes) } catch { return .null }
    }
}
