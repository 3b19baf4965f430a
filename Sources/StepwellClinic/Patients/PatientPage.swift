package import CEL
package import PathwayModel
package import StepwellRuntime

/// What `patient` shows: all of a patient over all numbers and cases, on one page.
package struct PatientPage: Sendable {
    /// The numbers, and what messages may say.
    package var record: PatientView
    package var name: String?
    /// As the record and the cases have it; more than one where they do not agree.
    package var birthDates: [String]
    /// When it is asked of.
    package var at: Timestamp
    /// Open ones first, then what changed last.
    package var cases: [PatientCase]
    /// In the order of the worklist.
    package var obligations: [PatientObligation]
    package var scores: [ScoreSeries]
    package var attendance: AttendanceRecord
    /// In order of entry, of each case.
    package var messages: [OutboxRow]
    package var consents: [PatientConsent]
    package var releases: [Release]
    /// Cases that are left out because they cannot be read.
    package var damaged: [CaseID]

    package var json: JSON {
        record.json.adding(
            [
                .init("name", JSON(name)), .init("birth_dates", JSON(birthDates)), .init("at", .string(at.rfc3339())),
                .init("cases", .array(cases.map(\.json))),
                .init("obligations", .array(obligations.enumerated().map { $1.json(row: $0 + 1) })),
                .init("scores", .array(scores.map(\.json))), .init("attendance", attendance.json),
                .init("messages", .array(messages.map(\.json))), .init("consents", .array(consents.map(\.json))),
                .init("releases", .array(releases.map(\.json))),
            ] + .ofList(damaged: damaged))
    }
}
