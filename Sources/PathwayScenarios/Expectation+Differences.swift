import CEL
import PathwayEngine
package import PathwayModel

extension Expectation {
    /// What is not as expected after a step: a sentence each.
    func differences(from play: ScenarioPlay, isSend: Bool) -> [String] {
        var problems = outcomeDifferences(play, isSend: isSend)
        guard let state = play.state else {
            if states != nil || configuration != nil { problems.append("state: no case is enrolled") }
            return problems
        }
        problems += placeDifferences(state, play.pathway)
        problems += taskDifferences(state, play.pathway)
        problems += obligationDifferences(state, play.pathway)
        problems += decisionDifferences(state, play)
        problems += dataDifferences(state, play.pathway)
        problems += happeningDifferences(play)
        problems += promiseDifferences(state, play)
        return problems
    }

    // MARK: The answer

    private func outcomeDifferences(_ play: ScenarioPlay, isSend: Bool) -> [String] {
        var problems: [String] = []
        if isDuplicate, !play.isDuplicate { problems.append("duplicate: expected a repeated request, is a first one") }
        if let isAccepted { return problems + acceptanceDifferences(isAccepted, play) }
        switch (refused, play.refusal) {
        case (nil, nil): break
        case (let code?, nil): problems.append("refused: expected \(code), was accepted")
        case (let code?, let refusal?) where code != refusal.code:
            problems.append("refused: expected \(code), is \(refusal.code) (\(refusal.message))")
        case (_?, _?): break
        case (nil, let refusal?):
            let changesNothing = isSend && [Refusal.Code.notAccepted, Refusal.Code.caseClosed].contains(refusal.code)
            if !changesNothing, !isDuplicate {
                problems.append("refused: was refused with \(refusal.code) (\(refusal.message))")
            }
        }
        return problems
    }

    private func acceptanceDifferences(_ isAccepted: Bool, _ play: ScenarioPlay) -> [String] {
        switch (isAccepted, play.refusal) {
        case (true, nil), (false, _?): []
        case (true, let refusal?): ["accepted: was refused with \(refusal.code) (\(refusal.message))"]
        case (false, nil): ["accepted: expected a refusal, was accepted"]
        }
    }

    // MARK: Where the case is

    private func placeDifferences(_ state: CaseState, _ pathway: Pathway) -> [String] {
        var problems: [String] = []
        let leaves = state.leaves(in: pathway).map { pathway.states[$0].path }
        for name in states ?? [] {
            let named = pathway.states(named: name)
            if named.isEmpty {
                problems.append("state: the pathway has no state '\(name)'")
            } else if !named.contains(where: state.isActive) {
                problems.append("state: expected \(name), is \(leaves.joined(separator: ", "))")
            }
        }
        if let configuration, Set(configuration) != Set(leaves) {
            problems.append("configuration: expected \(Self.shown(configuration)), is \(Self.shown(leaves))")
        }
        if let outcome {
            let actual = if case .closed(let outcome) = state.status { outcome } else { "none" }
            if actual != outcome { problems.append("outcome: expected \(outcome), is \(actual)") }
        }
        return problems
    }

    // MARK: Tasks

    /// Those of broken promises are told by `broken`.
    private func taskDifferences(_ state: CaseState, _ pathway: Pathway) -> [String] {
        var problems: [String] = []
        let open = pathway.tasks.indices.filter { state.tasks[$0].status == .open }
        for expected in tasks ?? [] {
            guard let place = open.first(where: { pathway.tasks[$0].name == expected.task }) else {
                problems.append("tasks: expected \(expected.task) to be open, it is not")
                continue
            }
            let opening = state.tasks[place].opening
            if !Self.isDue(expected.due, opening?.due, opening?.dueAt) {
                let shown = Self.shown(opening?.due, opening?.dueAt)
                problems.append("tasks: expected \(expected.task) due \(Self.shown(expected.due)), is \(shown)")
            }
        }
        if areTasksExact {
            let expected = Set((tasks ?? []).map(\.task))
            for place in open where !expected.contains(pathway.tasks[place].name) && !pathway.tasks[place].saysOfBreach
            {
                problems.append("tasks_exactly: \(pathway.tasks[place].name) is open too")
            }
        }
        for pattern in noTasks ?? [] {
            for place in open where TaskPattern.matches(pathway.tasks[place].name, pattern) {
                problems.append("no_tasks: \(pathway.tasks[place].name) is open")
            }
        }
        return problems
    }

    /// Whether something is due as expected; where a date is, whatever instant of it.
    private static func isDue(_ expected: Due?, _ date: CalendarDate?, _ instant: Timestamp?) -> Bool {
        switch expected {
        case nil: date == nil
        case .date(let expected)?: date == expected
        case .instant(let expected)?: instant == expected
        }
    }

    private static func shown(_ due: Due?) -> String {
        switch due {
        case nil: "never"
        case .date(let date)?: date.description
        case .instant(let instant)?: instant.rfc3339()
        }
    }

    private static func shown(_ date: CalendarDate?, _ instant: Timestamp?) -> String {
        shown(instant.map { .instant($0) } ?? date.map { .date($0) })
    }

    /// Open tasks and owed decisions, by name.
    private func obligationDifferences(_ state: CaseState, _ pathway: Pathway) -> [String] {
        guard let obligations else { return [] }
        var actual: [(name: String, due: CalendarDate?, dueAt: Timestamp?)] = []
        for (task, record) in zip(pathway.tasks, state.tasks) where record.status == .open {
            guard !task.saysOfBreach || obligations.contains(where: { $0.task == task.name }) else { continue }
            actual.append((task.name, record.opening?.due, record.opening?.dueAt))
        }
        for (place, owed) in state.owed.sorted(by: { $0.key < $1.key }) {
            actual.append((pathway.transitions[place].id, owed.decision.due, nil))
        }
        var problems: [String] = []
        for expected in obligations {
            let known = actual.filter { $0.name == expected.task }
            guard let first = known.first else {
                problems.append("obligations: expected \(expected.task), nobody has to do it")
                continue
            }
            guard !known.contains(where: { Self.isDue(expected.due, $0.due, $0.dueAt) }) else { continue }
            let shown = Self.shown(first.due, first.dueAt)
            problems.append("obligations: expected \(expected.task) due \(Self.shown(expected.due)), is \(shown)")
        }
        let expected = Set(obligations.map(\.task))
        for one in actual where !expected.contains(one.name) {
            problems.append("obligations: \(one.name) is to be done too")
        }
        return problems
    }

    // MARK: Decisions

    private func decisionDifferences(_ state: CaseState, _ play: ScenarioPlay) -> [String] {
        guard proposed != nil || unmet != nil else { return [] }
        guard let explanation = play.machine.explain(state, at: play.clock, asking: play.ask) else {
            return ["proposed: the rules did not come to an answer"]
        }
        let decisions = explanation.ways.filter { way in
            if case .decision = play.pathway.transitions[way.transition].trigger { true } else { false }
        }
        var problems: [String] = []
        if let proposed {
            let actual = decisions.filter(\.isProposed).map { play.pathway.transitions[$0.transition].id }
            if Set(proposed) != Set(actual) {
                problems.append("proposed: expected \(Self.shown(proposed)), is \(Self.shown(actual))")
            }
        }
        for (id, criteria) in unmet ?? [] {
            guard let way = decisions.first(where: { play.pathway.transitions[$0.transition].id == id }) else {
                problems.append("unmet: no decision '\(id)' stands on an active state")
                continue
            }
            let actual = way.unmet.map(\.id)
            if Set(criteria) != Set(actual) {
                problems.append("unmet.\(id): expected \(Self.shown(criteria)), is \(Self.shown(actual))")
            }
        }
        return problems
    }

    // MARK: Values

    private func dataDifferences(_ state: CaseState, _ pathway: Pathway) -> [String] {
        (data ?? []).compactMap { name, text in
            guard let place = pathway.fields.firstIndex(where: { $0.name == name }) else {
                return "data: the pathway has no field '\(name)'"
            }
            let field = pathway.fields[place]
            let actual = state.value(of: FieldIndex(place), in: pathway)
            let expected = text.flatMap { Scalar.value(of: $0, as: field.type) }
            if text != nil, expected == nil { return "data.\(name): '\(text ?? "")' is no value of the field" }
            guard actual != expected else { return nil }
            return "data.\(name): expected \(expected?.shown ?? "nothing"), is \(actual?.shown ?? "nothing")"
        }
    }

    // MARK: What happened

    private func happeningDifferences(_ play: ScenarioPlay) -> [String] {
        var problems: [String] = []
        if let notified {
            let actual = play.facts.compactMap { fact -> Notification? in
                guard case .effect(.message(let message, let recipient, _)) = fact else { return nil }
                return Notification(to: recipient, message: play.pathway.messages[message].name)
            }
            if notified != actual {
                let shown = { (list: [Notification]) in Self.shown(list.map { "\($0.message) to \($0.to)" }) }
                problems.append("notified: expected \(shown(notified)), is \(shown(actual))")
            }
        }
        if let taken {
            let actual = play.facts.compactMap { fact -> String? in
                guard case .transitionTaken(let index, _) = fact else { return nil }
                return play.pathway.transitions[index].givenID
            }
            if taken != actual { problems.append("taken: expected \(Self.shown(taken)), is \(Self.shown(actual))") }
        }
        if let enrolled {
            let actual = play.facts.compactMap { fact -> String? in
                guard case .effect(.enroll(let pathway, _)) = fact else { return nil }
                return pathway
            }
            if enrolled != actual {
                problems.append("enrolled: expected \(Self.shown(enrolled)), is \(Self.shown(actual))")
            }
        }
        return problems
    }

    // MARK: What is promised

    private func promiseDifferences(_ state: CaseState, _ play: ScenarioPlay) -> [String] {
        var problems: [String] = []
        if let broken {
            let actual = play.facts.compactMap { fact -> String? in
                guard case .promise(let promise, .broken) = fact else { return nil }
                return play.pathway.promises[promise].id
            }
            if Set(broken) != Set(actual) {
                problems.append("broken: expected \(Self.shown(broken)), is \(Self.shown(actual))")
            }
        }
        if let standsStill {
            let actual = play.machine.standingStays(of: state).filter { $0.standsStill(on: play.today) }.map(\.state)
            let expected = standsStill.map { play.pathway.states(named: $0) }
            let isAll = expected.allSatisfy { $0.contains(where: actual.contains) }
            if !isAll || expected.count != actual.count {
                let shown = Self.shown(actual.map { play.pathway.states[$0].path })
                problems.append("stands_still: expected \(Self.shown(standsStill)), is \(shown)")
            }
        }
        if let isLost {
            let actual = play.machine.isLost(state, at: play.clock)
            if actual != isLost {
                problems.append("lost: expected \(isLost ? "it is" : "it is not"), \(actual ? "it is" : "it is not")")
            }
        }
        return problems
    }

    private static func shown(_ words: [String]) -> String { "[\(words.joined(separator: ", "))]" }
}

extension Pathway {
    /// The states whose path is this, or ends with these parts.
    package func states(named name: String) -> [StateIndex] {
        let suffix = ".\(name)"
        return states.indices.dropFirst().filter { states[$0].path == name || states[$0].path.hasSuffix(suffix) }
            .map { StateIndex($0) }
    }
}
