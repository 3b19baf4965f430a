import CEL
import PathwayModel
import StepwellRuntime

/// Made-up changes of made-up cases.
enum Samples {
    static let definition = StoredDefinition(
        digest: "d1", pathway: "iop", version: "1", path: "iop.yaml",
        files: ["iop.yaml": Array("pathway: iop".utf8), "instruments/phq9.yaml": [0, 255, 10]])

    static func instant(_ seconds: Int64, _ nanoseconds: Int32 = 0) -> Timestamp {
        Timestamp(seconds: 1_767_600_000 + seconds, nanoseconds: nanoseconds)
    }

    static func change(
        _ id: String, _ sequence: Int, wakeUp: Timestamp? = nil, status: CaseStatus = .open,
        configuration: [String] = ["intake"], opened: [OpenTask] = [], closed: [String] = [],
        effects: [OutboxEntry] = [], withholds: Bool = false
    ) -> CaseChange {
        CaseChange(
            id: CaseID(id), patient: "P-\(id)", pathway: "iop", version: "1", digest: "d1", linkedFrom: nil,
            row: JournalRow(
                sequence: sequence, at: instant(Int64(sequence), 5), occurred: sequence == 2 ? instant(1) : nil,
                actor: "jdoe", input: Array("{\"n\":\(sequence)}".utf8), facts: Array("[\(sequence)]".utf8)),
            status: status, outcome: status == .closed ? "done" : nil, configuration: configuration,
            nextWakeUp: wakeUp, snapshot: Snapshot(format: 1, bytes: [UInt8(sequence), 0, 255]), openedTasks: opened,
            closedTasks: closed, effects: effects, withholdsWaiting: withholds)
    }

    static func transaction(_ changes: CaseChange..., request: String? = nil) -> CaseTransaction {
        CaseTransaction(
            changes: changes, definitions: [definition],
            request: request.map { name in
                RequestedAnswer(
                    request: name,
                    answer: StoredAnswer(id: changes[0].id, sequence: changes[0].row.sequence, refusal: nil))
            })
    }

    static func task(_ id: String, _ name: String, role: String?, due: Int32?) -> OpenTask {
        OpenTask(
            id: CaseID(id), task: name, title: "Title of \(name)", role: role,
            due: due.map { CalendarDate(daysSinceEpoch: $0) }, opened: CalendarDate(daysSinceEpoch: 20_000))
    }

    static func message(_ id: String, _ sequence: Int, _ index: Int, to recipient: String = "patient") -> OutboxEntry {
        OutboxEntry(
            effect: EffectID(id: CaseID(id), sequence: sequence, index: index), kind: .message, recipient: recipient,
            subject: "welcome", via: nil, at: instant(Int64(sequence)))
    }
}
