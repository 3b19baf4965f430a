import CEL
import PathwayEngine
import PathwayModel

/// Tasks that time ends before they are due.
extension Proving {
    func findDeadlines() {
        for place in pathway.states.indices {
            let source = StateIndex(place)
            guard course.nodes.contains(where: { $0.state.isActive(source) }) else { continue }
            for opening in openings(in: source) {
                guard let (way, delay) = endingWay(of: opening, from: source) else { continue }
                let name = pathway.tasks[opening.task].name
                guard !findings.contains(where: { $0.property == .deadline && $0.subject == name }) else { continue }
                var finding = Finding(
                    .deadline, name, .violated,
                    "\(pathway.name(of: way)) ends the task '\(name)' after \(delay.text), before it is due",
                    at: pathway.transitions[way].span)
                if let node = nodes.first(where: { isHeard(source, course.nodes[$0].state) }),
                    let told = story(from: node, in: source, ending: opening)
                {
                    finding.tell(told, pathway, "{tasks: {\(name): null}}")
                } else {
                    finding.verdict = .notDecided("no story was found in which it is so")
                }
                add(finding)
            }
        }
    }

    private struct Opening {
        var task: TaskIndex
        /// After entry.
        var opened: Delay?
        var due: Delay
        var until: StateIndex?
        /// What has to hold on entry.
        var condition: Condition?
    }

    /// A story in which the task is opened there, and ended by time while nobody acts.
    private func story(from node: Int, in source: StateIndex, ending opening: Opening) -> Story? {
        let task = opening.task
        let there = stories.story(to: node)
        let told = opening.condition.flatMap { condition in
            there.flatMap { story($0, opening: task, condition, source, node) }
        }
        for story in [told, there, freshStory(to: node, task)].compactMap({ $0 }) {
            var story = story
            for _ in 0..<400 {
                story.wait(days: 1, machine)
                if story.state?.tasks[task.position].isOverdue == true { break }
                let isEnded = story.facts.contains { if case .taskEnded(task, _) = $0 { true } else { false } }
                if isEnded { return story }
            }
        }
        return nil
    }

    /// One in which a condition opens the task.
    private func story(
        _ story: Story, opening task: TaskIndex, _ condition: Condition, _ source: StateIndex, _ node: Int
    ) -> Story? {
        let claim = open.claim(of: condition, in: source, course.nodes[node].state)
        guard let values = open.solver.solution(of: [Solver.Constraint(claim: claim, holds: true)]) else { return nil }
        return stories.story(
            story, doing: .wait, where: values, of: open.table,
            until: { $0.state?.tasks[task.position].status == .open })
    }

    /// One in which the task is done before, where it was open for something else.
    private func freshStory(to node: Int, _ task: TaskIndex) -> Story? {
        for way in course.ways(to: node) {
            guard let from = way.from, var before = stories.story(to: from) else { continue }
            before.give(.complete(task: pathway.tasks[task].name), by: pathway.tasks[task].completer, machine)
            guard before.refusal == nil else { continue }
            let configuration = course.nodes[node].state.configuration
            let found = stories.follow(way.step, from: before) { $0.state?.configuration == configuration }
            if found != nil { return found }
        }
        return nil
    }

    private func openings(in place: StateIndex) -> [Opening] {
        let state = pathway.states[place]
        func opening(
            _ task: TaskIndex, _ due: Due?, _ opened: Delay?, untilExit: Bool, when condition: Condition? = nil
        ) -> Opening? {
            guard case .after(let delay) = due ?? pathway.tasks[task].due else { return nil }
            return Opening(
                task: task, opened: opened, due: delay, until: untilExit ? place : nil, condition: condition)
        }
        var all: [Opening] = []
        for task in state.tasks {
            switch task.opening {
            case .onEntry: all += [opening(task.task, task.due, nil, untilExit: task.untilExit)].compactMap { $0 }
            case .after(let delay):
                all += [opening(task.task, task.due, delay, untilExit: task.untilExit)].compactMap { $0 }
            case .when(let condition, _):
                all += [opening(task.task, task.due, nil, untilExit: task.untilExit, when: condition)].compactMap { $0 }
            case .every: break
            }
        }
        for case .openTask(let task, let due) in state.entry {
            all += [opening(task, due, nil, untilExit: false)].compactMap { $0 }
        }
        for transition in pathway.transitions where transition.targets.contains(place) {
            for case .openTask(let task, let due) in transition.actions {
                all += [opening(task, due, nil, untilExit: false)].compactMap { $0 }
            }
        }
        return all
    }

    /// A way out by time alone that ends the task before it is due.
    private func endingWay(of opening: Opening, from source: StateIndex) -> (TransitionIndex, Delay)? {
        var place: StateIndex? = source
        while let around = place {
            for index in pathway.states[around].transitions {
                let transition = pathway.transitions[index]
                guard case .automatic = transition.trigger, let after = transition.after, transition.when == nil,
                    around == source || pathway.states[around].initial.contains(source)
                        || pathway.isFirst(source, in: around),
                    ends(opening, by: transition), isBefore(after, opening)
                else { continue }
                return (index, after)
            }
            place = pathway.states[around].parent
        }
        return nil
    }

    private func ends(_ opening: Opening, by transition: Transition) -> Bool {
        let task = pathway.tasks[opening.task]
        let isLeft = !transition.targets.isEmpty
        if isLeft, opening.until != nil { return true }
        let actions =
            transition.actions + transition.targets.flatMap { pathway.states[$0].entry }
            + (isLeft ? pathway.states[transition.source].exit : [])
        let isClosed = actions.contains { action in
            if case .closeTasks(let tasks) = action { tasks.contains(opening.task) } else { false }
        }
        let isOver = transition.targets.contains { pathway.states[$0].outcome != nil }
        return isClosed || isOver && !task.afterClose && !task.isSafety
    }

    /// Whether a time is over before the task is due, whatever day it begins on.
    private func isBefore(_ after: Delay, _ opening: Opening) -> Bool {
        let calendar = pathway.calendar
        return Story.beginnings(in: calendar).allSatisfy { start in
            let opened = opening.opened.map { calendar.end(of: $0, from: start) ?? start } ?? start
            guard let end = calendar.end(of: after, from: start),
                let due = calendar.date(after: opening.due, from: opened)
            else { return false }
            return calendar.zone.date(of: end) <= due && opened < end || opened >= end && opening.opened != nil
        }
    }
}

extension Pathway {
    /// Whether entering one state enters another one inside at once.
    fileprivate func isFirst(_ state: StateIndex, in around: StateIndex) -> Bool {
        var place = around
        while place != state {
            guard let next = states[place].initial.first(where: { $0 == state || isDescendant(state, of: $0) }) else {
                return states[place].kind == .parallel && isDescendant(state, of: place)
            }
            place = next
        }
        return true
    }
}
