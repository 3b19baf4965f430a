import CEL
package import PathwayModel

/// Facts as the journal keeps them: JSON with the pathway's names, which stays readable without its tables. A key or a
/// word never changes its meaning; a new kind of fact gets new ones.
package struct FactWriter {
    let pathway: Pathway

    package init(_ pathway: Pathway) { self.pathway = pathway }

    package func write(_ facts: [Fact]) -> [UInt8] { JSON.array(facts.map { json($0) }).bytes }

    package func json(_ fact: Fact) -> JSON {
        switch fact {
        // About the record.
        case .enrolled(let birthDate, let language):
            return .compact([
                "fact": word(.enrolled), "birth_date": JSON(birthDate?.description), "language": JSON(language),
            ])
        case .valueSet(let field, let value, let moment):
            return dated(.valueSet, moment, [("field", name(field)), ("value", value?.json ?? .null)])
        case .valueAdded(let field, let amount, let moment):
            return dated(.valueAdded, moment, [("field", name(field)), ("amount", amount.json)])
        case .resultRecorded(let instrument, let result): return json(result, of: pathway.instruments[instrument])
        case .valueCorrected(let field, let entry, let value, let reason):
            return [
                "fact": word(.valueCorrected), "field": name(field), "entry": .int(Int64(entry)), "value": value.json,
                "reason": .string(reason),
            ]
        case .resultCorrected(let instrument, let entry, let result, let reason):
            let correction: [(String, JSON)] = [("entry", .int(Int64(entry))), ("reason", .string(reason))]
            return json(result, of: pathway.instruments[instrument], as: .resultCorrected, correction)
        case .entryWithdrawn(let entry, let reason):
            return ["fact": word(.entryWithdrawn), "entry": .int(Int64(entry)), "reason": .string(reason)]
        case .sessionRecorded(let session): return json(session, as: .sessionRecorded)
        case .sessionCorrected(let entry, let session, let reason):
            return json(
                session, as: .sessionCorrected, [("entry", .int(Int64(entry))), ("reason", .string(reason))])
        case .occurred(let event, let payload, let moment): return json(event, payload, moment)
        case .doneBy(let doer):
            return .compact([
                "fact": word(.doneBy), "by": .string(doer.name), "roles": doer.roles.map { JSON($0) } ?? .null,
            ])
        case .consentRecorded(let kind, let granted, let moment):
            return dated(.consentRecorded, moment, [("kind", .string(kind)), ("granted", .bool(granted))])
        case .actionsTakenBack, .entryUndone, .clockMended, .restored, .toldAnew, .judgedAgain, .effectsTakenBack,
            .otherCase, .alarmsStay, .reviewRequested:
            return jsonOfPuttingRight(fact)
        // About the course.
        case .decidedAgainst(let index, let unmet):
            return [
                "fact": word(.decidedAgainst), "state": name(pathway.transitions[index].source),
                "transition": .string(pathway.transitions[index].id), "unmet": .array(unmet.map(\.json)),
            ]
        case .transitionTaken(let index, let reason): return json(index, reason)
        case .stateExited(let state, let moment): return dated(.stateExited, moment, [("state", name(state))])
        case .historyKept(let state, let kept):
            return ["fact": word(.historyKept), "state": name(state), "states": .array(kept.map { name($0) })]
        case .stateEntered(let state, let continued, let moment):
            let going: [(String, JSON)] = continued ? [("continued", .bool(true))] : []
            return dated(.stateEntered, moment, [("state", name(state))] + going)
        // About tasks.
        case .taskOpened(let opening): return json(opening, as: .taskOpened)
        case .taskRescheduled(let opening): return json(opening, as: .taskRescheduled)
        case .taskAskedAgain(let task, let moment): return dated(.taskAskedAgain, moment, [("task", name(task))])
        case .taskCompleted(let task, let moment): return dated(.taskCompleted, moment, [("task", name(task))])
        case .taskCameOut(let task, let outcome):
            return ["fact": word(.taskCameOut), "task": name(task), "outcome": .string(outcome)]
        case .taskEnded(let task, let leaving):
            return .compact([
                "fact": word(.taskEnded), "task": name(task), "leaving": leaving.map { name($0) } ?? .null,
            ])
        case .taskReopened(let task): return ["fact": word(.taskReopened), "task": name(task)]
        case .taskNotNeeded(let task, let reason):
            return ["fact": word(.taskNotNeeded), "task": name(task), "reason": .string(reason)]
        case .taskOverdue(let task): return ["fact": word(.taskOverdue), "task": name(task)]
        case .taskReminded(let task, let times):
            return ["fact": word(.taskReminded), "task": name(task), "times": .int(Int64(times))]
        case .taskEscalated(let task, let times):
            return ["fact": word(.taskEscalated), "task": name(task), "times": .int(Int64(times))]
        case .stateTaskCame(let state, let task, let times):
            return [
                "fact": word(.stateTaskCame), "state": name(state), "number": .int(Int64(task)),
                "times": .int(Int64(times)),
            ]
        case .stateTaskCondition(let state, let task, let holds):
            return [
                "fact": word(.stateTaskCondition), "state": name(state), "number": .int(Int64(task)),
                "holds": .bool(holds),
            ]
        // About decisions.
        case .decisionOwed(let owed): return json(owed)
        case .decisionNotOwed(let index): return decision(.decisionNotOwed, index)
        case .decisionOverdue(let index): return decision(.decisionOverdue, index)
        case .decisionReminded(let index, let times): return decision(.decisionReminded, index, times)
        case .decisionEscalated(let index, let times): return decision(.decisionEscalated, index, times)
        case .decisionSigned(let index, let signature): return json(signature, of: index)
        case .signatureLapsed(let index): return decision(.signatureLapsed, index)
        case .stayExtended(let state, let until, let reason):
            return [
                "fact": word(.stayExtended), "state": name(state), "until": .string(until.description),
                "reason": .string(reason),
            ]
        case .dutyTended(let subject, let change): return json(subject, change)
        case .promise(let promise, let change): return json(promise, change)
        case .effect(let effect): return json(effect)
        case .delivery(let report): return report.json("fact")
        case .verdictGiven(let use, let verdict, let question, let plugin):
            return json(verdict, on: use, question, plugin)
        case .incident(let code, let detail):
            return ["fact": word(.incident), "code": .string(code), "detail": .string(detail)]
        case .closed(let outcome): return ["fact": word(.closed), "outcome": .string(outcome)]
        case .ended: return ["fact": word(.ended)]
        }
    }

    // MARK: Names

    func word(_ kind: FactKind) -> JSON { .string(kind.rawValue) }

    func name(_ field: FieldIndex) -> JSON { .string(pathway.fields[field].name) }
    func name(_ state: StateIndex) -> JSON { .string(pathway.states[state].path) }
    func name(_ task: TaskIndex) -> JSON { .string(pathway.tasks[task].name) }

    /// - Parameter moment: nil for the step's own, which is not written again.
    private func dated(_ kind: FactKind, _ moment: Moment?, _ members: [(String, JSON)]) -> JSON {
        var object = [JSON.Member("fact", word(kind))]
        object.reserveCapacity(members.count + 4)
        for (name, value) in members { object.append(JSON.Member(name, value)) }
        if let moment { object += self.members(of: moment) }
        return .object(object)
    }

    func members(of moment: Moment) -> [JSON.Member] {
        let members = [
            JSON.Member("at", .string(moment.at.rfc3339())), JSON.Member("date", .string(moment.date.description)),
        ]
        return moment.isDateOnly ? members + [JSON.Member("date_only", .bool(true))] : members
    }

    // MARK: Kinds

    private func json(
        _ result: InstrumentResult, of instrument: Instrument, as kind: FactKind = .resultRecorded,
        _ more: [(String, JSON)] = []
    ) -> JSON {
        func known(_ names: [String], _ values: [Value?]) -> JSON {
            .object(zip(names, values).compactMap { name, value in value.map { JSON.Member(name, $0.json) } })
        }
        return dated(
            kind, result.moment,
            more + [
                ("instrument", .string(instrument.name)),
                ("items", known(instrument.items.map(\.name), result.items)),
                ("scores", known(instrument.scores.map(\.name), result.scores)),
            ])
    }

    private func json(_ session: Session, as kind: FactKind, _ more: [(String, JSON)] = []) -> JSON {
        let type = session.type.map { [("type", JSON.string($0))] } ?? []
        return dated(kind, session.moment, more + [("status", .string(session.status.rawValue))] + type)
    }

    private func json(_ event: EventIndex, _ payload: [Value?], _ moment: Moment) -> JSON {
        let event = pathway.events[event]
        let with = zip(event.payload, payload).compactMap { part, value in
            value.map { JSON.Member(part.name, $0.json) }
        }
        return dated(.occurred, moment, [("event", .string(event.name)), ("with", .object(with))])
    }

    private func json(_ index: TransitionIndex, _ reason: String?) -> JSON {
        let transition = pathway.transitions[index]
        return .compact([
            "fact": word(.transitionTaken), "state": name(transition.source), "transition": .string(transition.id),
            "reason": JSON(reason),
        ])
    }

    private func decision(_ kind: FactKind, _ index: TransitionIndex, _ times: Int? = nil) -> JSON {
        .compact([
            "fact": word(kind), "state": name(pathway.transitions[index].source),
            "decision": .string(pathway.transitions[index].id), "times": times.map { .int(Int64($0)) } ?? .null,
        ])
    }

    private func json(_ signature: DecisionSignature, of index: TransitionIndex) -> JSON {
        .compact([
            "fact": word(.decisionSigned), "state": name(pathway.transitions[index].source),
            "decision": .string(pathway.transitions[index].id), "by": .string(signature.by),
            "speaker": JSON(signature.speaker), "met": .bool(signature.isMet), "reason": JSON(signature.reason),
        ])
    }

    private func json(_ owed: OwedDecision) -> JSON {
        .compact([
            "fact": word(.decisionOwed), "state": name(pathway.transitions[owed.transition].source),
            "decision": .string(pathway.transitions[owed.transition].id), "due": JSON(owed.due?.description),
            "overdue_at": JSON(owed.overdueAt?.rfc3339()),
            "reminders": owed.reminders.isEmpty ? .null : JSON(owed.reminders.map { $0.rfc3339() }),
            "escalations": owed.escalations.isEmpty ? .null : JSON(owed.escalations.map { $0.rfc3339() }),
        ])
    }

    private func json(_ opening: TaskOpening, as kind: FactKind) -> JSON {
        .compact([
            "fact": word(kind), "task": name(opening.task), "due": JSON(opening.due?.description),
            "due_at": JSON(opening.dueAt?.rfc3339()), "overdue_at": JSON(opening.overdueAt?.rfc3339()),
            "reminders": opening.reminders.isEmpty ? .null : JSON(opening.reminders.map { $0.rfc3339() }),
            "escalations": opening.escalations.isEmpty ? .null : JSON(opening.escalations.map { $0.rfc3339() }),
            "until": opening.until.map { name($0) } ?? .null,
            "opened": opening.opened.map { .object(members(of: $0)) } ?? .null,
            "follows": opening.follows.map { json($0) } ?? .null, "role": JSON(opening.role),
            "because": opening.cause.map { json($0) } ?? .null,
        ])
    }

    private func json(_ promise: PromiseIndex, _ change: PromiseChange) -> JSON {
        let id = JSON.string(pathway.promises[promise].id)
        return switch change {
        case .runs(let running):
            [
                "fact": word(.promiseRuns), "promise": id, "due": .string(running.due.description),
                "broken_at": .string(running.brokenAt.rfc3339()),
            ]
        case .kept: ["fact": word(.promiseKept), "promise": id]
        case .lapsed: ["fact": word(.promiseLapsed), "promise": id]
        case .condition(let holds): ["fact": word(.promiseCondition), "promise": id, "holds": .bool(holds)]
        case .broken(let state):
            .compact(["fact": word(.promiseBroken), "promise": id, "state": state.map { name($0) } ?? .null])
        }
    }

    private func json(_ origin: DueOrigin) -> JSON {
        switch origin {
        case .task: ["written": "task"]
        case .stateTask(let state, let number):
            ["written": "state", "state": name(state), "number": .int(Int64(number))]
        case .action(let number): ["written": "action", "number": .int(Int64(number))]
        }
    }

    private func json(_ verdict: Verdict, on use: RuleUseIndex, _ question: UInt64, _ plugin: String) -> JSON {
        .compact([
            "fact": word(.verdictGiven), "use": .int(Int64(use.position)),
            "rule": .string(pathway.ruleUses[use].rule), "answer": .string(verdict.answer.rawValue),
            "reasons": JSON(verdict.reasons), "evidence": JSON(verdict.evidence),
            "until": JSON(verdict.until?.rfc3339()), "question": .string(String(question, radix: 16)),
            "plugin": .string(plugin), "would_meet": verdict.wouldMeet.isEmpty ? .null : JSON(verdict.wouldMeet),
        ])
    }
}

extension DeliveryReport {
    /// The report as a fact or as an input.
    func json(_ kind: String) -> JSON {
        .compact([
            "\(kind)": "delivery", "sequence": JSON(sequence), "place": JSON(place), "subject": .string(subject),
            "recipient": .string(recipient), "outcome": .string(outcome.rawValue), "channel": JSON(channel),
            "code": JSON(code), "attempts": JSON(attempts),
        ])
    }
}

extension Value {
    /// The value as `--json` and the journal write it; dates and instants are texts.
    package var json: JSON {
        switch self {
        case .bool(let value): .bool(value)
        case .int(let value): .int(value)
        case .double(let value): .double(value)
        case .string, .date, .timestamp: .string(shown)
        case .list(let values): .array(values.map(\.json))
        case .null: .null
        case .uint(let value): Int64(exactly: value).map { .int($0) } ?? .string(shown)
        case .duration, .period, .bytes, .map, .object, .type, .optional: .string(shown)
        }
    }
}
