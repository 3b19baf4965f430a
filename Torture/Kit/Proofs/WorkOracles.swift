import CEL
import PathwayEngine
import PathwayModel

/// Tasks over many steps: whether they are ever closed, and whether it stays unknown that they are needed.
struct SeenWork {
    private let pathway: Pathway
    private var opened: [Int]
    private var closed: [Int]
    private var looks: [Look: Int] = [:]

    private struct Look: Hashable {
        var configuration: PlaceSet<State>
        var place: StateIndex
        var number: Int
    }

    init(_ pathway: Pathway) {
        self.pathway = pathway
        opened = pathway.tasks.map { _ in 0 }
        closed = opened
    }

    // MARK: Tasks can be closed

    mutating func note(_ step: WalkedStep) -> [String] {
        for fact in step.facts {
            if case .taskOpened(let opening) = fact, step.after?.tasks[opening.task.position].status == .open {
                opened[opening.task.position] += 1
            }
            if case .taskCompleted(let task, _) = fact { closed[task.position] += 1 }
            // By an action: where the case ends, that ends all that is open.
            if case .taskEnded(let task, leaving: nil) = fact, step.after?.status == .open {
                closed[task.position] += 1
            }
        }
        return []
    }

    /// Tasks that were opened many times and stood open after the step, and that nothing has ever closed.
    func neverClosed(_ pathway: Pathway) -> [String] {
        pathway.tasks.indices.filter { place in
            opened[place] >= Self.many && closed[place] == 0 && !pathway.isMade(TaskIndex(place))
        }.map { "'\(pathway.tasks[$0].name)' was opened \(opened[$0]) times, and nothing closed it" }
    }

    private static let many = 60

    // MARK: What stays unknown

    /// Conditions of tasks that are unknown since all that they read is old, and that stay so while time passes.
    mutating func unknownForGood(_ step: WalkedStep, _ judge: WalkedJudge, _ machine: Machine) -> [String] {
        guard let state = step.after, state.status == .open, !step.isTrouble else { return [] }
        var found: [String] = []
        for place in state.configuration {
            for (number, plan) in pathway.states[place].tasks.enumerated() {
                guard case .when(let condition, _) = plan.opening, state.tasks[plan.task.position].status != .open,
                    let sources = sources(of: condition), sources.allSatisfy({ isStale($0, state, step.now) }),
                    judge(condition, state, in: place) == .unknown
                else { continue }
                let look = Look(configuration: state.configuration, place: place, number: number)
                guard looks[look, default: 0] < Self.mostLooks else { continue }
                looks[look, default: 0] += 1
                guard !isAsked(sources, state, step.now, machine) else { continue }
                let task = pathway.tasks[plan.task].name
                found.append("whether '\(task)' is needed in \(pathway.states[place].path) stays unknown")
            }
        }
        return found
    }

    private static let mostLooks = 40
    /// In days.
    private static let longestWait: Int64 = 60

    /// What a condition reads, where all of it grows old; nil where it reads anything else.
    private func sources(of condition: Condition) -> Set<Event.Kind>? {
        let readings = pathway.readings(of: condition)
        let sources = readings.compactMap { reading -> Event.Kind? in
            switch reading {
            case .field(let field): pathway.fields[field].freshFor == nil ? nil : .recordedField(field)
            case .score(let place, _), .item(let place, _), .band(let place):
                pathway.instruments[place].freshFor == nil ? nil : .recordedInstrument(place)
            case .baseline, .previous, .change, .percentChange, .count, .results, .namedGuard, .attendance, .payload,
                .now, .today, .patientAge, .patientLanguage:
                nil
            }
        }
        guard !readings.isEmpty, sources.count == readings.count, pathway.readsNothingElse(condition) else {
            return nil
        }
        return Set(sources)
    }

    private func isStale(_ source: Event.Kind, _ state: CaseState, _ now: Timestamp) -> Bool {
        let recorded: Moment?
        let freshFor: Delay?
        switch source {
        case .recordedField(let field):
            (recorded, freshFor) = (state.fields[field.position].current?.moment, pathway.fields[field].freshFor)
        case .recordedInstrument(let place):
            (recorded, freshFor) = (
                state.newestScored(place)?.result.moment, pathway.instruments[place].freshFor
            )
        case .declared, .session, .taskDone, .taskOverdue, .consented, .stateDone: return false
        }
        guard let recorded, let freshFor, let end = pathway.calendar.add(dates: freshFor, to: recorded.date) else {
            return false
        }
        return pathway.calendar.zone.date(of: now) > end
    }

    /// Whether a task is open that asks for one of these, or time alone opens one, or moves the case.
    private func isAsked(
        _ sources: Set<Event.Kind>, _ state: CaseState, _ now: Timestamp, _ machine: Machine
    ) -> Bool {
        var (later, time) = (state, now)
        let end = Timestamp(seconds: now.seconds + Self.longestWait * 86_400)
        while true {
            if later.configuration != state.configuration { return true }
            let isOpen = pathway.tasks.indices.contains { place in
                later.tasks[place].status == .open
                    && pathway.tasks[place].closedBy.contains { closing in
                        closing.events.contains { sources.contains(pathway.events[$0].kind) }
                    }
            }
            if isOpen { return true }
            guard let next = machine.nextWakeUp(of: later, after: time), next <= end else { return false }
            time = next
            let outcome = machine.step(later, PathwayEngine.Request(.wake, at: next)) {
                RuleAnswer(.unknown("nobody is asked"), from: $0.rule)
            }
            guard case .stepped(let step) = outcome else { return true }
            if !step.facts.isEmpty { later = step.state }
        }
    }
}
