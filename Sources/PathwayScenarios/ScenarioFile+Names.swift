import CEL
import PathwayCompiler
package import PathwayModel

extension ScenarioFile {
    /// A warning for each name in the stories that the pathway does not have: such a step would change nothing, and say
    /// nothing. For a rule that it does not ask an error: the story would be about another case than it says.
    package func unknownNames(in pathway: Pathway) -> [Diagnostic] {
        let names = PathwayNames(pathway)
        return unknownRules(in: pathway)
            + scenarios.flatMap { scenario in
                scenario.steps.flatMap { step in
                    names.unknown(in: step).map { what in
                        Diagnostic(
                            .unknownInTest, "\(what) is not in the pathway '\(pathway.identifier)'", at: step.span)
                    }
                }
            }
    }

    /// An error for each rule that the stories answer for and the pathway does not ask.
    package func unknownRules(in pathway: Pathway) -> [Diagnostic] {
        let rules = Set(pathway.ruleUses.map(\.rule))
        let said = scenarios.flatMap { scenario in scenario.standIns + scenario.steps.flatMap(\.standIns) }
        return said.filter { !rules.contains($0.rule) }.map { one in
            let nearest = Suggestions.nearest(to: one.rule, among: rules)
            let known = rules.isEmpty ? "it asks no rule" : "it asks \(Suggestions.listed(rules.sorted()))"
            return Diagnostic(
                .unknownRule, "the pathway '\(pathway.identifier)' does not ask the rule '\(one.rule)'", at: one.span,
                hint: Suggestions.hint(Array(nearest.prefix(1))) ?? known)
        }
    }
}

/// What stories may name of a pathway.
private struct PathwayNames {
    private let pathway: Pathway
    private let events: Set<String>
    private let tasks: Set<String>
    private let fields: Set<String>
    private let decisions: Set<String>

    init(_ pathway: Pathway) {
        self.pathway = pathway
        events = Set(pathway.events.filter { $0.kind == .declared }.map(\.name))
        tasks = Set(pathway.tasks.map(\.name))
        fields = Set(pathway.fields.map(\.name) + pathway.instruments.map(\.name))
        decisions = Set(
            pathway.transitions.compactMap { transition in
                if case .decision = transition.trigger { transition.id } else { nil }
            })
    }

    func unknown(in step: ScenarioStep) -> [String] {
        (step.input.map { unknown(in: $0, refused: step.expect.refused) } ?? []) + unknown(in: step.expect)
    }

    private func unknown(in input: ScenarioInput, refused: String?) -> [String] {
        // A story that expects a refusal may name what is not there on purpose.
        guard refused == nil else { return [] }
        switch input {
        case .given(let input): return unknown(in: input)
        case .correct(_, let recordings, _): return unknown(in: recordings)
        case .withdraw, .undo: return []
        }
    }

    private func unknown(in recordings: [Input.Recording]) -> [String] {
        recordings.compactMap { recording in
            switch recording {
            case .field(let name, _), .instrument(let name, _): fields.contains(name) ? nil : "the value '\(name)'"
            case .session: nil
            }
        }
    }

    private func unknown(in input: Input) -> [String] {
        switch input {
        case .send(let event, _): return events.contains(event) ? [] : ["the event '\(event)'"]
        case .record(let recordings), .correct(_, let recordings, _): return unknown(in: recordings)
        case .complete(let task, _): return tasks.contains(task) ? [] : ["the task '\(task)'"]
        case .decide(.transition(let id), _): return decisions.contains(id) ? [] : ["the decision '\(id)'"]
        case .decide(.target(let state), _): return states([state])
        case .consent(let changes):
            return changes.filter { !pathway.consentKinds.contains($0.kind) }.map { "consent to '\($0.kind)'" }
        case .extend(let state, _, _): return states(state.map { [$0] } ?? [])
        case .enroll, .attend, .tend, .withdraw, .undo, .mendClock, .heard, .delivery, .page, .wake: return []
        }
    }

    private func unknown(in expect: Expectation) -> [String] {
        let named = (expect.tasks ?? []).map(\.task)
        let promises = pathway.promises.map(\.id)
        return states((expect.states ?? []) + (expect.configuration ?? []) + (expect.standsStill ?? []))
            + (expect.broken ?? []).filter { !promises.contains($0) }.map { "the promise '\($0)'" }
            + named.filter { !tasks.contains($0) }.map { "the task '\($0)'" }
            + (expect.noTasks ?? []).filter { pattern in !tasks.contains { TaskPattern.matches($0, pattern) } }
            .map { "the task '\($0)'" }
            + (expect.data ?? []).map(\.field).filter { !fields.contains($0) }.map { "the value '\($0)'" }
            + ((expect.proposed ?? []) + (expect.unmet ?? []).map(\.transition)).filter { !decisions.contains($0) }
            .map { "the decision '\($0)'" }
    }

    private func states(_ names: [String]) -> [String] {
        names.filter { pathway.states(named: $0).isEmpty }.map { "the state '\($0)'" }
    }
}
