import CEL
import PathwayEngine
import PathwayModel
import StepwellRuntime

/// What an instant of a forecast brings, one item for each thing that people hear or see of.
struct ForecastItems {
    private let brought: Forecast.Brought
    private let seen: SeenCase
    private let dates: DateSentences

    init(_ brought: Forecast.Brought, _ seen: SeenCase) {
        self.brought = brought
        self.seen = seen
        dates = DateSentences(seen.pathway, brought.before)
    }

    private var pathway: Pathway { seen.pathway }

    var items: [UpcomingView] {
        brought.facts.compactMap { item($0) }
            + brought.waiting.map { wait in
                var view = transition(.waiting, wait.transition)
                view.restsOn = wait.reasons
                return view
            }
    }

    /// Nil for what only the engine cares about, and for what belongs to something else that is told.
    private func item(_ fact: Fact) -> UpcomingView? {
        switch fact {
        case .transitionTaken(let index, _): return transition(.transition, index)
        case .taskOpened(let opening):
            var view = task(.taskOpens, opening.task, dates.how(opening: opening.task))
            view.due = FactSentences(pathway).due(opening.due, opening.dueAt)
            return view
        case .taskOverdue(let index): return task(.taskOverdue, index, dates.how(overdue: index))
        case .decisionOwed(let owed):
            var view = decision(.decisionOwed, owed.transition, dates.how(transition: owed.transition))
            view.due = owed.due?.description
            return view
        case .decisionOverdue(let index):
            return decision(.decisionOverdue, index, dates.how(decision: index, "the day after it is due"))
        case .effect(let effect): return item(effect)
        case .incident(let code, _): return view(.incident, what: code)
        case .promise(let index, .broken):
            var view = view(.promiseBroken, what: pathway.promises[index].id)
            view.title = pathway.promises[index].shownTitle
            return view
        case .closed(let outcome): return view(.closed, what: outcome)
        case .ended: return view(.closed, what: nil)
        case .enrolled, .valueSet, .valueAdded, .resultRecorded, .valueCorrected, .resultCorrected, .entryWithdrawn,
            .actionsTakenBack, .entryUndone, .clockMended, .restored, .toldAnew, .judgedAgain, .effectsTakenBack,
            .otherCase, .alarmsStay, .reviewRequested, .sessionRecorded, .sessionCorrected, .occurred,
            .consentRecorded, .decidedAgainst, .stateExited, .historyKept, .stateEntered, .taskAskedAgain,
            .taskRescheduled, .taskCompleted, .taskEnded, .taskReopened, .taskReminded, .taskEscalated, .stateTaskCame,
            .stateTaskCondition, .decisionNotOwed, .decisionReminded, .decisionEscalated, .decisionSigned,
            .signatureLapsed, .taskCameOut, .doneBy, .taskNotNeeded, .dutyTended,
            .stayExtended,
            .promise(_, .runs), .promise(_, .kept), .promise(_, .lapsed), .promise(_, .condition), .delivery,
            .verdictGiven:
            return nil
        }
    }

    private func item(_ effect: Effect) -> UpcomingView {
        var (item, to): (UpcomingView, String?)
        switch effect {
        case .message(let message, let recipient, _):
            (item, to) = (view(.message, what: pathway.messages[message].name), recipient)
        case .reminder(let index, let role): (item, to) = (task(.reminder, index, dates.how(reminder: index)), role)
        case .escalation(let index, let role):
            (item, to) = (task(.escalation, index, dates.how(escalation: index)), role)
        case .decisionReminder(let index, let role):
            (item, to) = (decision(.decisionReminder, index, dates.how(decision: index, "before it is due")), role)
        case .decisionEscalation(let index, let role):
            let how = dates.how(decision: index, "so long after it was due")
            (item, to) = (decision(.decisionEscalation, index, how), role)
        case .page(let index, let recipient, _):
            (item, to) = (view(.message, what: pathway.tasks[index].name), recipient)
        case .enroll(let pathway, _): (item, to) = (view(.enrollment, what: pathway), nil)
        }
        item.recipient = to
        return item
    }

    // MARK: Kinds

    private func view(_ kind: UpcomingView.Kind, what: String?) -> UpcomingView {
        UpcomingView(at: seen.local(brought.at), kind: kind, what: what)
    }

    private func transition(_ kind: UpcomingView.Kind, _ index: TransitionIndex) -> UpcomingView {
        let transition = pathway.transitions[index]
        var item = view(kind, what: pathway.name(of: index))
        item.title = transition.because ?? transition.givenID
        item.targets = transition.targets.map { seen.name($0) }
        item.how = dates.how(transition: index)
        item.restsOn = rules(of: transition)
        return item
    }

    private func task(_ kind: UpcomingView.Kind, _ index: TaskIndex, _ how: String?) -> UpcomingView {
        var item = view(kind, what: pathway.tasks[index].name)
        item.title = pathway.tasks[index].title
        item.how = how
        return item
    }

    private func decision(_ kind: UpcomingView.Kind, _ index: TransitionIndex, _ how: String?) -> UpcomingView {
        var item = view(kind, what: pathway.transitions[index].id)
        item.title = pathway.title(ofDecision: index)
        item.how = how
        item.restsOn = rules(of: pathway.transitions[index])
        return item
    }

    /// The rules of whose answers it depends.
    private func rules(of transition: Transition) -> [String] {
        let criteria = (transition.when?.criteria ?? []) + transition.checks.map(\.criterion)
        return criteria.compactMap { criterion in
            if case .rule(let use) = criterion.body { "rule \(pathway.ruleUses[use].rule)" } else { nil }
        }.uniqued
    }
}
