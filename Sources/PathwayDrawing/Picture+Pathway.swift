import CEL
package import PathwayModel

extension Picture {
    /// A pathway as it is declared.
    package init(_ pathway: Pathway) {
        let drawing = Drawing(pathway)
        self.init(
            title: pathway.title, version: pathway.version,
            boxes: pathway.states[Pathway.root].children.map { drawing.box($0) }, arrows: drawing.arrows,
            levels: pathway.levels.enumerated().map {
                Level(name: $1, rank: $0 + 1, count: pathway.levels.count)
            })
    }
}

extension Picture.Arrow {
    static func id(of way: TransitionIndex) -> String { "way \(way.position)" }
}

/// Puts a pathway's parts into the words of a picture.
private struct Drawing {
    let pathway: Pathway
    private let first: PlaceSet<State>

    init(_ pathway: Pathway) {
        self.pathway = pathway
        first = pathway.states.reduce(into: PlaceSet()) { first, state in
            for place in state.initial {
                first.insert(place)
                // What is around it, up to the state that is entered.
                var around = pathway.states[place].parent
                while let outer = around, pathway.states[outer].depth > state.depth {
                    first.insert(outer)
                    around = pathway.states[outer].parent
                }
            }
        }
    }

    // MARK: Boxes

    func box(_ place: StateIndex) -> Picture.Box {
        let state = pathway.states[place]
        return Picture.Box(
            path: state.path, title: state.title ?? state.name, kind: kind(of: state),
            isFirst: first.contains(place) && !state.isHistory, stay: stay(in: state),
            level: level(of: state),
            sessions: state.sessions.map { words(of: $0) },
            tasks: state.tasks.map { words(of: $0) }, inside: state.children.map { box($0) })
    }

    /// Where another one or none is given around it.
    private func level(of state: State) -> Picture.Level? {
        guard let name = state.level, state.parent.flatMap({ pathway.states[$0].level }) != name else { return nil }
        return pathway.levels.firstIndex(of: name).map {
            Picture.Level(name: name, rank: $0 + 1, count: pathway.levels.count)
        }
    }

    private func kind(of state: State) -> Picture.Box.Kind {
        if let outcome = state.outcome { return .end(outcome: outcome) }
        switch state.kind {
        case .atomic: return .state
        case .compound: return .group
        case .parallel: return .regions
        case .final: return .done
        case .history(let deep, keepsClock: _): return .history(deep: deep)
        }
    }

    private func stay(in state: State) -> String? {
        switch state.expected {
        case .length(let delay)?:
            return ["usually \(delay.text)", state.owner].compactMap { $0 }.joined(separator: ", ")
        case .unlimited(let because)?: return "as long as it takes: \(because)"
        case nil: return nil
        }
    }

    private func words(of plan: SessionPlan) -> String {
        let length = plan.minutes.map { ", \($0) minutes each" } ?? ""
        return "\(plan.perWeek) × \(plan.type) a week\(length)"
    }

    private func words(of task: StateTask) -> String {
        let definition = pathway.tasks[task.task]
        let opened: String? =
            switch task.opening {
            case .onEntry: nil
            case .after(let delay): "after \(delay.text)"
            case .every(let delay): "every \(delay.text)"
            case .when(let condition, let every):
                ["when \(words(of: condition))", every.map { "every \($0.text)" }].compactMap { $0 }.joined(
                    separator: ", ")
            }
        let due: String? =
            switch task.due ?? definition.due {
            case .after(let delay): "due in \(delay.text)"
            case .at(let program, isFixed: _): "due on \(program.source)"
            case .open: nil
            }
        let facts = [definition.role, due, opened].compactMap { $0 }.joined(separator: ", ")
        let mark = definition.isSafety ? "safety: " : ""
        return facts.isEmpty ? mark + definition.title : "\(mark)\(definition.title) (\(facts))"
    }

    // MARK: Arrows

    var arrows: [Picture.Arrow] {
        pathway.states.flatMap { state in state.transitions.map { arrow($0) } }
            + pathway.states.flatMap { state in state.reactions.map { arrow($0, in: state) } }
    }

    private func arrow(_ index: TransitionIndex) -> Picture.Arrow {
        let way = pathway.transitions[index]
        return Picture.Arrow(
            id: Picture.Arrow.id(of: index), kind: kind(of: way), name: way.givenID,
            from: pathway.states[way.source].path,
            to: way.targets.map { pathway.states[$0].path }, cause: cause(of: way), conditions: conditions(of: way),
            because: way.refuse.map { $0.message ?? $0.code } ?? way.because, isSafety: way.isSafety)
    }

    private func arrow(_ index: ReactionIndex, in state: State) -> Picture.Arrow {
        let reaction = pathway.reactions[index]
        return Picture.Arrow(
            id: "reaction \(index.position)", kind: .event, name: nil, from: state.path, to: [],
            cause: words(of: reaction.events),
            conditions: [reaction.when.map { words(of: $0) }].compactMap { $0 },
            because: words(of: reaction.actions), isSafety: false)
    }

    private func kind(of way: Transition) -> Picture.Arrow.Kind {
        if way.refuse != nil { return .refused }
        switch way.trigger {
        case .event: return .event
        case .decision: return .decision
        case .automatic: return way.after == nil ? .automatic : .time
        }
    }

    private func cause(of way: Transition) -> String {
        switch way.trigger {
        case .automatic: return way.after.map { "after \($0.text)" } ?? "by itself"
        case .event(let events):
            return [words(of: events), way.after.map { "after \($0.text)" }].compactMap { $0 }.joined(separator: ", ")
        case .decision(let decision):
            let who = way.by.map { $0.joined(separator: " or ") } ?? "anybody"
            let limit = decision.within.map { " within \($0.text)" } ?? ""
            return "\(who) decides\(limit)" + (decision.overridable ? ", also with a reason" : "")
        }
    }

    private func words(of events: PlaceSet<Event>) -> String {
        let names = events.map { pathway.events[$0].name }
        guard names.count > Self.mostEvents else { return names.joined(separator: " or ") }
        return "one of \(names.count) events: \(names.prefix(Self.mostEvents).joined(separator: ", ")) …"
    }

    private static let mostEvents = 3

    private func conditions(of way: Transition) -> [String] {
        let guards: [String] =
            switch way.when {
            case .all(let parts)?: parts.map { words(of: $0) }
            case let condition?: [words(of: condition)]
            case nil: []
            }
        let hard = Set(way.checks.filter { $0.criterion.hard != nil }.map(\.criterion.id))
        let required = way.checks.filter { !hard.contains($0.criterion.id) }.map {
            "required: \(words(of: $0.criterion))"
        }
        return guards + required
    }

    private func words(of condition: Condition) -> String {
        switch condition {
        case .all(let parts): return joined(parts, "and")
        case .any(let parts): return joined(parts, "or")
        case .not(let part): return "not (\(words(of: part)))"
        case .criterion(let criterion):
            return words(of: criterion) + (criterion.hard == nil ? "" : " (no reason passes it)")
        }
    }

    private func joined(_ parts: [Condition], _ word: String) -> String {
        parts.map { part in
            switch part {
            case .all(let inner) where inner.count > 1, .any(let inner) where inner.count > 1: "(\(words(of: part)))"
            case .all, .any, .not, .criterion: words(of: part)
            }
        }.joined(separator: " \(word) ")
    }

    private func words(of criterion: Criterion) -> String {
        if let label = criterion.label { return label }
        return switch criterion.body {
        case .expression(let program): program.source.onOneLine
        case .namedGuard(let index): pathway.guards[index].name
        case .rule(let use): pathway.ruleUses[use].rule
        }
    }

    /// What is done; nil where that is nothing to be told of.
    private func words(of actions: [Action]) -> String? {
        let told = actions.map { action in
            switch action {
            case .notify(let recipient, let message, via: _):
                "tells the \(recipient): \(pathway.messages[message].name)"
            case .set(let values), .add(let values):
                "sets \(values.map { pathway.fields[$0.field].name }.joined(separator: ", "))"
            case .openTask(let task, due: _): "asks for: \(pathway.tasks[task].title)"
            case .closeTasks(let tasks): "ends: \(tasks.map { pathway.tasks[$0].title }.joined(separator: ", "))"
            case .raise(let event): "sends itself \(pathway.events[event].name)"
            case .attend(let status, type: _): "counts a session as \(status.rawValue)"
            case .enroll(let pathway, with: _): "begins a case of \(pathway)"
            }
        }
        return told.isEmpty ? nil : told.joined(separator: "; ")
    }
}
