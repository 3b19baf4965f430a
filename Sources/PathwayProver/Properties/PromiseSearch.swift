import CEL
import PathwayEngine
import PathwayModel

/// Looks for cases in which promises that the engine keeps are broken: apart from all that is proved of the course, so that
/// both are done at once.
struct PromiseSearch: Sendable {
    struct Outcome: Sendable {
        var findings: [PromiseIndex: Finding] = [:]
        var duration = Swift.Duration.zero
    }

    let pathway: Pathway

    func run(within limit: Swift.Duration, by passed: @escaping Prover.Watch) -> Outcome {
        var outcome = Outcome()
        let all = pathway.promises.indices.map { PromiseIndex($0) }.filter { pathway.promises[$0].isOfEngine }
        for (place, index) in all.enumerated() {
            // None takes the time of all that come after.
            let left = limit - passed()
            let end = passed() + (place == all.count - 1 ? left : left / 2)
            outcome.findings[index] = finding(of: index) { passed() > end }
        }
        outcome.duration = passed()
        return outcome
    }

    /// Searches that keep more and more of the record, until the promise is kept in all cases or a story breaks it.
    func finding(of index: PromiseIndex, until isOver: @escaping () -> Bool) -> Finding {
        let promise = pathway.promises[index]
        var slice = Slice.course
        slice.promises = PlaceSet([index])
        slice.places = places(of: promise)
        var tried: [String] = []
        for round in 0..<Self.rounds {
            var space = Space(SearchPlan(pathway, slice))
            var breaches: [(from: Int?, step: Space.SupposedStep)] = []
            space.explore(
                until: { isOver() || breaches.count >= Self.mostBreaches },
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
                return Finding(
                    .promise, promise.id, verdict, promise.shownTitle, at: promise.span, isSafety: promise.isSafety)
            }
            let stories = Concretizer(pathway, space, until: isOver)
            if let story = story(breaking: index, stories, breaches) {
                var finding = Finding(
                    .promise, promise.id, .violated, "\(promise.shownTitle): not in this case", at: promise.span,
                    isSafety: promise.isSafety)
                finding.tell(story, pathway, "{broken: []}")
                return finding
            }
            tried.append("\(space.nodes.count) situations")
            guard !isOver() else { break }
            widen(&slice, for: promise, round, tried: stories.lastTried)
        }
        let why = "a search sees a way to break it, and no story was found that takes it; tried: "
        return Finding(
            .promise, promise.id, .notDecided(why + tried.joined(separator: ", ")), promise.shownTitle,
            at: promise.span,
            isSafety: promise.isSafety)
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
        let tasks = pathway.tasks(readBy: programs)
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
            slice.tasks.formUnion(pathway.tasks(readBy: programs))
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
}

extension Pathway {
    /// The tasks that expressions ask for.
    func tasks(readBy programs: [Program]) -> PlaceSet<TaskDefinition> {
        programs.flatMap { calls(of: $0) }.reduce(into: PlaceSet()) { tasks, use in
            guard let first = use.call.constants.first ?? nil else { return }
            if use.call.id == HostFunction.task.rawValue { tasks.insert(TaskIndex(Int(first))) }
            if use.call.id == HostFunction.openTasks.rawValue {
                tasks.formUnion(PlaceSet(taskGlobs[Int(first)].tasks))
            }
        }
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
