import CEL
import PathwayEngine
package import PathwayModel
import StepwellRuntime

/// Something that time brings to a case while nobody acts.
package struct UpcomingView: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable {
        case transition
        case closed
        case taskOpens = "task_opens"
        case taskOverdue = "task_overdue"
        case reminder
        case escalation
        case decisionOwed = "decision_owed"
        case decisionOverdue = "decision_overdue"
        case decisionReminder = "decision_reminder"
        case decisionEscalation = "decision_escalation"
        case message
        case enrollment
        case incident
        case promiseBroken = "promise_broken"
        /// From this day on the case stands still.
        case standsStill = "stands_still"
        /// An automatic transition whose condition nobody knows then.
        case waiting
    }

    package var at: LocalTime
    package var kind: Kind
    /// The transition's, the task's or the message's name; of an enrollment the pathway, of an end the outcome.
    package var what: String?
    /// The task's title, or why the transition is taken, where the pathway says so.
    package var title: String?
    /// Where a transition leads.
    package var targets: [StateName] = []
    /// Whom a message or an escalation goes to.
    package var recipient: String?
    /// When a task or a decision is due.
    package var due: String?
    /// How the date was computed.
    package var how: String?
    /// What it rests on that may be otherwise then: rules, and what is not known.
    package var restsOn: [String] = []

    package var json: JSON {
        .compact([
            "at": .string(at.text), "date": .string(at.date.description), "kind": .string(kind.rawValue),
            "what": JSON(what), "to": targets.isEmpty ? .null : JSON(targets.map(\.path)),
            "recipient": JSON(recipient), "due": JSON(due), "how": JSON(how),
            "rests_on": restsOn.isEmpty ? .null : JSON(restsOn),
        ])
    }
}

extension UpcomingView {
    /// That a case stands still from the day after a stay was to end; nil where time leads out of the state before.
    fileprivate init?(standingStill stay: StandingStay, _ seen: SeenCase, _ forecast: Forecast) {
        let zone = seen.pathway.calendar.zone
        guard let day = stay.until.adding(days: 1) else { return nil }
        let at = zone.instant(on: day)
        let isLeft = forecast.brought.contains { brought in
            brought.at <= at
                && brought.facts.contains { fact in
                    if case .stateExited(stay.state, _) = fact { true } else { false }
                }
        }
        guard at > seen.now, at <= forecast.until, !isLeft else { return nil }
        self.init(at: seen.local(at), kind: .standsStill, what: seen.pathway.states[stay.state].path)
        title = seen.name(stay.state).label
        recipient = stay.owner
        how = "a stay is usually \(stay.expected.text), from \(stay.since.date)"
    }
}

/// What happens to a case if nobody acts, as far as it was looked at.
package struct ForecastView: Hashable, Sendable {
    /// The next first.
    package var items: [UpcomingView]
    package var until: LocalTime
    /// Whether it ends there because so much comes, and not because of the time.
    package var isCut: Bool

    init(_ foreseen: ForeseenCase) {
        let (seen, forecast) = (foreseen.seen, foreseen.forecast)
        let standing = seen.stepped.definition.machine.standingStays(of: seen.state).compactMap { stay in
            UpcomingView(standingStill: stay, seen, forecast)
        }
        items = (forecast.brought.flatMap { ForecastItems($0, seen).items } + standing).sorted { one, other in
            one.at.instant < other.at.instant
        }
        until = seen.local(forecast.until)
        isCut = forecast.isCut
    }

    package var json: JSON {
        ["until": .string(until.text), "days": JSON(Forecast.days), "most": JSON(Forecast.most), "more": .bool(isCut)]
    }
}
