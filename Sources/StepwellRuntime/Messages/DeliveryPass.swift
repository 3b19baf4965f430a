import CEL
import PathwayModel
import StepwellKit
import StepwellStore

/// One going through of the outbox.
struct DeliveryPass {
    /// After so many failures in a row a channel is left alone for the rest of the pass.
    static let patience = 3
    /// Seconds after which a channel that is down is tried again.
    static let rest: Int64 = 60

    /// Why a message waits whose case cannot be read.
    static let unreadable = "case_unreadable"

    private let outbox: Outbox
    var report = Outbox.Report()
    /// How often each channel failed in a row.
    private var failures: [String: Int] = [:]

    init(_ outbox: Outbox) { self.outbox = outbox }

    private var store: any CaseStore { outbox.runner.store }

    mutating func run(of id: CaseID?, _ isStopped: () -> Bool) throws(RuntimeError) {
        while !isStopped() {
            let now = outbox.clock.now()
            let until = Timestamp(seconds: now.seconds + Outbox.lease, nanoseconds: now.nanoseconds)
            let rows = try RuntimeError.storing { () throws(StoreError) in
                try store.lease(at: now, until: until, limit: Outbox.batch, of: id)
            }
            guard !rows.isEmpty else { return }
            // Who is on call first.
            for row in rows.filter({ $0.message.kind == .page }) + rows.filter({ $0.message.kind == .message }) {
                guard !isStopped() else { return }
                try guarded(row) { (pass: inout DeliveryPass) throws(RuntimeError) in try pass.deliver([row]) }
            }
            for group in groups(of: rows.filter(\.message.kind.mayGoWithOthers)) {
                guard !isStopped() else { return }
                try guarded(group[0]) { (pass: inout DeliveryPass) throws(RuntimeError) in try pass.deliver(group) }
            }
        }
    }

    /// One message that cannot be dealt with holds up no other; only a store that is not there ends the pass.
    private mutating func guarded(
        _ row: OutboxRow, _ body: (inout DeliveryPass) throws(RuntimeError) -> Void
    ) throws(RuntimeError) {
        do throws(RuntimeError) { try body(&self) } catch {
            if error.endsAll { throw error }
            let now = outbox.clock.now()
            try postpone(row, or: Permission.Code.gaveUp, reason: Self.unreadable, after: nil, at: now)
        }
    }

    /// Reminders and escalations that go to the same place, together. Those that were together stay so.
    private func groups(of rows: [OutboxRow]) -> [[OutboxRow]] {
        var order: [String] = []
        var groups: [String: [OutboxRow]] = [:]
        for row in rows {
            let key = row.leader.map { "=\($0)" } ?? row.message.recipient
            if groups[key] == nil { order.append(key) }
            groups[key, default: []].append(row)
        }
        return order.compactMap { groups[$0] }
    }

    // MARK: Delivering

    /// Delivers messages that leave as one.
    private mutating func deliver(_ rows: [OutboxRow]) throws(RuntimeError) {
        var ready: [PreparedMessage] = []
        for row in rows {
            // The case may have closed since the message was leased.
            let isLeased = try RuntimeError.storing { () throws(StoreError) in try store.isLeased(row.message.effect) }
            guard isLeased else { continue }
            let prepared = try outbox.prepare(row)
            switch prepared.decision {
            case .go: ready.append(prepared)
            case .wait(let until, let code):
                report.waiting += 1
                try keep(row, .deferred(until: until, reason: code))
            case .withhold(let code, let calls):
                report.withheld += 1
                try settle(prepared, .withheld, code, code: code, calls: calls, attempts: row.attempts)
            }
        }
        guard let first = ready.first else { return }
        guard failures[first.channel, default: 0] < Self.patience || first.row.message.kind == .page else {
            let later = Timestamp(seconds: first.now.seconds + Self.rest, nanoseconds: first.now.nanoseconds)
            report.waiting += ready.count
            for message in ready { try keep(message.row, .deferred(until: later, reason: "channel_down")) }
            return
        }
        if ready.count > 1, ready.contains(where: { $0.row.leader == nil }) {
            try RuntimeError.storing { () throws(StoreError) in try store.group(ready.map(\.row.message.effect)) }
        }
        try send(ready)
    }

    private mutating func send(_ ready: [PreparedMessage]) throws(RuntimeError) {
        guard let first = ready.first, let channel = outbox.runner.plugins.channels[first.channel] else { return }
        let key = (first.row.leader ?? first.row.message.effect).description
        let message = ready.count == 1 ? first.message : Self.digest(ready)
        let delivery = channel.deliver(message, key: key, attempt: first.row.attempts + 1)
        switch delivery {
        case .sent:
            failures[first.channel] = 0
            report.sent += ready.count
            for message in ready {
                try settle(message, .sent, nil, code: nil, calls: false, attempts: message.row.attempts + 1)
            }
        case .retry(let reason, let after):
            failures[first.channel, default: 0] += 1
            for message in ready {
                try postpone(message.row, or: Permission.Code.gaveUp, reason: reason, after: after, at: message.now)
            }
        case .rejected(let reason):
            failures[first.channel] = 0
            for message in ready { try fail(message, reason, code: Permission.Code.rejected) }
        case .closed(let reason):
            let closed = ClosedChannel(channel: first.channel, at: first.now, reason: reason)
            try RuntimeError.storing { () throws(StoreError) in try store.closeChannel(closed) }
            for message in ready { try fail(message, reason, code: Permission.Code.channelClosed) }
        }
    }

    /// Several reminders and escalations in one message.
    private static func digest(_ ready: [PreparedMessage]) -> OutgoingMessage {
        let overdue = ready.count { $0.row.message.kind == .escalation }
        let soon = ready.count - overdue
        let counts = [(overdue, "overdue"), (soon, "due soon")].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
        let subject = "Tasks: \(counts.joined(separator: ", "))"
        let body = ready.map { "- \($0.line)" }.joined(separator: "\n")
        let first = ready[0].message
        return OutgoingMessage(
            name: "digest", recipient: first.recipient, address: first.address, subject: subject, body: body,
            html: MessageRenderer.page(MessageRenderer.html(body), title: subject), caseID: first.caseID)
    }

    // MARK: Keeping

    private func keep(_ row: OutboxRow, _ result: OutboxResult) throws(RuntimeError) {
        try RuntimeError.storing { () throws(StoreError) in try store.settle(row.message.effect, result) }
    }

    /// Puts a message off until its next attempt, or gives it up.
    private mutating func postpone(
        _ row: OutboxRow, or code: String, reason: String, after: Int?, at now: Timestamp
    ) throws(RuntimeError) {
        let key = row.message.effect.description
        if let next = RetrySchedule.next(after: row.attempts + 1, key: key, from: now, atLeast: after) {
            report.waiting += 1
            return try keep(row, .retry(at: next, reason: reason))
        }
        report.failed += 1
        let settlement = Settlement(
            effect: row.message.effect, status: .failed, attempts: row.attempts + 1, channel: nil, reason: code, at: now
        )
        do throws(RuntimeError) {
            try outbox.runner.settle(row, settlement, code: code, calls: true, at: now)
        } catch {
            // A case that cannot be read cannot be told.
            try RuntimeError.storing { () throws(StoreError) in try store.settle(settlement) }
        }
    }

    private mutating func fail(_ message: PreparedMessage, _ reason: String, code: String) throws(RuntimeError) {
        report.failed += 1
        try settle(message, .failed, reason, code: code, calls: true, attempts: message.row.attempts + 1)
    }

    private func settle(
        _ message: PreparedMessage, _ status: OutboxRow.Status, _ reason: String?, code: String?, calls: Bool,
        attempts: Int
    ) throws(RuntimeError) {
        let settlement = Settlement(
            effect: message.row.message.effect, status: status, attempts: attempts, channel: message.channel,
            reason: reason, at: message.now, disclosure: status == .sent ? message.disclosure : nil)
        try outbox.runner.settle(message.row, settlement, code: code, calls: calls, at: message.now)
    }
}

extension OutboxMessage.Kind {
    /// Whether several that go to one place may leave as one.
    fileprivate var mayGoWithOthers: Bool {
        switch self {
        case .reminder, .escalation: true
        case .message, .page: false
        }
    }
}
