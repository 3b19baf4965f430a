import CEL
import PathwayModel

/// Tells what the texts written out in an expression name, seen from the state in which it stands.
struct NameResolver: LiteralResolver {
    let draft: Draft
    let scope: StateIndex

    func resolve(_ text: String, kind: Int) -> LiteralResolution {
        switch LiteralKind(rawValue: kind) {
        case .state: state(text)
        case .event: event(text)
        case .task:
            place(draft.tasks[text]?.position, "the task '\(text)' is not declared", text, draft.tasks.names)
        case .taskGlob: glob(text)
        case .consent:
            place(
                draft.consentKinds.firstIndex(of: text), "write the kind of consent out, as in consent(\"treatment\")",
                text, [])
        case .sessionType:
            place(
                draft.sessionTypes.firstIndex(of: text), "no state has sessions of the type '\(text)'", text,
                draft.sessionTypes)
        case .decision: decision(text)
        case nil: .failed(message: "'\(text)' names nothing", suggestions: [])
        }
    }

    private func place(_ place: Int?, _ message: String, _ text: String, _ names: [String]) -> LiteralResolution {
        guard let place else {
            return .failed(message: message, suggestions: Suggestions.nearest(to: text, among: names))
        }
        return .resolved(Int64(place), result: nil)
    }

    private func state(_ text: String) -> LiteralResolution {
        switch draft.tree.resolve(text, from: scope) {
        case .found(let state): return .resolved(Int64(state.position), result: nil)
        case .ambiguous(let states):
            let paths = states.map { draft.tree[$0].path }
            let listed = paths.map { "'\($0)'" }.joined(separator: " or ")
            return .failed(message: "state '\(text)' may be \(listed)", suggestions: paths)
        case .unknown(let similar):
            return .failed(
                message: "state '\(text)' is not declared in this pathway",
                suggestions: similar.map { draft.tree.shortName($0) })
        }
    }

    private func event(_ text: String) -> LiteralResolution {
        var name = text
        let done = "done.state."
        if text.hasPrefix(done),
            case .found(let state) = draft.tree.resolve(String(text.dropFirst(done.count)), from: scope)
        {
            name = done + draft.tree[state].path
        }
        guard let event = draft.events[name] else {
            let about = text.hasPrefix("recorded.") ? text.dropFirst("recorded.".count) : ""
            if let instrument = draft.unusedInstrument(about) {
                return .failed(
                    message: "'\(text)' never comes: this pathway does not use the instrument '\(instrument)'",
                    suggestions: [])
            }
            return .failed(
                message: "the event '\(text)' is not declared in this pathway",
                suggestions: Suggestions.nearest(to: text, among: draft.events.names))
        }
        return .resolved(Int64(event.position), result: .list(.object(draft.objectType(of: event))))
    }

    private func glob(_ text: String) -> LiteralResolution {
        guard let place = draft.taskGlobs.firstIndex(where: { $0.pattern == text }) else {
            return .failed(message: "write the tasks' name out, as in open_tasks(\"safety_*\")", suggestions: [])
        }
        guard !draft.taskGlobs[place].tasks.isEmpty else {
            return .failed(
                message: "no task is called '\(text)'",
                suggestions: Suggestions.nearest(to: text, among: draft.tasks.names))
        }
        return .resolved(Int64(place), result: nil)
    }

    private func decision(_ text: String) -> LiteralResolution {
        guard let place = draft.decisions[text] else {
            return .failed(
                message: "the decision table '\(text)' is not declared, or stands further down",
                suggestions: Suggestions.nearest(to: text, among: draft.decisions.names))
        }
        let program = draft.decisions[place].program
        return .resolved(Int64(place.position), result: program.type, cost: program.estimatedCost)
    }
}

extension Draft {
    func objectType(of event: EventIndex) -> Int {
        BuiltInObject.allCases.count + instruments.elements.count + event.position
    }
}
