import CEL
import StepwellStore

/// Changes to make stores from. Every value that a store could mix up is different.
enum Sample {
    static let definition = StoredDefinition(
        digest: "d1", pathway: "adult", version: "1", path: "adult.yaml",
        files: ["adult.yaml": Array("pathway: adult".utf8), "shared/phq9.yaml": [0, 255, 10, 0]])

    static func instant(_ seconds: Int64, _ nanoseconds: Int32 = 0) -> Timestamp {
        Timestamp(seconds: 1_767_000_000 + seconds, nanoseconds: nanoseconds)
    }

    static func row(_ sequence: Int) -> JournalRow {
        JournalRow(
            sequence: sequence, at: instant(Int64(sequence), 123_456_789), occurred: instant(-60, 7),
            actor: "jdoe", speaker: sequence.isMultiple(of: 2) ? "kim" : nil,
            input: Array("{\"input\":\(sequence)}".utf8), facts: [0, UInt8(sequence & 255), 255])
    }

    /// A case's step to a sequence.
    static func change(_ id: String, _ sequence: Int) -> CaseChange {
        CaseChange(
            id: CaseID(id), patient: "P-\(id)", pathway: "adult", version: "1", digest: "d1", linkedFrom: nil,
            row: row(sequence), status: .open, outcome: nil, configuration: ["care.active", "consent.given"],
            nextWakeUp: nil, snapshot: Snapshot(format: 3, bytes: [0, 1, UInt8(sequence & 255)]))
    }

    static func change(_ id: String, _ sequence: Int, _ edit: (inout CaseChange) -> Void) -> CaseChange {
        var change = change(id, sequence)
        edit(&change)
        return change
    }

    static func message(
        _ id: String, _ sequence: Int, _ index: Int, to recipient: String = "patient", at: Timestamp = instant(0)
    ) -> OutboxMessage {
        OutboxMessage(
            effect: EffectID(id: CaseID(id), sequence: sequence, index: index), kind: .message, recipient: recipient,
            subject: "welcome", via: "file", at: at)
    }

    static func effect(_ id: String, _ sequence: Int, _ index: Int) -> EffectID {
        EffectID(id: CaseID(id), sequence: sequence, index: index)
    }

    static func task(_ id: String, _ task: String, role: String? = nil, due: Int32? = nil) -> Obligation {
        obligation(id, task, role: role, due: due.map { .day(CalendarDate(daysSinceEpoch: $0)) })
    }

    static func obligation(
        _ id: String, _ subject: String, kind: Obligation.Kind = .task, role: String? = nil,
        due: Obligation.Deadline? = nil, isSafety: Bool = false, claimedBy: String? = nil, snoozed: Int32? = nil,
        keepsCase: Bool = false
    ) -> Obligation {
        Obligation(
            id: CaseID(id), key: Obligation.Key(kind, subject), title: "Title of \(subject)", role: role, due: due,
            since: CalendarDate(daysSinceEpoch: 20_000), isSafety: isSafety, claimedBy: claimedBy,
            claimedUntil: claimedBy.map { _ in Timestamp(seconds: 1_728_000_000, nanoseconds: 1) },
            snoozedUntil: snoozed.map { CalendarDate(daysSinceEpoch: $0) }, keepsCase: keepsCase)
    }

    static let release = Release(
        id: "R-1", patient: "P-a", discloser: "The clinic", recipient: "payer", purpose: "payment",
        what: "attendance", expires: CalendarDate(daysSinceEpoch: 20_400), signedBy: "Ana",
        signed: CalendarDate(
            daysSinceEpoch: 20_000))

    static func disclosure(_ effect: EffectID, of patient: String, at: Timestamp = instant(9, 8)) -> Disclosure {
        Disclosure(
            patient: patient, effect: effect, at: at, recipient: "payer", channel: "mail", purpose: "payment",
            what: "attendance", release: "R-1")
    }
}

extension CaseStore {
    /// Commits changes, with the definition that they are pinned to.
    func commit(_ changes: CaseChange..., request: RequestedAnswer? = nil) throws(StoreError) -> CommitResult {
        try commit(CaseTransaction(changes: changes, definitions: [Sample.definition], request: request))
    }

    /// Commits changes that have to be kept.
    func keep(_ changes: CaseChange...) throws {
        try keep(changes)
    }

    func keep(_ changes: [CaseChange]) throws {
        let outcome = try commit(CaseTransaction(changes: changes, definitions: [Sample.definition]))
        try expect(outcome, equals: .committed, "a commit")
    }
}
