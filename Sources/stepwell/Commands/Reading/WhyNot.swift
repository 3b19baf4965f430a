import ArgumentParser
import PathwayEngine
import PathwayModel
import PathwayScenarios
import StepwellRuntime

/// `why-not`: what stands between a case and one state.
struct WhyNot: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "why-not",
        abstract: "Say what stands between a case and a state.",
        discussion: "stepwell why-not P-17 follow_up")

    @Argument(help: "The case's id, or the patient who has just one.")
    var `case`: String

    @Argument(help: "The state, by its path or its last parts.")
    var state: String

    @OptionGroup var clinic: ClinicOptions
    @OptionGroup var time: TimeOptions

    func run() throws {
        let clinic = try clinic.open()
        let view = try CaseView(try clinic.caseID(self.case), clinic, when: try time.asked(in: clinic))
        let target = try target(in: view)
        let route = Route(view, to: target)
        if self.clinic.json {
            Output.json(route.json)
        } else {
            Output.lines(route.lines)
        }
    }

    private func target(in view: CaseView) throws -> StateIndex {
        let named = view.pathway.states(named: state)
        guard let only = named.first else {
            throw Failure(.missing, "no_such_state", "the pathway has no state '\(state)'")
        }
        guard named.count == 1 else {
            let paths = named.map { view.pathway.states[$0].path }.joined(separator: ", ")
            throw Failure(.usage, "ambiguous_state", "'\(state)' may be \(paths)")
        }
        return only
    }
}

/// The way from where a case is to a state: the first steps with what they depend on, the later ones by name.
struct Route {
    private let view: CaseView
    private let target: StateIndex
    /// Transitions of active states that lead there, or on the way there.
    private let first: [Explanation.Way]
    /// The shortest sequence of transitions after the first.
    private let then: [TransitionIndex]

    init(_ view: CaseView, to target: StateIndex) {
        self.view = view
        self.target = target
        let routes = Route.routes(view, to: target)
        let shortest = routes.values.map(\.count).min()
        first = view.explanation.ways.filter { way in routes[way.transition].map { $0.count == shortest } ?? false }
        then = first.first.flatMap { routes[$0.transition] } ?? []
    }

    /// For each transition that can be taken now, what has to follow it to get there; none where it leads nowhere.
    private static func routes(_ view: CaseView, to target: StateIndex) -> [TransitionIndex: [TransitionIndex]] {
        var routes: [TransitionIndex: [TransitionIndex]] = [:]
        for way in view.explanation.ways where view.pathway.transitions[way.transition].refuse == nil {
            routes[way.transition] = rest(after: way.transition, view.pathway, target)
        }
        return routes
    }

    private static func rest(
        after start: TransitionIndex, _ pathway: Pathway, _ target: StateIndex
    ) -> [TransitionIndex]? {
        var pending: [(transition: TransitionIndex, path: [TransitionIndex])] = [(start, [])]
        var seen: Set<TransitionIndex> = [start]
        while !pending.isEmpty {
            let (transition, path) = pending.removeFirst()
            var entered: Set<StateIndex> = []
            for state in pathway.transitions[transition].targets { pathway.enter(state, &entered) }
            if entered.contains(target) { return path }
            for state in entered {
                for next in pathway.states[state].transitions
                where !pathway.transitions[next].targets.isEmpty && seen.insert(next).inserted {
                    pending.append((next, path + [next]))
                }
            }
        }
        return nil
    }

    var lines: [String] {
        let pathway = view.pathway
        let name = pathway.title(of: target)
        if view.state.isActive(target) { return ["The case is in \(name) now."] }
        guard !first.isEmpty else {
            return [
                "Nothing leads from \(view.leaves.map { pathway.title(of: $0) }.joined(separator: ", ")) to \(name)."
            ]
        }
        let words = WayWords(view: view, paint: Paint(isOn: Output.colors(1)))
        var lines = [then.isEmpty ? "To \(name):" : "To \(name) it is \(then.count + 1) steps. The first:"]
        lines += first.flatMap { words.lines(for: $0) }
        for (place, index) in then.enumerated() {
            let transition = pathway.transitions[index]
            let targets = transition.targets.map { pathway.title(of: $0) }.joined(separator: ", ")
            lines.append("  then, step \(place + 2): \(pathway.name(of: index)) → \(targets)")
        }
        return lines
    }

    var json: JSON {
        [
            "case": .string(view.id.text), "state": .string(view.pathway.states[target].path),
            "active": .bool(view.state.isActive(target)), "first": .array(first.map { WhyJSON(view: view).json($0) }),
            "then": JSON(then.map { view.pathway.name(of: $0) }),
        ]
    }
}

extension Pathway {
    /// The states that are active once a state has been entered, its ancestors included.
    fileprivate func enter(_ state: StateIndex, _ entered: inout Set<StateIndex>) {
        guard entered.insert(state).inserted else { return }
        if let parent = states[state].parent { entered.insert(parent) }
        switch states[state].kind {
        case .compound: for initial in states[state].initial { enter(initial, &entered) }
        case .parallel: for child in states[state].children where !states[child].isHistory { enter(child, &entered) }
        case .history:
            guard let fallback = states[state].historyDefault else { return }
            for target in transitions[fallback].targets { enter(target, &entered) }
        case .atomic, .final: break
        }
    }
}
