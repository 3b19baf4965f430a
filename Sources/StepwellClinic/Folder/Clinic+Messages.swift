import CEL
import PathwayModel
package import StepwellRuntime

extension Clinic {
    package func outbox(_ clock: DeliveryClock) -> Outbox { Outbox(runner, routing: settings.routing, clock: clock) }

    /// The clock of messages where nobody says a time: the real one, or where a simulated case stands.
    package func deliveryClock(_ now: When) -> DeliveryClock {
        let clock = folder.parts.now
        return settings.isSimulated ? .standing(now.latest) : .system { clock() }
    }

    /// - Parameter text: only messages of this case, or of the patient who has just one.
    package func messages(
        of text: String?, status: OutboxRow.Status?, _ part: PageRequest = .all
    ) throws -> OutboxListView {
        let filter = OutboxFilter(id: try text.map { try namedCase($0).id }, status: status)
        let last = try part.after.map { key in
            guard let row = try findMessage(key) else { throw part.badCursor() }
            return row.message.effect
        }
        // One more than is shown, which tells that there are more.
        let rows =
            if let limit = part.limit {
                try store.outbox(filter, after: last, limit: limit < .max ? limit + 1 : limit)
            } else { try store.outbox(filter, after: last) }
        let damaged = try store.damagedCases(in: .messages).filter { id in filter.id.map { $0 == id } ?? true }
        let page = part.page(of: rows) { $0.message.effect.description }
        return OutboxListView(
            page: page, closed: try store.closedChannels(), damaged: damaged,
            shown: try shown(Set(page.rows.map(\.message.effect.id))))
    }

    private func findMessage(_ key: String) throws -> OutboxRow? {
        let rows = try EffectID(key).map { try store.outbox(OutboxFilter(id: $0.id)) } ?? []
        return rows.first { $0.message.effect.description == key }
    }

    package func message(_ key: String) throws -> OutboxRow {
        guard let row = try findMessage(key) else {
            throw Failure(
                .missing, "no_such_message", "there is no message '\(key)'", hint: "see 'stepwell outbox list'")
        }
        return row
    }

    package func messageView(_ key: String) throws -> MessageView {
        let row = try message(key)
        let plans = try outbox(deliveryClock(.instant(try now()))).plan(of: row.message.effect.id)
        return MessageView(
            row: row, plan: plans.first { $0.row.message.effect == row.message.effect },
            shown: try shown(row.message.effect.id))
    }

    /// Lets a message that failed or was withheld be tried again, from the beginning.
    package func retry(_ key: String, isDryRun: Bool) throws {
        let row = try message(key)
        guard row.status != .sent else {
            throw Failure(.refused, "sent", "the message was sent; it is not sent twice")
        }
        guard !isDryRun else { return }
        _ = try store.revive(row.message.effect, at: settings.isSimulated ? row.message.at : folder.parts.now())
    }

    /// Withholds a message that waits or failed, for good.
    package func drop(_ key: String, isDryRun: Bool) throws {
        let row = try message(key)
        guard row.status != .sent else { throw Failure(.refused, "sent", "the message was sent") }
        guard !isDryRun else { return }
        try outbox(deliveryClock(.instant(folder.parts.now()))).drop(row)
    }

    /// Uses a channel again that its other side had closed.
    package func reopen(_ channel: String, isDryRun: Bool) throws {
        let closed = try store.closedChannels().map(\.channel)
        guard closed.contains(channel) else {
            throw Failure(
                .missing, "not_closed", "no channel '\(channel)' is closed",
                hint: closed.isEmpty ? nil : "closed are: \(closed.joined(separator: ", "))")
        }
        if !isDryRun { try store.reopen(channel: channel) }
    }
}
