import PathwayModel
import StepwellClinic

/// Every state in words: what is asked of whom by when, what leads on and who decides, what interrupts, what ends it.
struct StateSections {
    let words: PathwayWords
    private let ways: WayWords
    private var pathway: Pathway { words.pathway }

    init(_ words: PathwayWords) {
        self.words = words
        ways = WayWords(words: words)
    }

    var sections: [PaperSection] {
        let states = pathway.states.indices.dropFirst().map { StateIndex($0) }
        return [
            PaperSection("states", "Every state in words", states.map { article($0) }),
            PaperSection("anywhere", "What holds wherever a case is", anywhere),
        ]
    }

    // MARK: One state

    private func article(_ index: StateIndex) -> HTML {
        let state = pathway.states[index]
        let id = PathwayWords.id(of: index)
        let parts =
            [HTML(.h3, [.id(id)], name(of: state))]
            + place(of: index) + entry(state) + stay(state) + sessions(state) + tasks(state)
            + list("What leads on from here, and what ends it", leading(state).map { ways.item($0) })
            + list("What happens in place", inPlace(state))
            + list("What also leads away, from what is around it", around(index)) + nothing(state)
        return HTML(.article, [.style("state"), .labelled(by: id)], parts)
    }

    /// What people call it, with the name that tests and commands take where that is another.
    private func name(of state: State) -> HTML {
        let title = state.title ?? state.name
        return title == state.path ? "\(title)" : "\(title) \(.code(state.path))"
    }

    private func list(_ title: HTML, _ items: [HTML], _ heading: Tag = .h4) -> [HTML] {
        items.isEmpty ? [] : [HTML(heading, title), HTML(.ul, items)]
    }

    private func place(of index: StateIndex) -> [HTML] {
        let state = pathway.states[index]
        var facts: [HTML] = []
        let around = chain(above: index)
        if !around.isEmpty { facts.append("Inside \(around.map { words.link($0) }.joined(", in "))") }
        if let outcome = state.outcome {
            facts.append("\(.strong("Closes the case")) as \(.code(outcome))")
            facts.append(
                state.endsSafety
                    ? "Safety tasks end with it too" : "Safety tasks stay open, and so do tasks that outlast a close")
        }
        switch state.kind {
        case .atomic: break
        case .compound: facts.append("A case is in one of \(inside(state))")
        case .parallel: facts.append("A case is in all of \(inside(state)) at once")
        case .final: if state.outcome == nil { facts.append("What is around it is done") }
        case .history(let deep, let keepsClock):
            facts.append(
                "Leads back to where the case was\(deep ? ", all the way down" as HTML : .nothing)"
                    + (keepsClock ? ", and the stay goes on as if it had not been interrupted" : .nothing))
        }
        return facts.isEmpty ? [] : [HTML(.p, facts.map { "\($0)." }.joined(" "))]
    }

    private func inside(_ state: State) -> HTML {
        state.children.filter { !pathway.states[$0].isHistory }.map { words.link($0) }.joined(", ")
    }

    private func entry(_ state: State) -> [HTML] {
        let parts: [(HTML, [Action])] = [("On entry it", state.entry), ("When it is left it", state.exit)]
        return parts.filter { !$0.1.isEmpty }.map { HTML(.p, "\($0.0) \(words.words(for: $0.1)).") }
    }

    private func stay(_ state: State) -> [HTML] {
        let sources = words.notes.notes.first {
            $0.file == state.span.file && $0.line > state.span.start.line && $0.line <= state.span.start.line + 4
                && $0.code.hasPrefix("expected:")
        }
        let source = sources.map { " \(HTML(.span, [.style("source")], "\($0.text)"))" as HTML } ?? .nothing
        let owner: HTML =
            state.owner.map { "\($0) sees to one that lasts longer" } ?? "nobody owns one that lasts longer"
        switch state.expected {
        case .length(let delay)?: return [HTML(.p, "A stay is usually \(.strong("\(delay.text)")); \(owner).\(source)")]
        case .unlimited(let because)?: return [HTML(.p, "A stay may last as long as it takes: \(because).\(source)")]
        case nil: return []
        }
    }

    private func sessions(_ state: State) -> [HTML] {
        state.sessions.map { plan in
            let minutes: HTML = plan.minutes.map { " of \($0) minutes" } ?? .nothing
            let missed: HTML =
                plan.unrecordedAfter.map {
                    " Where none is recorded for \($0.text), that is on the list of \(plan.role ?? "anybody")."
                } ?? .nothing
            return HTML(.p, "\(plan.perWeek) \(plan.type) sessions\(minutes) a week.\(missed)")
        }
    }

    private func tasks(_ state: State) -> [HTML] {
        let items = state.tasks.map { plan -> HTML in
            let task = pathway.tasks[plan.task]
            let end: HTML = plan.untilExit ? "; it ends when the state is left" : .nothing
            let safety: HTML = task.isSafety ? "\(HTML(.span, [.style("mark")], "safety")) " : .nothing
            return HTML(
                .li,
                "\(safety)\(.strong(words.link(plan.task))) \u{2014} \(task.role ?? "anybody"), \(words.due(plan.due ?? task.due)); "
                    + words.opening(plan.opening) + end)
        }
        return list("What is asked of whom, by when", items)
    }

    private func nothing(_ state: State) -> [HTML] {
        state.staysBecause.map { [HTML(.p, "Where nothing of this holds the case stays, on purpose: \($0).")] } ?? []
    }

    // MARK: Ways

    private func leading(_ state: State) -> [TransitionIndex] {
        state.transitions.filter { !pathway.transitions[$0].targets.isEmpty }
    }

    private func inPlace(_ state: State) -> [HTML] {
        let ways = state.transitions.filter { pathway.transitions[$0].targets.isEmpty }.map { self.ways.item($0) }
        return ways + state.reactions.map { reaction($0) }
    }

    private func reaction(_ index: ReactionIndex) -> HTML {
        let reaction = pathway.reactions[index]
        let condition = reaction.when.map { words.conditions($0) } ?? .nothing
        return HTML(
            .li, [.style("way")],
            HTML(.p, .strong("On \(words.words(for: reaction.events))")), condition,
            HTML(.p, "It \(words.words(for: reaction.actions))."))
    }

    /// What is around a state, from the inside out, without the pathway itself.
    private func chain(above index: StateIndex) -> [StateIndex] {
        var around: [StateIndex] = []
        var next = pathway.states[index].parent
        while let state = next, state != Pathway.root {
            around.append(state)
            next = pathway.states[state].parent
        }
        return around
    }

    private func around(_ index: StateIndex) -> [HTML] {
        guard !pathway.states[index].isHistory else { return [] }
        let ways = chain(above: index).flatMap { state in
            leading(pathway.states[state]).map { way in
                HTML(.li, "From \(words.link(state)): \(self.ways.line(way))")
            }
        }
        // A closed case takes no way of the pathway itself.
        let general = pathway.states[index].outcome == nil ? leading(pathway.states[Pathway.root]) : []
        guard !general.isEmpty else { return ways }
        let targets = general.map { self.ways.target($0) }.joined(", ")
        return ways + [HTML(.li, "As \(HTML.link("anywhere", "from anywhere")): \(targets)")]
    }

    private var anywhere: [HTML] {
        let root = pathway.states[Pathway.root]
        let all =
            list("What leads away from anywhere", leading(root).map { ways.item($0) }, .h3)
            + list("What happens wherever a case is", inPlace(root), .h3)
        let asked = HTML(.p, "Whatever state a case is in, this holds as well, unless a state says something else.")
        return all.isEmpty ? [HTML(.p, "Nothing: each state says all of it.")] : [asked] + all
    }
}
