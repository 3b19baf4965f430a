import CEL
import PathwayEngine
import PathwayModel

/// Obligations of open cases, and closes.
extension Proving {
    // MARK: Somebody owes something

    func proveObligation() {
        let lacking = nodes.filter { !isSurelyOwed(course.nodes[$0].state) }
        let open = lacking.filter { !isLostOnceDone($0) }
        if !open.isEmpty { lookForLost() }
        conclude(.obligation, "In every open case somebody owes something that has a date, or time brings it")
    }

    /// Whether a state where the case is says so itself.
    private func isSurelyOwed(_ state: CaseState) -> Bool {
        state.status != .open || state.configuration.contains { !keepers(in: $0).isEmpty }
    }

    /// What keeps a case in a state on somebody's list, as the state says.
    func keepers(in place: StateIndex) -> [String] {
        let declared = pathway.states[place]
        var keepers: [String] = []
        if case .length? = declared.expected, declared.owner != nil { keepers.append("expected of \(name(of: place))") }
        if declared.sessions.contains(where: { $0.unrecordedAfter != nil && $0.role != nil }) {
            keepers.append("the sessions of \(name(of: place))")
        }
        return keepers
    }

    /// Goes on from a place while all that is asked for is done, and tells of it where somebody comes to wait unseen.
    ///
    /// - Returns: whether somebody does in that very place.
    private func isLostOnceDone(_ node: Int) -> Bool {
        guard hasTime, var story = stories.story(to: node) else { return false }
        for _ in 0..<Self.mostRounds {
            guard let state = story.state, state.status == .open else { return false }
            if machine.isLost(state, at: story.now) {
                let subject = names(of: state)
                if !isFound(subject) { add(lost: subject, story, state) }
                return subject == names(of: course.nodes[node].state)
            }
            guard goOn(&story) else { return false }
        }
        return false
    }

    private static let mostRounds = 40

    /// Does what is asked for, as far as it can be done by hand; where there is nothing, lets time bring the next thing.
    private func goOn(_ story: inout Story) -> Bool {
        guard let state = story.state else { return false }
        let before = story.steps.count
        for task in pathway.tasks.indices where state.tasks[task].status == .open {
            var next = story
            next.give(.complete(task: pathway.tasks[task].name), by: pathway.tasks[task].completer, machine)
            if next.refusal == nil { story = next }
        }
        guard story.steps.count == before else { return true }
        guard let wake = machine.nextWakeUp(of: state, after: story.now) else { return false }
        let day = pathway.calendar.zone.date(of: wake)
        story.wait(days: max(1, Int(day.daysSinceEpoch) - Int(story.today(machine).daysSinceEpoch)), machine)
        return true
    }

    private func isFound(_ subject: String) -> Bool {
        findings.contains { $0.property == .obligation && $0.subject == subject }
    }

    private func add(lost subject: String, _ story: Story, _ state: CaseState) {
        var finding = Finding(
            .obligation, subject, .violated, "Who is in \(subject) may wait on nobody's list", at: span(of: state))
        finding.tell(story, pathway, "{lost: false}")
        add(finding)
    }

    /// A search that knows which tasks are open and what is owed; where that leaves it open, one that knows too what
    /// actions set for ways of the same step.
    private func lookForLost() {
        var slice = Slice.course
        slice.tasks = PlaceSet(
            pathway.tasks.indices.filter { pathway.tasks[$0].role != nil && !isMade($0) }.map { TaskIndex($0) })
        slice.owesDecisions = true
        var undecided = lost(in: slice)
        let fields = pathway.fieldsReadOnTheWay.intersection(PlaceSet(pathway.assignments.map(\.field)))
        if !undecided.isEmpty, !fields.isEmpty {
            slice.fields = fields
            let fewer = Set(lost(in: slice))
            undecided.removeAll { !fewer.contains($0) }
        }
        // Who sees to one place finds the next.
        guard !findings.contains(where: { $0.property == .obligation && $0.verdict == .violated }) else { return }
        for subject in undecided {
            add(
                Finding(
                    .obligation, subject, .notDecided("no story was found in which somebody waits there unseen"),
                    "Who is in \(subject) may wait on nobody's list"))
        }
    }

    /// Tells of whoever is lost, and returns where somebody may be of whom no story was found.
    private func lost(in slice: Slice) -> [String] {
        var space = Space(SearchPlan(pathway, slice))
        space.explore(until: { !self.hasTime })
        if !space.isWhole, !findings.contains(where: { $0.property == .obligation }) {
            add(unseen: .obligation, because: space.words(ofGaps: pathway))
        }
        var seen = Set(findings.filter { $0.property == .obligation }.map(\.subject))
        var stories: Concretizer?
        var undecided: [String] = []
        for node in space.nodes.indices where !space.plan.isKept(space.nodes[node].state) {
            let subject = names(of: space.nodes[node].state)
            guard !seen.contains(subject) else { continue }
            let concretizer = stories ?? Concretizer(pathway, space, until: { !self.hasTime })
            stories = concretizer
            guard let story = concretizer.story(to: node), let state = story.state,
                machine.isLost(state, at: story.now)
            else {
                undecided.append(subject)
                continue
            }
            seen.insert(subject)
            add(lost: subject, story, state)
        }
        return undecided.reduce(into: []) { if !seen.contains($1), !$0.contains($1) { $0.append($1) } }
    }

    /// Whether a task is one that every pathway has.
    func isMade(_ task: Int) -> Bool { Pathway.isBuiltIn(task: pathway.tasks[task].name) }

    func span(of state: CaseState) -> SourceSpan? {
        state.leaves(in: pathway).first.map { pathway.states[$0].span }
    }

    // MARK: A close stays reachable

    func proveClose() {
        let space: Space
        if pathway.ruleUses.isEmpty {
            space = course
        } else {
            // Without the help of a rule that never answers.
            var silent = Space(SearchPlan(pathway, .course, rulesAnswer: false))
            silent.explore(until: { !self.hasTime })
            space = silent
        }
        let closing = space.reaching { $0.status != .open }
        let stories = Concretizer(pathway, space, until: { !self.hasTime })
        var seen: Set<String> = []
        for node in space.nodes.indices where space.isWhole && !closing.contains(node) {
            let state = space.nodes[node].state
            let subject = names(of: state)
            guard seen.insert(subject).inserted else { continue }
            var finding = Finding(
                .close, subject, .violated, "Nothing leads from \(subject) to a close", at: span(of: state))
            if let story = stories.exactStory(to: node) {
                finding.tell(story, pathway, "{outcome: closed}")
            } else {
                finding.verdict = .notDecided("no story was found that comes there, and to nothing else")
            }
            add(finding)
        }
        showCloses(space, stories, closing)
        conclude(.close, "From everywhere a close can be reached", isWhole: space.isWhole)
    }

    /// One story for each state that comes there and closes.
    private func showCloses(_ space: Space, _ stories: Concretizer, _ closing: Set<Int>) {
        var shown = PlaceSet<State>()
        var open = PlaceSet<State>()
        for node in space.nodes where node.state.status == .open {
            for leaf in node.state.leaves(in: pathway) { open.insert(leaf) }
        }
        // Those that are nearest first: the way to others goes through them.
        let depths = space.nodes.reduce(into: [StateIndex: Int]()) { depths, node in
            for leaf in node.state.leaves(in: pathway) where depths[leaf] == nil { depths[leaf] = node.depth }
        }
        for leaf in open.sorted(by: { (depths[$0] ?? 0, $0) < (depths[$1] ?? 0, $1) }) where !shown.contains(leaf) {
            guard let way = closingStory(around: leaf, stories) ?? closingStory(from: leaf, space, stories, closing)
            else {
                guard !findings.contains(where: { $0.property == .close && $0.subject.contains(name(of: leaf)) }) else {
                    continue
                }
                add(
                    Finding(
                        .close, name(of: leaf),
                        .notDecided("no story was found that comes there and closes, although ways lead on"),
                        "Whether a case in \(name(of: leaf)) can be closed is not shown", at: pathway.states[leaf].span)
                )
                continue
            }
            for step in way.visited { shown.formUnion(step) }
        }
    }

    /// A story around those that are known: near what was shown, and with what time brings.
    private func closingStory(around leaf: StateIndex, _ stories: Concretizer) -> Story? {
        guard let parent = pathway.states[leaf].parent, parent != Pathway.root else { return nil }
        let spreading = Spreading(machine, until: { !self.hasTime })
        let near = stories.found.filter { $0.state?.isActive(parent) ?? false }
        guard let first = near.min(by: { $0.steps.count < $1.steps.count }) else { return nil }
        let there = spreading.story(
            from: first, near: { $0.state?.isActive(parent) ?? false }, until: { $0.hasBeen(in: leaf) })
        return there.flatMap { spreading.story(from: $0, until: { $0.state?.status != .open }) }
    }

    private func closingStory(
        from leaf: StateIndex, _ space: Space, _ stories: Concretizer, _ closing: Set<Int>
    ) -> Story? {
        let starts = space.nodes.indices.filter { space.nodes[$0].state.isActive(leaf) && closing.contains($0) }
        for start in starts.prefix(6) {
            guard let story = stories.story(to: start) else { continue }
            if let closed = stories.closing(story, from: start, closing) { return closed }
        }
        return nil
    }

    // MARK: Roles

    /// - Parameter holders: who acts in a role; nil where nothing says so.
    func proveRoles(_ holders: Set<String>?) {
        let working = workingRoles
        guard !working.isEmpty else { return add(Finding(.role, "", .proved, "No role has work")) }
        let names = working.sorted().joined(separator: ", ")
        guard let holders else {
            return add(
                Finding(
                    .role, "", .notDecided("no settings with 'users' stand beside: who acts as \(names) is not known"),
                    "Each role with work is somebody's"))
        }
        for role in working.sorted() where !holders.contains(role) {
            add(Finding(.role, role, .violated, "Nobody acts as '\(role)', and that role has work"))
        }
        conclude(.role, "Each role with work is somebody's: \(names)", isWhole: true)
    }

    private var workingRoles: Set<String> {
        // Also of tasks that every pathway has: an incident, an entry that was wrong.
        var roles = Set(pathway.tasks.compactMap(\.role))
        for task in pathway.tasks { roles.formUnion(task.escalate.map(\.role)) }
        // One of those who may do something is enough, and where there is one only, it has to be somebody.
        let needed =
            pathway.tasks.compactMap(\.by) + pathway.fields.compactMap(\.by) + pathway.instruments.compactMap(\.by)
        for by in needed where by.count == 1 { roles.formUnion(by) }
        for transition in pathway.transitions { roles.formUnion(transition.by ?? []) }
        for event in pathway.events where event.kind == .declared {
            if let by = event.by, by.count == 1 { roles.formUnion(by) }
        }
        for state in pathway.states {
            if state.expected != nil, let owner = state.owner { roles.insert(owner) }
        }
        roles.formUnion(pathway.promises.compactMap(\.owner))
        return roles
    }
}

extension SearchPlan {
    /// Whether somebody owes an open case something that keeps it, or time brings it.
    func isKept(_ state: CaseState) -> Bool {
        state.status != .open || !machine.isLost(state, at: state.lastInput)
    }
}

extension Space {
    /// The nodes from which a way leads to what is wanted.
    func reaching(_ isWanted: (CaseState) -> Bool) -> Set<Int> {
        var before: [[Int]] = Array(repeating: [], count: nodes.count)
        for (node, next) in successors.enumerated() { for place in next { before[place].append(node) } }
        var found = Set(nodes.indices.filter { isWanted(nodes[$0].state) })
        var ahead = Array(found)
        while let node = ahead.popLast() {
            for place in before[node] where found.insert(place).inserted { ahead.append(place) }
        }
        return found
    }
}
