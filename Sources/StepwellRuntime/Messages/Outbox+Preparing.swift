import CEL
import PathwayCompiler
import PathwayEngine
import PathwayModel
import StepwellKit
import StepwellStore

/// A message that is about to leave, with everything that was asked about it.
struct PreparedMessage {
    var row: OutboxRow
    var channel: String
    var decision: Permission.Decision
    var message: OutgoingMessage
    /// Now, for its case.
    var now: Timestamp
    /// What would stand in the ledger.
    var disclosure: Disclosure?
    /// A line for several reminders in one message.
    var line: String
}

extension Outbox {
    /// Looks at a message as its case and its patient's record are at this moment.
    func prepare(_ row: OutboxRow) throws(RuntimeError) -> PreparedMessage {
        let queued = row.message
        let id = queued.effect.id
        let open = try runner.load(id)
        let pathway = open.definition.pathway
        let now = clock.inCase(pathway.calendar.zone, open.state?.lastInput)
        let person = try RuntimeError.storing { () throws(StoreError) in try runner.store.person(open.patient) }
        let (patient, outcomes, closed, releases) = try records(of: person)
        let channel = routing.channel(of: queued, patient)
        let address = routing.address(of: queued, on: channel, patient)
        let message = queued.kind == .message ? pathway.messages.first { $0.name == queued.subject } : nil
        let zone = patient?.values["timezone"].flatMap { ZoneOffsets.named($0) } ?? pathway.calendar.zone
        let moot =
            try queued.kind == .page
            ? Self.mootPage(queued, open, at: now)
            : message.flatMap { message throws(RuntimeError) in try self.moot(queued, message, open, at: now) }
        var failure: StoreError?
        let permission = Permission(
            queued: queued, message: message, pathway: pathway, state: open.state, patient: patient, outcomes: outcomes,
            moot: moot, channel: channel, address: address, routing: routing, isChannelClosed: closed.contains(channel),
            releases: releases, now: now, zone: zone
        ) { since in
            do throws(StoreError) { return try person.sentCount(since: since) } catch {
                failure = error
                return .max
            }
        }
        var decision = permission.decision
        if let failure { throw .store(failure) }
        if runner.plugins.channels[channel] == nil {
            decision = .withhold(code: Permission.Code.noChannel, calls: true)
        }
        let policy = routing.policy(of: channel)
        let rendered =
            queued.kind == .message
            ? message.flatMap {
                MessageRenderer(patient: patient, id: id, pathway: pathway, state: open.state, zone: zone).render(
                    $0, step: queued.effect.sequence)
            } : Self.taskMessage(queued, open, tells: policy.carries.contains(.clinical))
        if rendered == nil, case .go = decision {
            decision = .withhold(code: Permission.Code.missingValue, calls: true)
        }
        return prepared(row, open, channel, address, decision, rendered, permission, now)
    }

    private func prepared(
        _ row: OutboxRow, _ open: OpenCase, _ channel: String, _ address: String?, _ decision: Permission.Decision,
        _ rendered: MessageRenderer.Rendered?, _ permission: Permission, _ now: Timestamp
    ) -> PreparedMessage {
        let queued = row.message
        var (body, html) = (rendered?.body ?? "", rendered?.html ?? "")
        var disclosure: Disclosure?
        if case .go(let release?) = decision, let outsider = permission.outsider {
            body += "\n\n\(Routing.notice)\n"
            html += "\n<p>\(Routing.notice)</p>"
            disclosure = Disclosure(
                patient: open.patient, effect: queued.effect, at: now, recipient: outsider, channel: channel,
                purpose: release.purpose, what: permission.protected.joined(separator: ", "), release: release.id)
        }
        let message = OutgoingMessage(
            name: queued.subject, recipient: queued.recipient, address: address, subject: rendered?.subject ?? "",
            body: body, html: MessageRenderer.page(html, title: rendered?.subject ?? ""),
            invitation: rendered?.invitation, caseID: queued.effect.id.text)
        return PreparedMessage(
            row: row, channel: channel, decision: decision, message: message, now: now, disclosure: disclosure,
            line: rendered?.body ?? "")
    }

    /// Whether a message that says how things stand still says so, and is the newest to do it.
    private func moot(
        _ queued: OutboxMessage, _ message: Message, _ open: OpenCase, at now: Timestamp
    ) throws(RuntimeError) -> Permission.Moot? {
        guard let condition = message.condition, let state = open.state else { return nil }
        switch open.definition.machine.evaluate(condition, state, at: now) {
        case .value(.bool(true)): break
        case .value, .unknown: return .noLonger
        case .error: return .unclear
        }
        let waiting = try RuntimeError.storing { () throws(StoreError) in
            try runner.store.outbox(OutboxFilter(id: open.id, status: .waiting))
        }
        let isOld = waiting.contains { row in
            let other = row.message
            return other.kind == .message && other.subject == queued.subject && other.recipient == queued.recipient
                && other.via == queued.via
                && (other.effect.sequence, other.effect.index) > (queued.effect.sequence, queued.effect.index)
        }
        return isOld ? .superseded : nil
    }

    /// Whether somebody sees to what those on call are told of, it is asked for anew, or whoever it is for was told by
    /// another channel meanwhile.
    private static func mootPage(_ queued: OutboxMessage, _ open: OpenCase, at now: Timestamp) -> Permission.Moot? {
        let pathway = open.definition.pathway
        guard let state = open.state, let place = pathway.tasks.firstIndex(where: { $0.name == queued.subject }),
            state.tasks[place].status == .open,
            !(state.tended[.task(TaskIndex(place))]?.hold?.stands(at: now) ?? false)
        else { return .noLonger }
        let pages = state.pages(for: TaskIndex(place))
        let effect = EffectPlace(entry: queued.effect.sequence, place: queued.effect.index)
        guard let own = pages.firstIndex(where: { $0.effect == effect }) else { return .superseded }
        let isTold = pages.contains { other in
            other.effect != effect && other.outcome == .sent && other.page.turn == pages[own].page.turn
                && other.page.recipient == pages[own].page.recipient
        }
        return isTold ? .superseded : nil
    }

    private func records(
        of person: Person
    ) throws(RuntimeError) -> (PatientRecord?, outcomes: [String], closed: Set<String>, [Release]) {
        try RuntimeError.storing { () throws(StoreError) in
            (
                try person.record(), try person.cases().compactMap(\.outcome),
                Set(try runner.store.closedChannels().map(\.channel)), try person.releases()
            )
        }
    }

    /// What a reminder or an escalation says; where the channel may not tell what a task or a decision is about, only
    /// that there is one.
    private static func taskMessage(
        _ queued: OutboxMessage, _ open: OpenCase, tells: Bool
    ) -> MessageRenderer.Rendered {
        let pathway = open.definition.pathway
        if let decision = pathway.decision(named: queued.subject) {
            let due = open.state?.owed[decision.position]?.decision.due?.description
            return Self.word(queued, open, tells ? pathway.title(ofDecision: decision) : "a decision", due)
        }
        let place = pathway.tasks.firstIndex { $0.name == queued.subject }
        let untold = queued.kind == .page ? "a safety task" : "a task"
        let title = tells ? place.map { pathway.tasks[$0].title } ?? queued.subject : untold
        let opening = place.flatMap { open.state?.tasks[$0].opening }
        let minute = opening?.dueAt.map { $0.minute(in: pathway.calendar.zone) }
        return Self.word(queued, open, title, minute ?? opening?.due?.description)
    }

    private static func word(
        _ queued: OutboxMessage, _ open: OpenCase, _ title: String, _ due: String?
    ) -> MessageRenderer.Rendered {
        let due = due.map { ", due \($0)" } ?? ""
        let (before, after) =
            switch queued.kind {
            case .reminder: ("Reminder", "")
            case .page: ("On call", "; nobody has claimed it")
            case .escalation, .message: ("Overdue", ", overdue")
            }
        let subject = "\(before): \(title)"
        let body = "Case \(open.id): \(title)\(due)\(after)."
        return .init(subject: subject, body: body, html: MessageRenderer.html(body), invitation: nil)
    }
}

extension Pathway {
    /// The decision of a name as lists and messages have it, with its state.
    fileprivate func decision(named name: String) -> TransitionIndex? {
        transitions.indices.lazy.map { TransitionIndex($0) }.first {
            transitions[$0].decision?.within != nil && self.name(of: $0) == name
        }
    }
}
