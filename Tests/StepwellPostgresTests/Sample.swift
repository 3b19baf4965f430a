import CEL
import StepwellStore

/// Steps of cases to make stores from.
enum Sample {
    static let definition = StoredDefinition(
        digest: "d1", pathway: "adult", version: "1", path: "adult.yaml", files: ["adult.yaml": [1, 0]])

    static func change(_ id: String, _ sequence: Int, by actor: String = "jdoe") -> CaseChange {
        CaseChange(
            id: CaseID(id), patient: "P-\(id)", pathway: "adult", version: "1", digest: "d1", linkedFrom: nil,
            row: JournalRow(
                sequence: sequence, at: Timestamp(seconds: 1_767_000_000 + Int64(sequence)), occurred: nil,
                actor: actor, input: Array("input \(sequence)".utf8), facts: [0, 255]),
            status: .open, outcome: nil, configuration: ["care"], nextWakeUp: nil,
            snapshot: Snapshot(format: 1, bytes: [UInt8(sequence & 255)]))
    }

    static func message(_ id: String, _ sequence: Int) -> OutboxMessage {
        OutboxMessage(
            effect: EffectID(id: CaseID(id), sequence: sequence, index: 0), kind: .message, recipient: "patient",
            subject: "welcome", via: nil, at: Timestamp(seconds: 0))
    }

    static func transaction(
        _ change: CaseChange, request: String? = nil, resources: [ResourceChange] = []
    ) -> CaseTransaction {
        let answer = request.map { request in
            RequestedAnswer(
                request: request,
                answer: StoredAnswer(id: change.id, sequence: change.row.sequence, refusal: nil, asked: [7]))
        }
        return CaseTransaction(changes: [change], definitions: [definition], request: answer, resources: resources)
    }
}

extension CaseStore {
    /// Commits a case's step, with the definition that it is pinned to.
    func step(_ id: String, _ sequence: Int, request: String? = nil) throws(StoreError) -> CommitResult {
        try commit(Sample.transaction(Sample.change(id, sequence), request: request))
    }
}
