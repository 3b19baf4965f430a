extension PlainPathway {
    /// The pathway as an author writes it.
    var yaml: String {
        """
        stepwell: 1
        pathway: plain
        version: "1"
        title: Plain
        expected: {none: A chart by chance}
        data:
          x: {type: integer, min: 0, max: 9, default: 0}
          y: {type: integer, min: -100, max: 100, fresh_for: 3 days}
          flag: boolean
        events: {a: {}, b: {}, c: {log: true}, d: {}}
        tasks:
          t1: {title: One, due: 2 days}
          t2: {title: Two, due: 1 business day, closed_by: [recorded.x]}
          t3: {title: Three, due: {at: 'today + days(x)'}}
          t4: {title: Four, after_close: true, closed_by: c}
        reactions: \(list(root.reactions.map(\.yaml)))
        transitions: \(list(root.transitions.map(\.yaml)))
        states: \(map(root.children))

        """
    }
}

private func list(_ items: [String]) -> String { "[\(items.joined(separator: ", "))]" }

private func map(_ states: [PlainState]) -> String {
    "{\(states.map { "\($0.name): \($0.yaml)" }.joined(separator: ", "))}"
}

extension PlainState {
    fileprivate var yaml: String {
        var keys: [String] = []
        switch kind {
        case .plain: break
        case .parallel: keys.append("type: parallel")
        case .final: keys.append("type: final")
        case .history(let deep, let keepsClock):
            keys.append("type: history, depth: \(deep ? "deep" : "shallow")")
            if keepsClock { keys.append("clock: keep") }
        }
        if let outcome { keys.append("outcome: \(outcome)") }
        if hasSessions { keys.append("sessions: [{type: group, per_week: 3}]") }
        if !entry.isEmpty { keys.append("entry: \(list(entry.map(\.yaml)))") }
        if !exit.isEmpty { keys.append("exit: \(list(exit.map(\.yaml)))") }
        if !tasks.isEmpty { keys.append("tasks: \(list(tasks.map(\.yaml)))") }
        if !reactions.isEmpty { keys.append("reactions: \(list(reactions.map(\.yaml)))") }
        if !transitions.isEmpty {
            let texts = isHistory ? ["{to: \(transitions[0].targets[0])}"] : transitions.map(\.yaml)
            keys.append("transitions: \(list(texts))")
        }
        if !children.isEmpty { keys.append("states: \(map(children))") }
        return "{\(keys.joined(separator: ", "))}"
    }
}

extension PlainDelay {
    fileprivate var yaml: String {
        switch self {
        case .hours(let hours): "\(hours) hours"
        case .days(let days): "\(days) days"
        }
    }
}

extension PlainStateTask {
    fileprivate var yaml: String {
        var keys = ["task: \(task)"]
        switch opening {
        case .onEntry: break
        case .after(let delay): keys.append("after: \(delay.yaml)")
        case .every(let delay): keys.append("every: \(delay.yaml)")
        case .when(let condition, let every):
            keys.append("when: '\(condition.yaml)'")
            if let every { keys.append("every: \(every.yaml)") }
        }
        if untilExit { keys.append("until: exit") }
        return "{\(keys.joined(separator: ", "))}"
    }
}

extension PlainTransition {
    fileprivate var yaml: String {
        var keys = ["id: \(decision?.id ?? key)"]
        if !events.isEmpty { keys.append("event: \(list(events.map { "\"\($0)\"" }))") }
        if let decision {
            keys.append("decide: {override: \(decision.mayOverride ? "with_reason" : "prohibited")}")
            let criteria = decision.criteria.map { criterion in
                "{id: \(criterion.id), is: '\(criterion.guard.yaml)'\(criterion.hard.map { ", hard: \($0)" } ?? "")}"
            }
            keys.append("when: {all: \(list(criteria))}")
        }
        if case .always = when {} else { keys.append("when: '\(when.yaml)'") }
        if let after { keys.append("after: \(after.yaml)") }
        if let require { keys.append("require: [{id: \(require.code), is: '\(require.guard.yaml)'}]") }
        if let refuse { keys.append("refuse: \(refuse)") }
        if targets.count == 1 { keys.append("to: \(targets[0])") }
        if targets.count > 1 { keys.append("to: \(list(targets))") }
        if isInternal { keys.append("kind: internal") }
        if !actions.isEmpty { keys.append("do: \(list(actions.map(\.yaml)))") }
        return "{\(keys.joined(separator: ", "))}"
    }
}

extension PlainReaction {
    fileprivate var yaml: String {
        let condition = if case .always = when { "" } else { ", when: '\(when.yaml)'" }
        return "{event: \(list(events.map { "\"\($0)\"" }))\(condition), do: \(list(actions.map(\.yaml)))}"
    }
}

extension PlainAction {
    fileprivate var yaml: String {
        switch self {
        case .set(let field, .number(let number)): "{set: {\(field): \(number)}}"
        case .set(let field, .bool(let bool)): "{set: {\(field): \(bool)}}"
        case .set(let field, .fieldPlus(let other, let number)): "{set: {\(field): '\(other) + \(number)'}}"
        case .openTask(let task): "{open_task: \(task)}"
        case .closeTasks(let prefix): "{close_task: \"\(prefix)*\"}"
        case .raise(let event): "{raise: \(event)}"
        }
    }
}

extension PlainGuard {
    fileprivate var yaml: String {
        switch self {
        case .always: "true"
        case .isMore(let field, let number): "\(field) > \(number)"
        case .isTrue(let field): field
        case .isKnown(let field): "known(\(field))"
        case .all(let left, let right): "(\(left.yaml)) && (\(right.yaml))"
        case .any(let left, let right): "(\(left.yaml)) || (\(right.yaml))"
        case .not(let inner): "!(\(inner.yaml))"
        case .noOpenTasks: "open_tasks(\"t*\") == 0"
        case .attended(let count): "attendance.attended >= \(count)"
        case .happened(let event, let count): "occurrences(\"\(event)\").size() >= \(count)"
        case .isActive(let state): "active(\"\(state)\")"
        }
    }
}
