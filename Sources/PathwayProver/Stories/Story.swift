import CEL
import PathwayEngine
import PathwayModel

/// A case that the real engine has been given input after input, as a scenario tells it.
struct Story {
    /// What happens at one point of it.
    struct Step: Hashable {
        /// The date, where it is another than that of the step before.
        var at: CalendarDate
        /// Nil where time alone passes.
        var input: Input?
        var by: String?
        /// Who it is, where that counts: one of two who sign.
        var person: String?
        /// What the plugins' rules answer from here on.
        var rules: [String: Verdict.Answer]
    }

    private(set) var steps: [Step] = []
    private(set) var state: CaseState?
    private(set) var now: Timestamp
    /// What the last step did.
    private(set) var facts: [Fact] = []
    private(set) var refusal: Refusal?
    private(set) var rules: [String: Verdict.Answer] = [:]
    /// How the case stood before the last step.
    private var earlier: CaseState?
    /// Where the case was after each step, or came through in it.
    private(set) var visited: [PlaceSet<State>] = []

    /// Stories begin at noon on a Monday.
    init(_ pathway: Pathway) { now = pathway.calendar.zone.instant(on: Self.firstDay, secondOfDay: 43_200) }

    static let firstDay = CalendarDate(year: 2026, month: 1, day: 5) ?? CalendarDate(daysSinceEpoch: 0)

    /// Noon of fourteen days in a row: what counts business days comes out as on any of them.
    static func beginnings(in calendar: WorkCalendar) -> [Timestamp] {
        (0..<14).compactMap { day in
            firstDay.adding(days: day).map { calendar.zone.instant(on: $0, secondOfDay: 43_200) }
        }
    }

    /// Gives the case an input. A refused one is a part of the story.
    mutating func give(_ input: Input, by role: String? = nil, _ machine: Machine) {
        let isDecision = if case .decide = input { true } else { false }
        give(input.sayingOutcome(in: machine.pathway), by: role, as: isDecision ? "first" : nil, machine)
        // Two sign, where it takes two.
        if facts.contains(where: \.isSignature) { give(input, by: role, as: "second", machine) }
    }

    private mutating func give(_ input: Input, by role: String?, as person: String?, _ machine: Machine) {
        let actor = Actor(name: person, roles: role.map { [$0] })
        perform(Request(input, by: actor, at: now), machine)
        let signs = person == "second" || facts.contains(where: \.isSignature)
        steps.append(
            Step(at: today(machine), input: input, by: role, person: signs ? person : nil, rules: rules))
    }

    /// What rules answer from now on.
    mutating func answer(_ rule: String, _ answer: Verdict.Answer) { rules[rule] = answer }

    /// Lets days pass, and what they bring happen.
    mutating func wait(days: Int, _ machine: Machine) {
        guard let day = today(machine).adding(days: days) else { return }
        wait(until: machine.pathway.calendar.zone.instant(on: day, secondOfDay: 43_200), machine)
    }

    private mutating func wait(until target: Timestamp, _ machine: Machine) {
        facts = []
        refusal = nil
        var all: [Fact] = []
        for _ in 0..<10_000 {
            guard let state, let next = machine.nextWakeUp(of: state, after: now), next <= target else { break }
            now = next
            perform(Request(.wake, at: next), machine)
            all += facts
        }
        now = max(now, target)
        facts = all
        let step = Step(at: today(machine), input: nil, by: nil, person: nil, rules: rules)
        if let last = steps.last, last.input == nil { steps.removeLast() }
        steps.append(step)
    }

    private mutating func perform(_ request: Request, _ machine: Machine) {
        let outcome = machine.step(state, request) { answer(to: $0) }
        earlier = state
        facts = []
        refusal = nil
        switch outcome {
        case .stepped(let step):
            if !step.facts.isEmpty { state = step.state }
            visited.append(
                step.facts.reduce(into: step.state.configuration) { places, fact in
                    if case .stateEntered(let place, _, _) = fact { places.insert(place) }
                })
            facts = step.facts
        case .refused(let refusal): self.refusal = refusal
        case .needs, .needsPast: refusal = Refusal(Refusal.Code.ruleFailed, "a rule was asked without end")
        }
    }

    private func answer(to question: RuleQuestion) -> RuleAnswer {
        RuleAnswer(Verdict(rules[question.rule] ?? .unknown, reasons: ["the story says so"]), from: "the story")
    }

    /// Whether a condition holds of what the last input tells, whatever the case makes of it.
    ///
    /// - Parameter deaf: an engine of the same pathway in which nothing answers.
    func tells(_ condition: Condition, in place: StateIndex, on event: EventIndex, _ deaf: Machine) -> Bool {
        guard let last = steps.last, let input = last.input else { return false }
        var alone = self
        alone.state = earlier
        alone.give(input, by: last.by, deaf)
        guard alone.refusal == nil, let state = alone.state,
            let fact = alone.facts.first(where: { $0.brings(deaf.pathway.events[event].kind, event) })
        else { return false }
        return deaf.judge(
            condition, state, at: now, in: place, on: BroughtEvent(event, by: fact), asking: { answer(to: $0) }) == .yes
    }

    func today(_ machine: Machine) -> CalendarDate { machine.pathway.calendar.zone.date(of: now) }

    func hasBeen(in place: StateIndex) -> Bool { visited.contains { $0.contains(place) } }

    /// Where the case is.
    func places(_ pathway: Pathway) -> [StateIndex] { state?.leaves(in: pathway) ?? [] }
}

extension Input {
    /// The same with the first outcome of a task that asks for one, where none is said.
    fileprivate func sayingOutcome(in pathway: Pathway) -> Input {
        guard case .complete(let name, nil) = self,
            let outcome = pathway.tasks.first(where: { $0.name == name })?.outcomes.first
        else { return self }
        return .complete(task: name, outcome: outcome)
    }
}

extension Fact {
    fileprivate var isSignature: Bool { if case .decisionSigned = self { true } else { false } }

    /// Whether it brings an event.
    fileprivate func brings(_ kind: Event.Kind, _ event: EventIndex) -> Bool {
        switch (kind, self) {
        case (.declared, .occurred(let occurred, _, _)): occurred == event
        case (.recordedField(let field), .valueSet(let set, _?, _)): field == set
        case (.recordedInstrument(let instrument), .resultRecorded(let recorded, _)): instrument == recorded
        case (.session(let status), .sessionRecorded(let session)): status == session.status
        case (.consented(let kind), .consentRecorded(let given, _, _)): kind == nil || kind == given
        case (.declared, _), (.recordedField, _), (.recordedInstrument, _), (.session, _), (.consented, _),
            (.taskDone, _), (.taskOverdue, _), (.stateDone, _):
            false
        }
    }
}

extension Pathway {
    /// The same pathway in which nothing answers: no way is taken, no task is closed.
    var deaf: Pathway {
        var pathway = self
        let all = PlaceSet(events.indices.map { EventIndex($0) })
        pathway.reactions = []
        for place in states.indices {
            pathway.states[place].transitions = []
            pathway.states[place].tasks = []
            pathway.states[place].reactions = [ReactionIndex(place)]
            pathway.reactions.append(
                Reaction(
                    source: StateIndex(place), events: all, when: nil, actions: [], span: states[place].span))
        }
        for place in tasks.indices { pathway.tasks[place].closedBy = [] }
        return pathway
    }
}
