import CEL
import PathwayEngine
import PathwayModel

/// That steps come to rest, events are taken and tasks can be closed.
extension Proving {
    // MARK: Steps come to rest

    func proveRest() {
        var seen: Set<String> = []
        let byPlace = Dictionary(grouping: restless) { $0.stuck.map { name(of: $0) }.joined(separator: " + ") }
        var told: [Finding] = []
        for (subject, restless) in byPlace.sorted(by: { $0.key < $1.key }) where seen.insert(subject).inserted {
            told.append(finding(restless, subject))
        }
        // A circle is told once, where a story shows it: its other places go with it.
        let shown = told.filter { $0.verdict == .violated }
        for finding in shown.isEmpty ? told : shown { add(finding) }
        findRepeating(&seen)
        conclude(.rest, "Every step comes to rest")
    }

    private func finding(_ restless: [Restless], _ subject: String) -> Finding {
        var finding = Finding(
            .rest, subject, .violated, "In \(subject) one step leads to the next without end",
            at: restless.first?.stuck.first.map { pathway.states[$0].span })
        for one in restless.prefix(Self.mostTries) {
            var before = Story(pathway)
            if let from = one.from {
                guard let story = stories.story(to: from) else { continue }
                before = story
            }
            if let told = stories.follow(one.step, from: before, until: isRestless) {
                finding.tell(told, pathway, told.refusal == nil ? "{no_tasks: [incident]}" : "{accepted: true}")
                return finding
            }
        }
        finding.verdict = .notDecided("no story was found in which it is so")
        return finding
    }

    private static let mostTries = 20

    private func isRestless(_ story: Story) -> Bool {
        if story.refusal?.code == Refusal.Code.stepLimit { return true }
        return story.facts.contains { fact in
            if case .incident(let code, _) = fact { code == Refusal.Code.stepLimit } else { false }
        }
    }

    /// Automatic transitions that stay where they are and do not make their own guard false.
    private func findRepeating(_ seen: inout Set<String>) {
        for index in pathway.transitions.indices.map({ TransitionIndex($0) }) {
            let transition = pathway.transitions[index]
            guard case .automatic = transition.trigger, transition.targets.isEmpty, transition.after == nil,
                let node = nodes.first(where: { isHeard(transition.source, course.nodes[$0].state) })
            else { continue }
            let claim = open.claim(of: transition.when, in: transition.source, course.nodes[node].state)
            guard open.canHold(claim) else { continue }
            let name = pathway.name(of: index)
            guard seen.insert(name).inserted else { continue }
            let constraint = Solver.Constraint(claim: claim, holds: true)
            let values = claim.settled == nil ? open.solver.solution(of: [constraint]) ?? [:] : [:]
            var finding = Finding(
                .rest, name, .violated, "\(name) is taken again and again: nothing of it makes its guard false",
                at: transition.span)
            if let story = stories.story(to: node),
                let told = stories.story(story, doing: .wait, where: values, of: open.table, until: isRestless)
            {
                finding.tell(told, pathway, told.refusal == nil ? "{no_tasks: [incident]}" : "{accepted: true}")
                add(finding)
            } else if !mayEndItself(transition) {
                finding.verdict = .notDecided("no story was found in which it is so")
                add(finding)
            }
        }
    }

    /// Whether what a transition does may make its own guard false: it sets something that the guard reads.
    private func mayEndItself(_ transition: Transition) -> Bool {
        let reads = pathway.readings(of: transition.when)
        return transition.actions.contains { action in
            switch action {
            case .set(let assignments), .add(let assignments):
                assignments.contains { reads.contains(.field($0.field)) }
            case .openTask, .closeTasks, .raise, .attend: reads.contains(.course) || reads.contains(.attendance)
            case .notify, .enroll: false
            }
        }
    }

    // MARK: Events are taken

    func proveEvents() {
        guard !pathway.raisedEvents.isEmpty else {
            return conclude(.event, "A case sends nothing to itself")
        }
        var tries: [String: Int] = [:]
        var found: [String: Finding] = [:]
        for lost in unheard {
            for event in lost.events where pathway.events[event].kind == .declared && !closesTask(event) {
                let subject = "\(pathway.events[event].name) in \(names(of: lost.state))"
                guard found[subject]?.verdict != .violated, tries[subject, default: 0] < Self.mostTries else {
                    continue
                }
                tries[subject, default: 0] += 1
                found[subject] = finding(lost, event, subject)
            }
        }
        for (_, finding) in found.sorted(by: { $0.key < $1.key }) { add(finding) }
        conclude(.event, "What a case sends to itself is taken")
    }

    private func finding(_ lost: Unheard, _ event: EventIndex, _ subject: String) -> Finding {
        let name = pathway.events[event].name
        var finding = Finding(
            .event, subject, .violated,
            "The case sends itself '\(name)', and nothing takes it there; "
                + "'ignores: [\(name)]' says that nothing is to come of it",
            at: span(of: lost.state))
        let before = lost.from.map { stories.story(to: $0) } ?? Story(pathway)
        if let before,
            let told = stories.follow(
                lost.step, from: before,
                until: { $0.facts.contains { if case .occurred(event, _, _) = $0 { true } else { false } } })
        {
            finding.tell(told, pathway, "{taken: [\(Scalar.quoted(name))]}")
        } else {
            finding.verdict = .notDecided("no story was found in which it is so")
        }
        return finding
    }

    private func closesTask(_ event: EventIndex) -> Bool {
        pathway.tasks.contains { $0.closedBy.contains { $0.events.contains(event) } }
    }

    // MARK: Tasks can be closed

    func proveTasks() {
        for task in pathway.tasks.indices.map({ TaskIndex($0) }) where !isMade(task.position) {
            guard !isClosedByHand(task), !isSurelyClosed(task) else { continue }
            judge(task)
        }
        conclude(.task, "Each task can be closed")
        findStale()
        conclude(.stale, "What opens a task does not become unknown for ever")
        findDeadlines()
        conclude(.deadline, "No task that comes with a state is ended by time before it is due")
    }

    private func isClosedByHand(_ task: TaskIndex) -> Bool {
        switch pathway.tasks[task].byHand {
        case .always: return true
        case .never: return false
        case .when(let condition):
            return nodes.contains { node in
                let claim = open.claim(of: condition, in: Pathway.root, course.nodes[node].state)
                return open.canHold(claim)
            }
        }
    }

    /// Whether it is closed by something that every open case takes.
    private func isSurelyClosed(_ task: TaskIndex) -> Bool {
        pathway.tasks[task].closedBy.contains { closing in
            closing.events.contains { event in
                switch pathway.events[event].kind {
                case .recordedField, .recordedInstrument, .consented: canHold(closing.when, on: event)
                case .declared: pathway.events[event].isLogged && canHold(closing.when, on: event)
                case .session, .taskDone, .taskOverdue, .stateDone: false
                }
            }
        }
    }

    private func canHold(_ condition: Condition?, on event: EventIndex) -> Bool {
        nodes.contains { node in
            let claim = open.claim(of: condition, in: Pathway.root, course.nodes[node].state, on: event)
            return open.canHold(claim)
        }
    }

    /// A search that knows whether the task is open.
    private func judge(_ task: TaskIndex) {
        var slice = Slice.course
        slice.tasks = PlaceSet([task])
        slice.keepsAnswers = true
        var space = Space(SearchPlan(pathway, slice))
        var isClosed = false
        var open: Int?
        space.explore(
            until: { !self.hasTime || isClosed },
            watching: { seen, _ in
                guard case .stepped(let step) = seen.outcome else { return }
                if open == nil, step.state.tasks[task.position].status == .open { open = seen.to }
                isClosed =
                    isClosed || step.facts.contains { if case .taskCompleted(task, _) = $0 { true } else { false } }
            })
        let name = pathway.tasks[task].name
        guard !isClosed else { return }
        guard let open else {
            guard !space.isWhole else { return }
            return add(
                Finding(.task, name, .notDecided(space.words(ofGaps: pathway)), "Whether '\(name)' can be closed"))
        }
        var finding = Finding(
            .task, name, .violated, "Nothing can close the task '\(name)'")
        if !space.isWhole { finding.verdict = .notDecided(space.words(ofGaps: pathway)) }
        if let story = Concretizer(pathway, space, until: { !self.hasTime }).story(to: open) {
            finding.tell(story, pathway, "{no_tasks: [\(name)]}")
        }
        add(finding)
    }

    // MARK: Guards that become unknown

    private func findStale() {
        for place in pathway.states.indices {
            for number in pathway.states[place].tasks.indices {
                guard case .when(let condition, _) = pathway.states[place].tasks[number].opening else { continue }
                let source = StateIndex(place)
                guard let node = nodes.first(where: { isHeard(source, course.nodes[$0].state) }) else { continue }
                let state = course.nodes[node].state
                let stale = staleSources(of: condition)
                guard !stale.isEmpty, isUnknown(condition, source, state, whereStale: stale),
                    !isAskedAnew(stale, in: state)
                else { continue }
                let task = pathway.tasks[pathway.states[place].tasks[number].task].name
                let subject = "\(name(of: source)): \(task)"
                let what = stale.map { pathway.words(of: $0) }.sorted().joined(separator: ", ")
                var finding = Finding(
                    .stale, subject, .violated,
                    "Whether '\(task)' is needed becomes unknown once \(what) is old, and nothing asks for it anew",
                    at: pathway.states[place].span)
                if let story = stories.story(to: node) {
                    var later = story
                    later.wait(days: 60, machine)
                    finding.tell(
                        later.places(pathway) == story.places(pathway) ? later : story, pathway,
                        "{tasks: {\(task): null}}")
                }
                add(finding)
            }
        }
    }

    private func staleSources(of condition: Condition) -> [Figure.Source] {
        pathway.readings(of: condition).compactMap { reading -> Figure.Source? in
            switch reading {
            case .field(let field): pathway.fields[field].freshFor == nil ? nil : .field(field)
            case .instrument(let place): pathway.instruments[place].freshFor == nil ? nil : .instrument(place)
            case .event, .consent, .attendance, .course: nil
            }
        }
    }

    /// Whether a condition is unknown whatever else is so, once these are stale.
    private func isUnknown(
        _ condition: Condition, _ place: StateIndex, _ state: CaseState, whereStale stale: [Figure.Source]
    ) -> Bool {
        let claim = open.claim(of: condition, in: place, state)
        var unknowns: Set<Unknown> = []
        claim.collect(&unknowns)
        let constraints = ages(of: unknowns, stale, isOld: true)
        // It can hold where the record is fresh, never once it is old, and is not known to be false then either.
        guard !open.solver.allowsAll(constraints + [Solver.Constraint(claim: claim, holds: true)]),
            open.canHold(claim)
        else { return false }
        return open.solver.allowsAll(constraints + [Solver.Constraint(claim: .negation(of: claim), holds: false)])
    }

    /// That these are on record, and are old or fresh.
    private func ages(
        of unknowns: Set<Unknown>, _ sources: [Figure.Source], isOld: Bool
    ) -> [Solver.Constraint] {
        unknowns.compactMap { unknown in
            guard case .figure(let index, _) = unknown, let source = open.table.figures[index].source,
                sources.contains(source)
            else { return nil }
            let figure = open.table.figures[index]
            let isSo = figure.samples.map { sample -> Truth in
                switch figure.role {
                case .value: Truth((sample == nil) == isOld)
                case .known: Truth(sample == .bool(true))
                case .fresh, .recent: Truth(sample == .bool(!isOld))
                case .age, .other: .yes
                }
            }
            return Solver.Constraint(claim: .atom(unknown, isSo), holds: true)
        }
    }

    /// Whether some task of where the case is opens then, whatever else is so, and asks for one of these.
    private func isAskedAnew(_ stale: [Figure.Source], in state: CaseState) -> Bool {
        state.configuration.contains { place in
            pathway.states[place].tasks.contains { task in
                guard asks(task.task, for: stale) else { return false }
                switch task.opening {
                case .every: return true
                case .onEntry, .after: return false
                case .when(let condition, let every):
                    let claim = open.claim(of: condition, in: place, state)
                    var unknowns: Set<Unknown> = []
                    claim.collect(&unknowns)
                    let isSure = !open.solver.allowsAll(
                        ages(of: unknowns, stale, isOld: true) + [Solver.Constraint(claim: claim, holds: false)])
                    // What has been so all along opens nothing.
                    let isNew = !open.solver.allowsAll(
                        ages(of: unknowns, stale, isOld: false) + [Solver.Constraint(claim: claim, holds: true)])
                    return isSure && (every != nil || isNew)
                }
            }
        }
    }

    private func asks(_ task: TaskIndex, for sources: [Figure.Source]) -> Bool {
        pathway.tasks[task].closedBy.contains { closing in
            closing.events.contains { event in
                switch pathway.events[event].kind {
                case .recordedField(let field): sources.contains(.field(field))
                case .recordedInstrument(let place): sources.contains(.instrument(place))
                case .declared, .session, .taskDone, .taskOverdue, .consented, .stateDone: false
                }
            }
        }
    }
}

extension Pathway {
    func words(of source: Figure.Source) -> String {
        switch source {
        case .field(let field): fields[field].shownName
        case .instrument(let place): instruments[place].name
        case .payload(let name): "event.\(name)"
        }
    }
}
