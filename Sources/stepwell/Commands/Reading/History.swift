import ArgumentParser
import PathwayModel
import StepwellRuntime

/// `history`: what happened to a case.
struct History: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history",
        abstract: "Tell what happened to a case, in order.", discussion: "stepwell history P-17")

    @Argument(help: "The case's id, or the patient who has just one.")
    var `case`: String

    @Flag(help: "With the inputs that were refused.")
    var refused = false

    @OptionGroup var clinic: ClinicOptions

    func run() throws {
        let clinic = try clinic.open()
        let id = try clinic.caseID(self.case)
        let (definition, rows) = try Failure.telling { () throws(RuntimeError) in try clinic.runner.history(of: id) }
        let refusals =
            refused ? try Failure.tellingStore({ () throws(StoreError) in try clinic.store.refusals(of: id) }) : []
        if self.clinic.json {
            try tellJSON(id, definition, rows, refusals)
        } else {
            tell(definition.pathway, rows, refusals)
        }
    }

    private func tell(
        _ pathway: Pathway, _ rows: [(row: JournalRow, facts: [Fact])], _ refusals: [RefusedInput]
    ) {
        let words = FactWords(pathway: pathway)
        let zone = pathway.calendar.zone
        func stamp(_ at: Timestamp) -> String {
            String(at.rfc3339(offset: zone.offset(at: at.seconds)).prefix(16)).replacing("T", with: " ")
        }
        var entries: [(at: Timestamp, lines: [String])] = rows.map { row, facts in
            let actor = row.actor.map { ", by \($0)" } ?? ", by time"
            let occurred = row.occurred.map { ", of \(zone.date(of: $0))" } ?? ""
            let head = "\(stamp(row.at))  #\(row.sequence)\(actor)\(occurred)"
            return (row.at, [head] + facts.compactMap { words.words(for: $0) }.map { "    \($0)" })
        }
        entries += refusals.map { refusal in
            let head = "\(stamp(refusal.at))  refused\(refusal.actor.map { ", by \($0)" } ?? "")"
            return (refusal.at, [head, "    \(refusal.input): \(refusal.refusal.code), \(refusal.refusal.message)"])
        }
        // Rows that only move the engine's own counters tell a reader nothing.
        entries.removeAll { $0.lines.count == 1 }
        let ordered = entries.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }
        for entry in ordered { Output.lines(entry.element.lines) }
    }

    private func tellJSON(
        _ id: CaseID, _ definition: RunningDefinition, _ rows: [(row: JournalRow, facts: [Fact])],
        _ refusals: [RefusedInput]
    ) throws {
        let writer = FactWriter(definition.pathway)
        let inputs = rows.map { row, facts -> JSON in
            [
                "sequence": .int(Int64(row.sequence)), "at": .string(row.at.rfc3339()),
                "occurred": JSON(row.occurred?.rfc3339()), "by": JSON(row.actor),
                "input": (try? JSON.parse(row.input)) ?? .null, "facts": .array(facts.map { writer.json($0) }),
            ]
        }
        let refused = refusals.map { refusal -> JSON in
            [
                "at": .string(refusal.at.rfc3339()), "by": JSON(refusal.actor), "input": .string(refusal.input),
                "code": .string(refusal.refusal.code), "message": .string(refusal.refusal.message),
            ]
        }
        Output.json(["case": .string(id.text), "history": .array(inputs), "refused": .array(refused)])
    }
}
