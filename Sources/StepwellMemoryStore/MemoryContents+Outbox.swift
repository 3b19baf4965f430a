import CEL
import StepwellStore

extension MemoryContents {
    private func place(of id: EffectID) -> Int? { messages.firstIndex { $0.row.message.effect == id } }

    /// Whether no earlier message of its case and recipient still waits; reminders and escalations leave together, and
    /// where they wait for something of their own they hold up no message. A page waits for nothing, and nothing for it.
    private func isFirst(_ place: Int) -> Bool {
        let message = messages[place].row.message
        if message.kind == .page { return true }
        return !messages[..<place].contains { earlier in
            let other = earlier.row.message
            return earlier.row.status == .waiting && other.effect.id == message.effect.id
                && other.recipient == message.recipient && other.kind != .page
                && (other.kind == .message || (message.kind == .message && earlier.row.reason == nil))
        }
    }

    mutating func lease(at now: Timestamp, until: Timestamp, limit: Int, of id: CaseID?) -> [OutboxRow] {
        var leased: [OutboxRow] = []
        for place in messages.indices where messages[place].row.status == .waiting && leased.count < limit {
            let (row, leasedUntil) = (messages[place].row, messages[place].leasedUntil)
            guard id == nil || row.message.effect.id == id, row.nextAttempt <= now,
                leasedUntil.map({ $0 <= now }) ?? true,
                isFirst(place)
            else { continue }
            messages[place].leasedUntil = until
            leased.append(row)
        }
        return leased
    }

    func isLeased(_ id: EffectID) -> Bool {
        place(of: id).map { messages[$0].row.status == .waiting && messages[$0].leasedUntil != nil } ?? false
    }

    /// Takes the turn to deliver, with all leases free; false where somebody has it.
    mutating func beginDelivering() -> Bool {
        guard !isDelivering else { return false }
        isDelivering = true
        for place in messages.indices { messages[place].leasedUntil = nil }
        return true
    }

    mutating func group(_ ids: [EffectID]) {
        for id in ids {
            if let place = place(of: id) { messages[place].row.leader = ids.first }
        }
    }

    mutating func settle(_ id: EffectID, _ result: OutboxResult) {
        guard let place = place(of: id), messages[place].leasedUntil != nil else { return }
        var row = messages[place].row
        switch result {
        case .sent: (row.status, row.reason) = (.sent, nil)
        case .failed(let reason): (row.status, row.reason) = (.failed, reason)
        case .withheld(let reason): (row.status, row.reason) = (.withheld, reason)
        case .retry(let at, let reason), .deferred(let at, let reason):
            // What was withheld meanwhile stays so.
            row.nextAttempt = at
            row.reason = reason
        }
        if case .deferred = result {} else { row.attempts += 1 }
        messages[place] = Message(row: row, leasedUntil: nil)
    }

    mutating func settle(_ settlement: Settlement) {
        if let disclosure = settlement.disclosure { disclosures.append(disclosure) }
        guard let place = place(of: settlement.effect), messages[place].row.status != .sent else { return }
        var row = messages[place].row
        row.status = settlement.status
        row.attempts = settlement.attempts
        row.reason = settlement.reason
        row.channel = settlement.channel
        row.settled = settlement.at
        messages[place] = Message(row: row, leasedUntil: nil)
    }

    mutating func revive(_ id: EffectID, at now: Timestamp) -> Bool {
        guard let place = place(of: id), messages[place].row.status != .sent else { return false }
        messages[place].row.status = .waiting
        messages[place].row.attempts = 0
        messages[place].row.nextAttempt = now
        messages[place].row.settled = nil
        messages[place].row.leader = nil
        return true
    }

    func outbox(_ filter: OutboxFilter, after last: EffectID?, limit: Int) -> [OutboxRow] {
        let first = last.flatMap(place(of:)).map { $0 + 1 } ?? 0
        let rows = messages[first...].lazy.map(\.row).filter { row in
            (filter.id == nil || row.message.effect.id == filter.id)
                && (filter.status == nil || row.status == filter.status)
        }
        return Array(rows.prefix(max(0, limit)))
    }

    func sentCount(to patient: String, since: Timestamp) -> Int {
        messages.count { message in
            let row = message.row
            return row.status == .sent && row.message.recipient == OutboxMessage.patient
                && cases[row.message.effect.id]?.last.patient == patient
                && row.settled.map { $0 > since } ?? false
        }
    }

    func nextDeadline(after instant: Timestamp) -> Timestamp? {
        let waiting = messages.indices.filter { messages[$0].row.status == .waiting && isFirst($0) }
        let instants = waiting.map { messages[$0].row.nextAttempt } + cases.values.compactMap(\.nextWakeUp)
        return instants.filter { $0.seconds >= instant.seconds }.min().map { Timestamp(seconds: $0.seconds + 1) }
    }
}
