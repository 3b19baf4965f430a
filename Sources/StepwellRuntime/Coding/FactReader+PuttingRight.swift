import CEL
import PathwayEngine
import PathwayModel

/// Facts about what is put right and taken back.
extension FactReader {
    func puttingRight(_ form: FactForm, _ kind: FactKind) throws(Unreadable) -> Fact {
        switch kind {
        case .actionsTakenBack:
            return .actionsTakenBack(entry: try form.int("entry"), try places("fields", in: fields, form))
        case .entryUndone:
            return .entryUndone(
                entry: try form.int("entry"), later: try form.ints("later"), reason: try form.text("reason"))
        case .clockMended: return .clockMended(from: try form.int("from"), reason: try form.text("reason"))
        case .toldAnew:
            var steps: [ToldStep] = []
            for step in try form.list("steps") { steps.append(try toldStep(step)) }
            return .toldAnew(
                ToldAnew(
                    left: try places("left", in: states, form), entered: try places("entered", in: states, form),
                    opened: try places("opened", in: tasks, form), ended: try places("ended", in: tasks, form),
                    moved: try moved(form),
                    start: try form.int("start"), steps: steps))
        case .restored: return try restored(form)
        case .judgedAgain: return .judgedAgain(entry: form["entry"] == nil ? nil : try form.int("entry"))
        case .effectsTakenBack:
            var effects: [SaidEffect] = []
            for out in try form.list("effects") {
                effects.append(SaidEffect(try effect(try out.form("effect")), try place(try out.form("of"))))
            }
            return .effectsTakenBack(effects)
        case .alarmsStay: return .alarmsStay(entry: try form.int("entry"), try places("tasks", in: tasks, form))
        case .otherCase: return .otherCase(try otherCase(form))
        case .reviewRequested:
            var standing: [Consequence] = []
            for element in try form.list("standing") { standing.append(try consequence(element)) }
            return .reviewRequested(entry: try form.int("entry"), standing)
        case .decidedAgainst:
            var unmet: [UnmetCriterion] = []
            for element in try form.list("unmet") { unmet.append(try self.unmet(element)) }
            return .decidedAgainst(try transition("transition", form), unmet)
        case .valueSet, .valueAdded, .resultRecorded, .valueCorrected, .resultCorrected, .sessionRecorded,
            .sessionCorrected, .entryWithdrawn, .occurred, .consentRecorded, .enrolled, .transitionTaken, .stateExited,
            .historyKept, .stateEntered, .taskOpened, .taskAskedAgain, .taskRescheduled, .taskCompleted, .taskEnded,
            .taskReopened, .taskOverdue, .taskReminded, .taskEscalated, .stateTaskCame, .stateTaskCondition,
            .decisionOwed, .decisionNotOwed, .decisionOverdue, .decisionReminded, .decisionEscalated, .decisionSigned,
            .signatureLapsed, .taskCameOut, .doneBy,
            .taskNotNeeded, .dutyHeld, .dutyReleased, .dutySnoozed, .dutyPaged, .dutyPageLate, .stayExtended,
            .promiseRuns, .promiseKept, .promiseLapsed, .promiseCondition, .promiseBroken, .effect,
            .delivery, .verdictGiven, .incident, .closed, .ended:
            throw form.unreadable
        }
    }

    private func places<Element>(
        _ key: String, in table: [String: Place<Element>], _ form: FactForm
    ) throws(Unreadable) -> [Place<Element>] {
        var places: [Place<Element>] = []
        for name in try form.texts(key) {
            guard let place = table[name] else { throw form.unreadable }
            places.append(place)
        }
        return places
    }

    private func moved(_ form: FactForm) throws(Unreadable) -> [MovedDue] {
        var moved: [MovedDue] = []
        for due in try form.list("moved") {
            moved.append(
                MovedDue(task: try place("task", in: tasks, due), due: due.date("due"), dueAt: due.instant("due_at")))
        }
        return moved
    }

    private func toldStep(_ form: FactForm) throws(Unreadable) -> ToldStep {
        switch try form.text("step") {
        case "as_before": return .asBefore(entry: try form.int("entry"))
        case "otherwise": return .otherwise(entry: try form.int("entry"), try toldFacts(form))
        case "time": return .time(try form.moment(), try toldFacts(form))
        default: throw form.unreadable
        }
    }

    private func toldFacts(_ form: FactForm) throws(Unreadable) -> ToldFacts {
        var facts: [Fact] = []
        for element in try form.list("facts") { facts.append(try fact(element)) }
        var effects: [EffectPlace?] = []
        for element in try form.list("effects") { effects.append(element.isNull ? nil : try place(element)) }
        return ToldFacts(facts, effects: effects)
    }

    private func restored(_ form: FactForm) throws(Unreadable) -> Fact {
        let format = try form.int("format")
        guard let bytes = Base64.decode(try form.text("snapshot")),
            CaseState(snapshot: bytes, format: format, of: machine) != nil
        else { throw Unreadable(detail: "the case as it was restored cannot be read") }
        return .restored(format: format, bytes)
    }

    private func otherCase(_ form: FactForm) throws(Unreadable) -> OtherCase {
        switch try form.text("what") {
        case "risk": return .risk(case: try form.text("case"), pathway: try form.text("pathway"))
        case "death_undone": return .deathUndone(case: try form.text("case"), pathway: try form.text("pathway"))
        case "taken_back":
            var places: [EffectPlace] = []
            for place in try form.list("effects") { places.append(try self.place(place)) }
            return .takenBack(places)
        default: throw form.unreadable
        }
    }

    private func place(_ form: FactForm) throws(Unreadable) -> EffectPlace {
        EffectPlace(entry: try form.int("entry"), place: try form.int("place"))
    }

    private func consequence(_ form: FactForm) throws(Unreadable) -> Consequence {
        switch try form.text("stands") {
        case "state": return .state(try place("state", in: states, form))
        case "task_opened": return .taskOpened(try place("task", in: tasks, form))
        case "task_closed": return .taskClosed(try place("task", in: tasks, form))
        case "transition": return .transition(try transition("transition", form), entry: try form.int("entry"))
        case "value": return .value(try place("field", in: fields, form), entry: try form.int("entry"))
        case "message":
            return .message(
                try effect(try form.form("effect")), try place(try form.form("of")), isSent: try form.bool("sent"))
        case "withheld":
            return .withheld(
                subject: try form.text("subject"), recipient: try form.text("recipient"),
                try place(try form.form("of")))
        case "linked_case": return .linkedCase(pathway: try form.text("pathway"))
        case "idle": return .idle(entry: try form.int("entry"), what: try form.text("what"))
        default: throw form.unreadable
        }
    }

    private func unmet(_ form: FactForm) throws(Unreadable) -> UnmetCriterion {
        UnmetCriterion(
            id: try form.text("id"), label: form.optionalText("label"),
            waiting: form["waiting"] == nil ? [] : try form.texts("waiting"),
            values: form.namedTexts("values"))
    }
}
