package import CEL
import PathwayEngine
import PathwayModel
import StepwellKit

/// Sends what waits to be sent: leases a message, renders it, hands it to its channel, keeps what came of it.
///
/// A message that was handed over and not yet marked is sent again after a crash, with the same key.
package struct Outbox {
    /// Minutes to wait after each attempt; after the last one a message is given up.
    package static let schedule: [Int64] = [1, 5, 15, 60, 240, 720, 1_440]
    /// How long a message is this process's alone.
    static let lease: Int64 = 120
    /// One at a time: a message that waits behind others, leased, would leave though its case has closed meanwhile,
    /// and its lease could end before its turn.
    static let batch = 1

    private let runner: CaseRunner
    /// The channel of messages for which the pathway names none.
    private let defaultChannel: String

    package init(_ runner: CaseRunner, defaultChannel: String) {
        self.runner = runner
        self.defaultChannel = defaultChannel
    }

    package struct Report: Hashable, Sendable {
        package var sent = 0
        package var waiting = 0
        package var failed = 0

        package init() {}
    }

    /// Delivers what is due, once each.
    package func deliver(at now: Timestamp) throws(RuntimeError) -> Report {
        var report = Report()
        while true {
            let until = Timestamp(seconds: now.seconds + Self.lease, nanoseconds: now.nanoseconds)
            let rows = try RuntimeError.storing { () throws(StoreError) in
                try runner.store.lease(at: now, until: until, limit: Self.batch)
            }
            guard !rows.isEmpty else { return report }
            for row in rows { try deliver(row, at: now, &report) }
        }
    }

    private func deliver(_ row: OutboxRow, at now: Timestamp, _ report: inout Report) throws(RuntimeError) {
        let result: OutboxResult
        let name = row.entry.via ?? defaultChannel
        if let channel = runner.plugins.channels[name] {
            let message = try message(of: row.entry)
            let delivery = channel.deliver(message, key: row.entry.effect.description, attempt: row.attempts + 1)
            result = Self.result(of: delivery, attempts: row.attempts, at: now)
        } else {
            result = .failed(reason: "there is no channel '\(name)'")
        }
        switch result {
        case .sent: report.sent += 1
        case .retry: report.waiting += 1
        case .failed, .withheld: report.failed += 1
        }
        try RuntimeError.storing { () throws(StoreError) in try runner.store.settle(row.entry.effect, result) }
    }

    private static func result(of delivery: Delivery, attempts: Int, at now: Timestamp) -> OutboxResult {
        switch delivery {
        case .sent: return .sent
        case .rejected(let reason): return .failed(reason: reason)
        case .retry(let reason):
            guard attempts < schedule.count else { return .failed(reason: reason) }
            let next = Timestamp(seconds: now.seconds + schedule[attempts] * 60, nanoseconds: now.nanoseconds)
            return .retry(at: next, reason: reason)
        }
    }

    // MARK: Words

    private func message(of entry: OutboxEntry) throws(RuntimeError) -> OutgoingMessage {
        let id = entry.effect.id
        let open = try runner.load(id)
        let pathway = open.definition.pathway
        let patient = try RuntimeError.storing { () throws(StoreError) in try runner.store.patient(open.patient) }
        let address = entry.recipient == "patient" ? patient?.values["email"] ?? patient?.values["phone"] : nil
        func outgoing(_ subject: String, _ body: String) -> OutgoingMessage {
            OutgoingMessage(
                recipient: entry.recipient, address: address, subject: subject, body: body, caseID: id.text)
        }
        switch entry.kind {
        case .message:
            guard let message = pathway.messages.first(where: { $0.name == entry.subject }) else {
                return outgoing(entry.subject, "")
            }
            let words = MessageWords(patient: patient, id: id, pathway: pathway, state: open.state)
            return outgoing(words.render(message.subject), words.render(message.body))
        case .reminder, .escalation:
            let task = pathway.tasks.firstIndex { $0.name == entry.subject }
            let title = task.map { pathway.tasks[$0].title } ?? entry.subject
            let due = task.flatMap { open.state?.tasks[$0].opening?.due }.map { ", due \($0)" } ?? ""
            let subject = entry.kind == .reminder ? "Reminder: \(title)" : "Overdue: \(title)"
            return outgoing(subject, "Case \(id): \(title)\(due).")
        }
    }
}
