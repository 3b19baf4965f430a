import CEL
import PathwayEngine
import PathwayModel

/// What the pathway promises.
extension Proving {
    /// - Parameter kept: what was found of promises that the engine keeps.
    func provePromises(_ kept: [PromiseIndex: Finding]) {
        for index in pathway.promises.indices.map({ PromiseIndex($0) }) {
            if let finding = kept[index] { add(finding) } else { judge(index) }
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
                let found = PromiseSearch(pathway: pathway).finding(of: index) { !self.hasTime }
                (finding.verdict, finding.story, finding.plain) = (found.verdict, found.story, found.plain)
                if found.verdict == .proved {
                    finding.verdict = .notDecided("no story was found in which it is broken")
                }
            }
        } else if findings.contains(where: { $0.property == .obligation && $0.isUndecided }) {
            finding.verdict = .notDecided("it is not decided whether somebody owes something all the while")
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
        for node in nodes where !course.nodes[node].state.status.isAtEnd {
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
            // How often a state was entered is kept apart only as far as steps ask for it.
            let counts = pathway.calls(of: program).contains { call, _ in call.id == HostFunction.visits.rawValue }
            return counts
                || nodes.contains { node in
                    let claim = open.claim(of: program, course.nodes[node].state)
                    return open.canHold(claim)
                } && canBeOpen(program)
        }
    }

    /// Whether the tasks that have to be overdue can be so.
    private func canBeOpen(_ program: Program) -> Bool {
        guard program.source.contains(".overdue") else { return true }
        return pathway.tasks(readBy: [program]).contains { task in
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
    func breaks(_ index: PromiseIndex) -> Bool {
        if case .promise(index, .broken) = self { true } else { false }
    }
}
