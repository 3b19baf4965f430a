import CEL
import PathwayEngine
package import PathwayModel
package import StepwellStore

extension CaseRunner {
    /// Keeps what became of a message: in the outbox and, in the same transaction, as a fact of its case.
    ///
    /// - Parameters:
    ///   - code: why it was not sent, for the fact; the outbox keeps the settlement's reason, which a channel may word.
    ///   - calls: whether a person has to see to it.
    package func settle(
        _ row: OutboxRow, _ settlement: Settlement, code: String?, calls: Bool, at now: Timestamp
    ) throws(RuntimeError) {
        guard let outcome = settlement.status.outcome else { return }
        let effect = row.message.effect
        let report = DeliveryReport(
            sequence: effect.sequence, place: effect.index, subject: row.message.subject,
            recipient: row.message.recipient, outcome: outcome, channel: settlement.channel, code: code,
            attempts: settlement.attempts)
        var command = Command(.delivery(report, calls: calls), by: Actor(name: "outbox", roles: nil), at: .clock(now))
        command.settlement = settlement
        let answer = try perform(command, on: effect.id)
        guard answer.refusal != nil else { return }
        // The case takes no more facts; the outbox still knows.
        try RuntimeError.storing { () throws(StoreError) in try store.settle(settlement) }
    }

    /// What a case that closes says of its messages that still wait: they are withheld with it, but for what is about
    /// somebody's safety.
    func withheld(
        by closed: CaseState, of open: OpenCase
    ) throws(RuntimeError) -> (facts: [Fact], stillWaiting: [EffectID]) {
        let rows = try RuntimeError.storing { () throws(StoreError) in
            try store.outbox(OutboxFilter(id: open.id, status: .waiting))
        }
        let pathway = open.definition.pathway
        let outlasting = rows.filter { $0.message.isSafety(closed, pathway) }.map(\.message.effect)
        let facts = rows.filter { !outlasting.contains($0.message.effect) }.map { row -> Fact in
            .delivery(
                DeliveryReport(
                    sequence: row.message.effect.sequence, place: row.message.effect.index,
                    subject: row.message.subject,
                    recipient: row.message.recipient, outcome: .withheld, channel: nil,
                    code: Permission.Code.caseClosed, attempts: row.attempts))
        }
        return (facts, outlasting)
    }
}

extension OutboxRow.Status {
    /// Nil for a message that still waits.
    var outcome: DeliveryReport.Outcome? {
        switch self {
        case .waiting: nil
        case .sent: .sent
        case .failed: .failed
        case .withheld: .withheld
        }
    }
}
