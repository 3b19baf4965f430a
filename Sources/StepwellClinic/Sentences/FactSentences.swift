import CEL
package import PathwayModel
import StepwellRuntime

/// Facts in sentences, for the answer to an input and for a case's history.
package struct FactSentences {
    let pathway: Pathway

    package init(_ pathway: Pathway) { self.pathway = pathway }

    /// Sentences about what an entry did, one a fact; nil for what only the engine cares about.
    ///
    /// Why a decision is taken is said only where that was so; that a case begins with the defaults of its fields is not
    /// said.
    package func words(for facts: [Fact]) -> [String?] {
        var against: Set<TransitionIndex> = []
        var defaults: Set<FieldIndex> = []
        return facts.map { fact in
            if case .enrolled = fact {
                defaults = Set(
                    pathway.fields.indices.map { FieldIndex($0) }.filter { pathway.fields[$0].defaultValue != nil })
            }
            if case .valueSet(let field, let value, _) = fact, defaults.remove(field) != nil,
                value == pathway.fields[field].defaultValue
            {
                return nil
            }
            if case .decidedAgainst(let index, _) = fact { against.insert(index) }
            guard case .transitionTaken(let index, let reason) = fact, against.remove(index) != nil else {
                return words(for: fact)
            }
            var transition = pathway.transitions[index]
            transition.because = nil
            return words(for: transition, index, reason)
        }
    }

    /// A sentence about a fact; nil for what only the engine cares about.
    private func words(for fact: Fact) -> String? {
        switch fact {
        case .enrolled: return "enrolled in \(pathway.title)"
        case .valueSet(let field, let value, _):
            let name = pathway.fields[field].shownName
            return value.map { $0.told(of: name) } ?? "\(name) is no longer known"
        case .valueAdded(let field, let amount, _):
            let name = pathway.fields[field].shownName
            let isLess = amount.shown.hasPrefix("-")
            return
                "\(name) counted \(isLess ? "down" : "up") by \(isLess ? String(amount.shown.dropFirst()) : amount.shown)"
        case .resultRecorded(let instrument, let result): return words(for: result, pathway.instruments[instrument])
        case .valueCorrected(let field, let entry, let value, let reason):
            let name = pathway.fields[field].shownName
            return "corrected #\(entry): \(value.told(of: name)); reason given: \(reason)"
        case .resultCorrected(let instrument, let entry, let result, let reason):
            let words = words(for: result, pathway.instruments[instrument])
            return "corrected #\(entry): \(words); reason given: \(reason)"
        case .entryWithdrawn(let entry, let reason):
            return "withdrew #\(entry), entered in error; reason given: \(reason)"
        case .sessionRecorded(let session): return words(for: session)
        case .sessionCorrected(let entry, let session, let reason):
            return "corrected #\(entry): \(words(for: session)); reason given: \(reason)"
        case .actionsTakenBack(let entry, let fields):
            return
                "what #\(entry) had set counts no more: \(fields.map { pathway.fields[$0].shownName }.joined(separator: ", "))"
        case .entryUndone(let entry, let later, let reason):
            let more = later.isEmpty ? "" : ", and with it \(later.map { "#\($0)" }.joined(separator: ", "))"
            return "undid #\(entry)\(more); reason given: \(reason)"
        case .clockMended(let first, let reason):
            return "the clock was ahead: entries from #\(first) on are dated back to now; reason given: \(reason)"
        case .toldAnew(let difference): return words(for: difference)
        case .restored, .judgedAgain: return nil
        case .effectsTakenBack(let effects):
            return "withheld, not sent yet: "
                + effects.map { "\(words(for: $0.effect)) of #\($0.place.entry)" }.joined(separator: ", ")
        case .alarmsStay(let entry, let tasks):
            let names = tasks.map { title($0) }.joined(separator: ", ")
            return "stays open, whatever became of #\(entry): \(names)"
        case .otherCase(let other): return words(for: other)
        case .reviewRequested(let entry, let standing):
            return "still stands on #\(entry): \(standing.map { words(for: $0) }.joined(separator: "; "))"
        case .decidedAgainst(let index, let unmet):
            let criteria = unmet.map { words(for: $0) }.joined(separator: "; ")
            return "decided \(pathway.transitions[index].id) although not met: \(criteria)"
        case .occurred(let event, let payload, _): return words(for: pathway.events[event], payload)
        case .consentRecorded(let kind, let granted, _): return "consent to \(kind) \(granted ? "given" : "revoked")"
        case .transitionTaken(let index, let reason): return words(for: pathway.transitions[index], index, reason)
        case .stateExited, .historyKept, .stateTaskCame, .stateTaskCondition, .taskReopened, .taskAskedAgain: return nil
        case .stateEntered(Pathway.root, _, _): return nil
        case .stateEntered(let state, let continued, let moment):
            let on = moment.map { " on \($0.date)" } ?? ""
            return "\(continued ? "returned to" : "entered") \(pathway.title(of: state))\(on)"
        case .taskOpened(let opening):
            return "opened task \(title(opening.task))" + (due(opening).map { ", due \($0)" } ?? "")
        case .taskRescheduled(let opening):
            return "task \(title(opening.task)) is now due \(opening.due?.description ?? "at no date")"
        case .taskCompleted(let task, let moment):
            return "task \(title(task)) is done" + (moment.map { ", on \($0.date)" } ?? "")
        case .taskCameOut(let task, let outcome): return "task \(title(task)) came out: \(outcome)"
        case .taskEnded(let task, _): return "task \(title(task)) is no longer needed"
        case .taskNotNeeded(let task, let reason):
            return "task \(title(task)) need not be done; reason given: \(reason)"
        case .taskOverdue(let task): return "task \(title(task)) is overdue"
        case .taskReminded, .taskEscalated: return nil
        case .decisionOwed(let owed):
            let who = pathway.transitions[owed.transition].by?.joined(separator: " or ") ?? "anyone"
            return "proposed \(pathway.transitions[owed.transition].id), \(who) decides"
                + (owed.due.map { ", due \($0)" } ?? "")
        case .decisionNotOwed: return nil
        case .decisionOverdue(let index): return "decision \(pathway.transitions[index].id) is overdue"
        case .decisionReminded, .decisionEscalated, .doneBy: return nil
        case .decisionSigned(let index, let signature): return words(for: signature, of: index)
        case .signatureLapsed(let index):
            return
                "the signature under \(pathway.transitions[index].id) counts no more: what it asks for is not met now"
        case .stayExtended(let state, let until, let reason):
            return "the stay in \(pathway.title(of: state)) may last until \(until); reason given: \(reason)"
        case .dutyTended(let subject, let change): return words(for: change, of: subject)
        case .promise(let promise, let change): return words(for: change, pathway.promises[promise])
        // Whoever was paged stands before it.
        case .effect(.page): return nil
        case .effect(let effect): return words(for: effect)
        case .delivery(let report): return words(for: report)
        case .verdictGiven(let use, let verdict, _, let plugin):
            let rule = pathway.ruleUses[use].rule
            let answer = Self.words(for: verdict.answer)
            return "rule \(rule) (\(plugin)): \(answer), \(verdict.reasons.joined(separator: "; "))"
        case .incident(let code, let detail): return "INCIDENT \(code): \(detail)"
        case .closed(let outcome): return "closed: \(outcome)"
        case .ended: return "reached its end"
        }
    }

    private func words(for signature: DecisionSignature, of index: TransitionIndex) -> String {
        let against = signature.isMet ? "" : " although not met"
        let reason = signature.reason.map { "; reason given: \($0)" } ?? ""
        let who =
            pathway.transitions[index].by.map { "somebody else (\($0.joined(separator: " or ")))" } ?? "somebody else"
        return "\(signature.by) signed \(pathway.transitions[index].id)\(against); \(who) has to sign too\(reason)"
    }

    /// Nil for what nobody has to see to.
    private func words(for change: PromiseChange, _ promise: Promise) -> String? {
        switch change {
        case .runs(let running): "promised until \(running.due): \(promise.shownTitle)"
        case .kept: "promise kept: \(promise.shownTitle)"
        case .lapsed: "promised no longer: \(promise.shownTitle)"
        case .condition: nil
        case .broken(let state):
            "PROMISE BROKEN: \(promise.shownTitle)" + (state.map { ", in \(pathway.title(of: $0))" } ?? "")
        }
    }

    private func words(for result: InstrumentResult, _ instrument: Instrument) -> String {
        var parts: [String] = []
        for (score, value) in zip(instrument.scores, result.scores) {
            guard let value else {
                let missing = result.items.count { $0 == nil }
                if score.program != nil, missing > 0, missing < result.items.count {
                    parts.append("no \(score.name), answers are missing")
                }
                continue
            }
            parts.append("\(score.name) \(value.shown)" + (score.band(of: value).map { " (\($0.name))" } ?? ""))
        }
        if parts.isEmpty { parts = ["\(result.items.count { $0 != nil }) items answered"] }
        return "\(instrument.title): \(parts.joined(separator: ", "))"
    }

    private func words(for event: Event, _ payload: [Value?]) -> String? {
        guard event.kind == .declared else { return nil }
        let values = zip(event.payload, payload).compactMap { part, value in value.map { $0.listed(as: part.name) } }
        return values.isEmpty ? event.name : "\(event.name): \(values.joined(separator: ", "))"
    }

    private func words(for transition: Transition, _ index: TransitionIndex, _ reason: String?) -> String? {
        let because = transition.because.map { " because: \($0)" } ?? ""
        let reason = reason.map { " reason given: \($0)" } ?? ""
        if let id = transition.givenID { return "took \(id)\(because)\(reason)" }
        return because.isEmpty ? nil : "took \(pathway.name(of: index))\(because)"
    }

    private func words(for session: Session) -> String {
        let type = session.type.map { " a \($0) session" } ?? " a session"
        return switch session.status {
        case .attended: "attended\(type)"
        case .noShow: "missed\(type)"
        case .excused: "was excused from\(type)"
        }
    }

    private func due(_ opening: TaskOpening) -> String? { due(opening.due, opening.dueAt) }

    func due(_ due: CalendarDate?, _ dueAt: Timestamp?) -> String? {
        dueAt?.clockTime(in: pathway.calendar.zone) ?? due?.description
    }

    func title(_ task: TaskIndex) -> String { "\(pathway.tasks[task].name) (\(pathway.tasks[task].title))" }

    private func words(for report: DeliveryReport) -> String {
        let by = report.channel.map { " by \($0)" } ?? ""
        let why = report.code.map { " (\($0))" } ?? ""
        return "\(report.subject) to \(report.recipient) was \(report.outcome.rawValue)\(by)\(why)"
    }

    private static func words(for answer: Verdict.Answer) -> String {
        switch answer {
        case .met: "met"
        case .notMet: "not met"
        case .unknown: "unknown"
        }
    }

    func words(for effect: Effect) -> String {
        switch effect {
        case .message(let message, let recipient, _): "message \(pathway.messages[message].name) to \(recipient)"
        case .reminder(let task, let role): "reminder of \(pathway.tasks[task].name) to \(role)"
        case .escalation(let task, let role): "escalation of \(pathway.tasks[task].name) to \(role)"
        case .decisionReminder(let index, let role): "reminder of \(pathway.transitions[index].id) to \(role)"
        case .decisionEscalation(let index, let role): "escalation of \(pathway.transitions[index].id) to \(role)"
        case .page(let task, let recipient, let via):
            "page for \(pathway.tasks[task].name) to \(recipient) by \(via)"
        case .enroll(let pathway, _): "enrolled in \(pathway) as well"
        }
    }
}
