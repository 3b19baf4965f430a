import CEL
import PathwayEngine
import PathwayModel

/// What is about somebody's safety: it is heard wherever the case is, and no close leaves it behind unseen.
extension Proving {
    /// Something that says that somebody is in danger.
    struct Signal: Hashable {
        var event: EventIndex
        /// What makes it one: that of a transition or of a reaction.
        var isTransition: Bool
        var place: Int
    }

    func proveRisk() {
        var told: Set<String> = []
        let open = OpenPlan(pathway, tasks: answeringTasks)
        for signal in signals {
            for node in nodes {
                guard hasTime else { return add(unseen: .risk, because: Arithmetic.Decision.outOfTime.reason) }
                let state = course.nodes[node].state
                guard !state.configuration.contains(where: { pathway.states[$0].endsSafety }) else { continue }
                guard let ignored = unanswered(signal, in: state, open) else { continue }
                let event = pathway.events[signal.event].name
                let subject = "\(event) in \(names(of: state))"
                guard told.insert(subject).inserted else { continue }
                add(finding(signal, node, ignored, open, subject))
            }
        }
        conclude(.risk, "What is about somebody's safety is heard wherever the case is")
    }

    /// What is recorded and opens a task about safety, and what a way that is marked as one of safety waits for. A way from
    /// state to state that opens such a task is somebody's act, and says itself where it is to be taken.
    var signals: [Signal] {
        var signals: [Signal] = []
        func add(_ events: PlaceSet<Event>, _ isTransition: Bool, _ place: Int) {
            for event in events {
                switch pathway.events[event].kind {
                case .declared, .recordedField, .recordedInstrument, .session, .consented:
                    signals.append(Signal(event: event, isTransition: isTransition, place: place))
                case .taskDone, .taskOverdue, .stateDone: break
                }
            }
        }
        for (place, transition) in pathway.transitions.enumerated() {
            guard let events = transition.events,
                transition.isSafety || transition.targets.isEmpty && opensSafety(transition.actions)
                    || interrupts(transition, on: events)
            else { continue }
            add(events, true, place)
        }
        for (place, reaction) in pathway.reactions.enumerated() where opensSafety(reaction.actions) {
            add(reaction.events, false, place)
        }
        return signals
    }

    /// Whether it takes a case out of whatever it is doing for what an instrument says: the author means it to come first.
    func interrupts(_ transition: Transition, on events: PlaceSet<Event>) -> Bool {
        !transition.targets.isEmpty && transition.when != nil && !pathway.states[transition.source].isAtomic
            && events.allSatisfy { event in
                if case .recordedInstrument = pathway.events[event].kind { true } else { false }
            }
    }

    func opensSafety(_ actions: [Action]) -> Bool {
        actions.contains { action in
            if case .openTask(let task, _) = action { pathway.tasks[task].isSafety } else { false }
        }
    }

    private func condition(of signal: Signal) -> (Condition?, StateIndex) {
        if signal.isTransition {
            let transition = pathway.transitions[signal.place]
            return (transition.when, transition.source)
        }
        let reaction = pathway.reactions[signal.place]
        let source = pathway.states.indices.first { pathway.states[$0].reactions.contains(ReactionIndex(signal.place)) }
        return (reaction.when, source.map { StateIndex($0) } ?? Pathway.root)
    }

    /// What was supposed in a step in which a signal comes and nobody answers; nil where somebody always does.
    private func unanswered(_ signal: Signal, in state: CaseState, _ open: OpenPlan) -> Space.SupposedStep? {
        let (condition, place) = condition(of: signal)
        // What is not marked as one of safety counts where its state is active, and need not be heard elsewhere.
        let isMarked = !signal.isTransition || pathway.transitions[signal.place].isSafety
        guard isMarked || isHeard(place, state) else { return nil }
        let claim = open.claim(of: condition, in: place, state, on: signal.event)
        let constraint = Solver.Constraint(claim: claim, holds: true)
        guard open.solver.allowsAll([constraint]) else { return nil }
        let move = self.move(of: signal.event)
        let fortune = Fortune(
            open.table, open.solver, touching: course.plan.touched(by: move),
            assuming: claim.settled == nil ? [constraint] : [])
        let request = Request(course.plan.input(of: move), at: course.plan.instant(of: move, state))
        // Who sends an event that no way of safety waits for, and is refused, has been told.
        let isTold = pathway.events[signal.event].kind == .declared && !signal.isTransition
        let adopted = open.machine.adopting(state)
        var ways = 0
        repeat {
            let outcome = open.machine.step(adopted, request, limits: Space.limits, told: fortune)
            if !isAnswered(outcome, of: signal, from: state, isTold: isTold) {
                return Space.SupposedStep(move: move, supposed: fortune.constraints)
            }
            ways += 1
            guard ways < Space.mostWays else {
                add(
                    Finding(
                        .risk, "\(pathway.events[signal.event].name) in \(names(of: state))",
                        .notDecided("one step can come out in more than \(Space.mostWays) ways"),
                        "Not every way was looked at"))
                return nil
            }
        } while fortune.advance()
        return nil
    }

    /// Whether somebody sees to it: a way that is marked as one of safety is taken, or a task about safety is open; of a
    /// closed case any task that is opened for it. Who sends an event and is refused has been told.
    private func isAnswered(
        _ outcome: StepOutcome, of signal: Signal, from state: CaseState, isTold: Bool
    ) -> Bool {
        switch outcome {
        case .stepped(let step):
            if step.taken.contains(where: { isAnswer($0, to: signal) }) { return true }
            if hasOpenSafetyTask(step.state) { return true }
            guard state.status != .open else { return false }
            return step.facts.contains { fact in
                switch fact {
                case .taskOpened(let opening): !isMade(opening.task.position)
                case .taskAskedAgain: true
                default: false
                }
            }
        case .refused(let refusal): return isTold || refusal.code == Refusal.Code.stepLimit
        case .needs, .needsPast: return true
        }
    }

    private func isAnswer(_ index: TransitionIndex, to signal: Signal) -> Bool {
        pathway.transitions[index].isSafety || signal.isTransition && index.position == signal.place
    }

    func hasOpenSafetyTask(_ state: CaseState) -> Bool {
        pathway.tasks.indices.contains {
            isSafety(TaskIndex($0)) && state.tasks[$0].status == .open
        }
    }

    /// Tasks that may answer a signal: those about safety, and those that something opens which happens.
    private var answeringTasks: PlaceSet<TaskDefinition> {
        var tasks = PlaceSet(pathway.tasks.indices.filter { pathway.tasks[$0].isSafety }.map { TaskIndex($0) })
        for action in pathway.actions { if case .openTask(let task, _) = action { tasks.insert(task) } }
        return tasks
    }

    private func finding(
        _ signal: Signal, _ node: Int, _ step: Space.SupposedStep, _ open: OpenPlan, _ subject: String
    ) -> Finding {
        let event = pathway.events[signal.event].name
        let state = course.nodes[node].state
        let span =
            signal.isTransition
            ? pathway.transitions[signal.place].span : pathway.reactions[signal.place].span
        var finding = Finding(
            .risk, subject, .violated,
            "In \(names(of: state)), '\(event)' says that somebody is in danger, and nobody hears it",
            at: span)
        let values = open.solver.solution(of: step.supposed) ?? [:]
        guard let story = stories.story(to: node) else {
            finding.verdict = .notDecided("no story was found that comes to \(names(of: state))")
            return finding
        }
        guard
            let told = stories.story(
                story, doing: step.move, where: values, of: open.table,
                until: { self.isUnheard($0, before: story, signal) })
        else {
            finding.verdict = .notDecided("no story was found in which it is not heard")
            return finding
        }
        finding.tell(told, pathway, safetyExpectation(told, signal))
        return finding
    }

    private func isUnheard(_ story: Story, before: Story, _ signal: Signal) -> Bool {
        guard let state = story.state, let earlier = before.state else { return false }
        let (condition, place) = condition(of: signal)
        guard condition.map({ story.tells($0, in: place, on: signal.event, deaf) }) ?? true else { return false }
        if story.refusal != nil { return true }
        let isTaken = story.facts.contains { fact in
            if case .transitionTaken(let index, _) = fact { isAnswer(index, to: signal) } else { false }
        }
        if isTaken || hasOpenSafetyTask(state) { return false }
        guard earlier.status != .open else { return true }
        return !story.facts.contains { fact in
            if case .taskOpened(let opening) = fact { !isMade(opening.task.position) } else { false }
        }
    }

    private func safetyExpectation(_ story: Story, _ signal: Signal) -> String {
        if story.refusal != nil { return "{accepted: true}" }
        if signal.isTransition {
            return expectation(of: TransitionIndex(signal.place))
        }
        let task = pathway.tasks.indices.first { pathway.tasks[$0].isSafety && !isMade($0) }
        return "{tasks: {\(task.map { pathway.tasks[$0].name } ?? "safety"): null}}"
    }

    // MARK: Closing

    func proveSafetyClose() {
        let safety = pathway.tasks.indices.filter { pathway.tasks[$0].isSafety && !isMade($0) }.map { TaskIndex($0) }
        var owed: Set<String> = []
        var candidates = PlaceSet<Transition>()
        for index in pathway.transitions.indices.map({ TransitionIndex($0) }) {
            guard !safety.isEmpty, let target = closingTarget(of: index) else { continue }
            if let promise = promiseOfSafety(for: target) {
                owed.insert(promise)
            } else {
                candidates.insert(index)
            }
        }
        if !candidates.isEmpty { lookForOpenDanger(candidates, safety) }
        conclude(
            .safetyClose,
            owed.isEmpty
                ? "No case is closed while something about somebody's safety is open"
                : "Where a case is closed with something about safety open, \(owed.sorted().joined(separator: ", ")) says by when it is seen to"
        )
    }

    private func closingTarget(of index: TransitionIndex) -> StateIndex? {
        pathway.transitions[index].targets.first { target in
            pathway.states[target].outcome != nil && !pathway.states[target].endsSafety
        }
    }

    private func promiseOfSafety(for target: StateIndex) -> String? {
        pathway.promises.first { promise in
            guard promise.isSafety, case .whenever(.entered(let place), let expect, within: _) = promise.body else {
                return false
            }
            return (place == target || pathway.isDescendant(target, of: place)) && asksForTasks(expect)
        }?.id
    }

    private func asksForTasks(_ program: Program) -> Bool {
        pathway.calls(of: program).contains { call, _ in
            call.id == HostFunction.openTasks.rawValue || call.id == HostFunction.task.rawValue
        }
    }

    /// A search that knows which tasks about safety are open.
    private func lookForOpenDanger(_ ways: PlaceSet<Transition>, _ safety: [TaskIndex]) {
        var slice = Slice.course
        slice.tasks = PlaceSet(
            safety
                + pathway.tasks.indices.filter { pathway.tasks[$0].name == Pathway.otherCaseTask }.map { TaskIndex($0) }
        )
        var space = Space(SearchPlan(pathway, slice))
        var found: [TransitionIndex: (from: Int, step: Space.SupposedStep)] = [:]
        space.explore(
            until: { !self.hasTime },
            watching: { seen, space in
                guard let from = seen.from, case .stepped(let step) = seen.outcome else { return }
                guard self.hasOpenSafetyTask(step.state), self.hasClosed(step) else { return }
                for index in step.taken where ways.contains(index) && found[index] == nil {
                    found[index] = (from, Space.SupposedStep(move: seen.move, supposed: seen.fortune.constraints))
                }
            })
        let stories = Concretizer(pathway, space, until: { !self.hasTime })
        for index in ways {
            guard let (from, step) = found[index] else { continue }
            let name = pathway.name(of: index)
            var finding = Finding(
                .safetyClose, name, .violated,
                "\(name) closes the case while something about somebody's safety is open, and no promise says by when that is seen to",
                at: pathway.transitions[index].span)
            if let story = stories.story(to: from),
                let told = stories.follow(
                    step, from: story,
                    until: { story in
                        guard let state = story.state else { return false }
                        return state.status != .open && self.hasOpenSafetyTask(state)
                    })
            {
                let open = pathway.tasks.indices.first {
                    pathway.tasks[$0].isSafety && !isMade($0) && told.state?.tasks[$0].status == .open
                }
                finding.tell(told, pathway, "{no_tasks: [\(open.map { pathway.tasks[$0].name } ?? "safety")]}")
            } else {
                finding.verdict = .notDecided("no story was found in which it is so")
            }
            add(finding)
        }
        if !space.isWhole { add(unseen: .safetyClose, because: space.words(ofGaps: pathway)) }
    }

    private func hasClosed(_ step: PathwayEngine.Step) -> Bool {
        step.facts.contains { if case .closed = $0 { true } else { false } }
    }
}
