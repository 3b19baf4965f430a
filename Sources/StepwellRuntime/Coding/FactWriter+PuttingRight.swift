import CEL
package import PathwayModel

/// Facts about what is put right and taken back.
extension FactWriter {
    func jsonOfPuttingRight(_ fact: Fact) -> JSON {
        switch fact {
        case .actionsTakenBack(let entry, let fields):
            ["fact": word(.actionsTakenBack), "entry": JSON(entry), "fields": .array(fields.map { name($0) })]
        case .entryUndone(let entry, let later, let reason):
            [
                "fact": word(.entryUndone), "entry": JSON(entry), "later": .array(later.map { JSON($0) }),
                "reason": .string(reason),
            ]
        case .clockMended(let first, let reason):
            ["fact": word(.clockMended), "from": JSON(first), "reason": .string(reason)]
        case .restored(let format, let snapshot):
            ["fact": word(.restored), "format": JSON(format), "snapshot": .string(Base64.encode(snapshot))]
        case .toldAnew(let difference):
            [
                "fact": word(.toldAnew), "left": .array(difference.left.map { name($0) }),
                "entered": .array(difference.entered.map { name($0) }),
                "opened": .array(difference.opened.map { name($0) }),
                "ended": .array(difference.ended.map { name($0) }),
                "moved": .array(difference.moved.map { json($0) }),
                "start": JSON(difference.start), "steps": .array(difference.steps.map { json($0) }),
            ]
        case .judgedAgain(let entry): .compact(["fact": word(.judgedAgain), "entry": JSON(entry)])
        case .effectsTakenBack(let effects):
            ["fact": word(.effectsTakenBack), "effects": .array(effects.map { json($0) })]
        case .alarmsStay(let entry, let tasks):
            ["fact": word(.alarmsStay), "entry": JSON(entry), "tasks": .array(tasks.map { name($0) })]
        case .otherCase(let other): json(other)
        case .reviewRequested(let entry, let standing):
            [
                "fact": word(.reviewRequested), "entry": JSON(entry),
                "standing": .array(standing.map { json($0) }),
            ]
        case .valueSet, .valueAdded, .resultRecorded, .valueCorrected, .resultCorrected, .sessionRecorded,
            .sessionCorrected, .entryWithdrawn, .occurred, .consentRecorded, .enrolled, .transitionTaken,
            .decidedAgainst, .stateExited, .historyKept, .stateEntered, .taskOpened, .taskAskedAgain, .taskRescheduled,
            .taskCompleted, .taskEnded, .taskReopened, .taskOverdue, .taskReminded, .taskEscalated, .stateTaskCame,
            .stateTaskCondition, .decisionOwed, .decisionNotOwed, .decisionOverdue, .decisionReminded,
            .decisionEscalated, .decisionSigned, .signatureLapsed, .taskCameOut, .doneBy, .taskNotNeeded, .dutyTended,
            .stayExtended, .promise, .effect, .delivery, .verdictGiven,
            .incident, .closed,
            .ended:
            json(fact)
        }
    }

    private func json(_ step: ToldStep) -> JSON {
        switch step {
        case .asBefore(let entry): ["step": "as_before", "entry": JSON(entry)]
        case .otherwise(let entry, let came): json("otherwise", [JSON.Member("entry", JSON(entry))], came)
        case .time(let moment, let came): json("time", members(of: moment), came)
        }
    }

    private func json(_ word: JSON, _ members: [JSON.Member], _ came: ToldFacts) -> JSON {
        .object(
            [JSON.Member("step", word)] + members + [
                JSON.Member("facts", .array(came.facts.map { json($0) })),
                JSON.Member("effects", .array(came.effects.map { place in place.map { json($0) } ?? .null })),
            ])
    }

    /// Something that stands on an entry, as facts and answers list it.
    package func json(_ consequence: Consequence) -> JSON {
        switch consequence {
        case .state(let state): ["stands": "state", "state": name(state)]
        case .taskOpened(let task): ["stands": "task_opened", "task": name(task)]
        case .taskClosed(let task): ["stands": "task_closed", "task": name(task)]
        case .transition(let index, let entry):
            [
                "stands": "transition", "entry": JSON(entry), "state": name(pathway.transitions[index].source),
                "transition": .string(pathway.transitions[index].id),
            ]
        case .value(let field, let entry): ["stands": "value", "entry": JSON(entry), "field": name(field)]
        case .message(let effect, let place, let isSent):
            ["stands": "message", "of": json(place), "sent": .bool(isSent), "effect": json(effect)]
        case .withheld(let subject, let recipient, let place):
            [
                "stands": "withheld", "of": json(place), "subject": .string(subject),
                "recipient": .string(recipient),
            ]
        case .linkedCase(let pathway): ["stands": "linked_case", "pathway": .string(pathway)]
        case .idle(let entry, let what): ["stands": "idle", "entry": JSON(entry), "what": .string(what)]
        }
    }

    private func json(_ other: OtherCase) -> JSON {
        func of(_ what: JSON, _ id: String, _ pathway: String) -> JSON {
            ["fact": word(.otherCase), "what": what, "case": .string(id), "pathway": .string(pathway)]
        }
        return switch other {
        case .risk(let id, let pathway): of("risk", id, pathway)
        case .deathUndone(let id, let pathway): of("death_undone", id, pathway)
        case .takenBack(let places):
            ["fact": word(.otherCase), "what": "taken_back", "effects": .array(places.map { json($0) })]
        }
    }

    private func json(_ out: SaidEffect) -> JSON { ["of": json(out.place), "effect": json(out.effect)] }

    private func json(_ moved: MovedDue) -> JSON {
        .compact([
            "task": name(moved.task), "due": JSON(moved.due?.description), "due_at": JSON(moved.dueAt?.rfc3339()),
        ])
    }

    private func json(_ place: EffectPlace) -> JSON { ["entry": JSON(place.entry), "place": JSON(place.place)] }
}

extension UnmetCriterion {
    var json: JSON {
        .compact([
            "id": .string(id), "label": JSON(label), "waiting": waiting.isEmpty ? .null : JSON(waiting),
            "values": .object(values.map { JSON.Member($0.name, .string($0.text)) }),
        ])
    }
}
