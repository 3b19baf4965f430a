import CEL
import PathwayEngine
import PathwayModel

/// What the pathway promises.
extension Proving {
    func provePromises() {
        for index in pathway.promises.indices.map({ PromiseIndex($0) }) {
            let promise = pathway.promises[index]
            if promise.isOfEngine { prove(index) } else { judge(index) }
            findVacuous(index)
        }
        if !pathway.promises.isEmpty { conclude(.vacuous, "What each promise waits for can come") }
    }

    /// People keep it where somebody owes something all the while, and a breach is somebody's.
    private func judge(_ index: PromiseIndex) {
        let promise = pathway.promises[index]
        var finding = Finding(
            .promise, promise.id, .owed,
            "\(promise.shownTitle): people keep it, it stands until its date, and a breach is seen",
            at: promise.span, isSafety: promise.isSafety)
        if let unseen = whatIsUnseen(of: promise) {
            finding.sentence = "\(promise.shownTitle): \(unseen)"
            if let story = breach(of: index) {
                finding.verdict = .violated
                finding.tell(story, pathway, "{broken: []}")
            } else {
                finding.verdict = .notDecided("no story was found in which it is broken")
            }
        }
        add(finding)
    }

    /// Why nobody keeps a promise of people's; nil where somebody does.
    private func whatIsUnseen(of promise: Promise) -> String? {
        if promise.owner == nil { return "a breach is on nobody's list, as the promise has no 'owner'" }
        let isLost = findings.contains { $0.property == .obligation && $0.verdict == .violated }
        return isLost ? "meanwhile a case may wait on nobody's list" : nil
    }

    /// A story in which nobody acts until a promise is broken.
    private func breach(of index: PromiseIndex) -> Story? {
        for node in nodes where course.nodes[node].state.status == .open {
            guard hasTime, var story = stories.story(to: node) else { continue }
            for _ in 0..<Self.longestWait {
                story.wait(days: 1, machine)
                if story.facts.contains(where: { $0.breaks(index) }) { return story }
            }
        }
        return nil
    }

    /// In days.
    private static let longestWait = 400

    /// Searches that keep more and more of the record, until the promise is kept in all cases or a story breaks it.
    private func prove(_ index: PromiseIndex) {
        let promise = pathway.promises[index]
        var slice = Slice.course
        slice.promises = PlaceSet([index])
        slice.places = places(of: promise)
        var tried: [String] = []
        for round in 0..<Self.rounds {
            var space = Space(SearchPlan(pathway, slice))
            var breaches: [(from: Int?, step: Space.SupposedStep)] = []
            space.explore(
                until: { !self.hasTime || breaches.count >= Self.mostBreaches },
                watching: { seen, _ in
                    guard breaches.count < Self.mostBreaches, case .stepped(let step) = seen.outcome,
                        step.facts.contains(where: { $0.breaks(index) })
                    else { return }
                    breaches.append(
                        (seen.from, Space.SupposedStep(move: seen.move, supposed: seen.fortune.constraints)))
                })
            guard !breaches.isEmpty else {
                let verdict: Finding.Verdict =
                    space.isWhole ? .proved : .notDecided(space.words(ofGaps: pathway))
                return add(
                    Finding(
                        .promise, promise.id, verdict, promise.shownTitle, at: promise.span, isSafety: promise.isSafety)
                )
            }
            let stories = Concretizer(pathway, space, until: { !self.hasTime })
            if let story = story(breaking: index, stories, breaches) {
                var finding = Finding(
                    .promise, promise.id, .violated, "\(promise.shownTitle): not in this case", at: promise.span,
                    isSafety: promise.isSafety)
                finding.tell(story, pathway, "{broken: []}")
                return add(finding)
            }
            tried.append("\(space.nodes.count) situations")
            guard hasTime else { break }
            widen(&slice, for: promise, round, tried: stories.lastTried)
        }
        add(
            Finding(
                .promise, promise.id,
                .notDecided(
                    "a search sees a way to break it, and no story was found that takes it; tried: \(tried.joined(separator: ", "))"
                ),
                promise.shownTitle, at: promise.span, isSafety: promise.isSafety))
    }

    private static let rounds = 4
    private static let mostBreaches = 12

    private func story(
        breaking index: PromiseIndex, _ stories: Concretizer, _ breaches: [(from: Int?, step: Space.SupposedStep)]
    ) -> Story? {
        for (from, step) in breaches {
            var before = Story(pathway)
            if let from {
                guard let story = stories.story(to: from) else { continue }
                before = story
            }
            let found = stories.follow(step, from: before) { story in story.facts.contains { $0.breaks(index) } }
            if let found { return found }
        }
        return nil
    }

    /// The states that a promise is about.
    private func places(of promise: Promise) -> PlaceSet<State> {
        var places = pathway.statesNamed(by: promise.programs)
        if case .whenever(let trigger, _, within: _) = promise.body {
            switch trigger {
            case .entered(let place), .left(let place): places.insert(place)
            case .recorded, .holds: break
            }
        }
        return places
    }

    /// Keeps more: what the promise reads of the record and those of its tasks that were open in a story that was tried;
    /// then all of its tasks; then what the guards read.
    private func widen(_ slice: inout Slice, for promise: Promise, _ round: Int, tried story: Story?) {
        var programs = promise.programs
        let tasks = tasks(readBy: programs)
        switch round {
        case 0:
            for task in tasks where story?.state?.tasks[task.position].status == .open { slice.tasks.insert(task) }
        case 1: slice.tasks.formUnion(tasks)
        default:
            slice.places = nil
            for transition in pathway.transitions {
                programs += (transition.when?.criteria ?? []).compactMap { $0.program(in: pathway) }
                programs += transition.checks.compactMap { $0.criterion.program(in: pathway) }
            }
            slice.tasks.formUnion(self.tasks(readBy: programs))
        }
        let counted = pathway.countedFields
        for program in programs {
            for reading in pathway.readings(of: program) {
                switch reading {
                case .field(let field):
                    // What is counted has no end.
                    if pathway.fields[field].type.isSmall, !counted.contains(field) { slice.fields.insert(field) }
                case .instrument(let instrument): slice.instruments.insert(instrument)
                case .event, .consent, .attendance, .course: break
                }
            }
        }
    }

    /// The tasks that expressions ask for.
    func tasks(readBy programs: [Program]) -> PlaceSet<TaskDefinition> {
        programs.flatMap { pathway.calls(of: $0) }.reduce(into: PlaceSet()) { tasks, use in
            guard let first = use.call.constants.first ?? nil else { return }
            if use.call.id == HostFunction.task.rawValue { tasks.insert(TaskIndex(Int(first))) }
            if use.call.id == HostFunction.openTasks.rawValue {
                tasks.formUnion(PlaceSet(pathway.taskGlobs[Int(first)].tasks))
            }
        }
    }

    // MARK: What never comes

    private func findVacuous(_ index: PromiseIndex) {
        let promise = pathway.promises[index]
        guard case .whenever(let trigger, _, within: _) = promise.body, course.isWhole, !canCome(trigger) else {
            return
        }
        var finding = Finding(
            .vacuous, promise.id, .violated, "What '\(promise.id)' waits for never comes", at: promise.span)
        if let node = nodes.first, let story = stories.story(to: node) {
            finding.tell(story, pathway, "{broken: [\(promise.id)]}")
        }
        add(finding)
    }

    private func canCome(_ trigger: Promise.Trigger) -> Bool {
        switch trigger {
        case .entered(let place): return course.nodes.contains { $0.state.isActive(place) }
        case .left(let place):
            return course.nodes.indices.contains { node in
                course.nodes[node].state.isActive(place)
                    && course.successors[node].contains { !course.nodes[$0].state.isActive(place) }
            }
        case .recorded(let events, let when):
            guard let when else { return true }
            return events.contains { event in
                nodes.contains { node in
                    let claim = open.claim(of: when, course.nodes[node].state, on: event)
                    return open.canHold(claim)
                }
            }
        case .holds(let program):
            return nodes.contains { node in
                let claim = open.claim(of: program, course.nodes[node].state)
                return open.canHold(claim)
            } && canBeOpen(program)
        }
    }

    /// Whether the tasks that have to be overdue can be so.
    private func canBeOpen(_ program: Program) -> Bool {
        guard program.source.contains(".overdue") else { return true }
        return tasks(readBy: [program]).contains { task in
            if case .open = pathway.tasks[task].due { pathway.opensWithDue(task) } else { true }
        }
    }
}

extension Pathway {
    /// Whether anything that opens a task gives it a date.
    func opensWithDue(_ task: TaskIndex) -> Bool {
        func isDated(_ due: Due?) -> Bool {
            switch due {
            case .after?, .at?: true
            case .open?, nil: false
            }
        }
        return states.contains { state in state.tasks.contains { $0.task == task && isDated($0.due) } }
            || actions.contains { action in
                if case .openTask(task, let due) = action { isDated(due) } else { false }
            }
    }
}

extension Fact {
    /// Whether it says that a promise was broken.
    fileprivate func breaks(_ index: PromiseIndex) -> Bool {
        if case .promise(index, .broken) = self { true } else { false }
    }
}

extension FieldType {
    /// Whether it has few enough values to be kept apart.
    fileprivate var isSmall: Bool {
        switch self {
        case .boolean, .choice, .integer, .number: true
        case .text, .date, .instant: false
        }
    }
}
