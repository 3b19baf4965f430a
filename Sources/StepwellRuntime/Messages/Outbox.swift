package import CEL
import PathwayEngine
package import PathwayModel
import StepwellKit
package import StepwellStore

/// What time it is, for messages.
package struct DeliveryClock {
    /// For the outbox as a whole.
    package var now: () -> Timestamp
    /// For a case, by its zone and its last input.
    package var inCase: (ZoneOffsets, Timestamp?) -> Timestamp

    /// The real clock.
    package static func system(_ now: @escaping () -> Timestamp) -> DeliveryClock {
        DeliveryClock(now: now, inCase: { _, last in max(now(), last ?? now()) })
    }

    /// A time that somebody says.
    package static func said(_ when: When) -> DeliveryClock {
        DeliveryClock(
            now: { when.latest },
            inCase: { zone, last in
                let now = when.instant(in: zone, after: last)
                return max(now, last ?? now)
            })
    }

    /// Nobody said a time: each case stands at its last input.
    package static func standing(_ latest: Timestamp) -> DeliveryClock {
        DeliveryClock(now: { latest }, inCase: { _, last in last ?? latest })
    }
}

/// Sends what waits to be sent: leases a message, asks whether it may go, renders it, hands it to its channel, and
/// tells its case what came of it.
///
/// A message that was handed over and not yet settled is sent again after a crash, with the same key. One message is
/// on its way at a time, so that a crash repeats one at most.
package struct Outbox {
    /// Seconds that a message is this process's alone.
    static let lease: Int64 = 600
    static let batch = 200

    let runner: CaseRunner
    let routing: Routing
    package let clock: DeliveryClock

    package init(_ runner: CaseRunner, routing: Routing, clock: DeliveryClock) {
        self.runner = runner
        self.routing = routing
        self.clock = clock
    }

    package struct Report: Hashable, Sendable {
        package var sent = 0
        /// To be tried again.
        package var waiting = 0
        package var failed = 0
        package var withheld = 0
        /// Whether another process is delivering.
        package var isBusy = false

        package init() {}
    }

    /// Delivers what is due, of one case or of all, once each.
    ///
    /// - Parameter isStopped: asked before each message: with true the rest goes on waiting.
    package func deliver(of id: CaseID? = nil, isStopped: () -> Bool = { false }) throws(RuntimeError) -> Report {
        var pass = DeliveryPass(self)
        var failure: RuntimeError?
        let hasTurn = try RuntimeError.storing { () throws(StoreError) in
            try runner.store.delivering {
                do throws(RuntimeError) { try pass.run(of: id, isStopped) } catch { failure = error }
            }
        }
        if let failure { throw failure }
        pass.report.isBusy = !hasTurn
        return pass.report
    }

    /// A message that would go or wait, and what would come of it.
    package struct Plan: Hashable, Sendable {
        package var row: OutboxRow
        package var channel: String
        package var decision: Permission.Decision
    }

    /// What would become of the messages that wait, without anything being done.
    package func plan(of id: CaseID? = nil) throws(RuntimeError) -> [Plan] {
        let rows = try RuntimeError.storing { () throws(StoreError) in
            try runner.store.outbox(OutboxFilter(id: id, status: .waiting))
        }
        var plans: [Plan] = []
        for row in rows {
            do throws(RuntimeError) {
                let ready = try prepare(row)
                plans.append(Plan(row: row, channel: ready.channel, decision: ready.decision))
            } catch {
                if error.endsAll { throw error }
                let wait = Permission.Decision.wait(until: row.nextAttempt, code: DeliveryPass.unreadable)
                plans.append(Plan(row: row, channel: routing.channel(of: row.message, nil), decision: wait))
            }
        }
        return plans
    }

    /// Withholds a message for good, and tells its case.
    package func drop(_ row: OutboxRow) throws(RuntimeError) {
        let open = try runner.load(row.message.effect.id)
        let now = clock.inCase(open.definition.pathway.calendar.zone, open.state?.lastInput)
        let settlement = Settlement(
            effect: row.message.effect, status: .withheld, attempts: row.attempts, channel: nil,
            reason: Permission.Code.dropped, at: now)
        try runner.settle(row, settlement, code: settlement.reason, calls: false, at: now)
    }
}
