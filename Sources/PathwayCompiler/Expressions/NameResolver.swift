import CEL
import PathwayModel

/// Tells what the texts written out in an expression name, seen from the state in which it stands.
struct NameResolver: LiteralResolver {
    let symbols: SymbolTable
    let sources: SourceTexts
    let decisions: Table<DecisionTable>
    let scope: StateIndex
    /// Whether it says what was probably meant.
    let suggests: Bool

    func resolve(_ text: String, kind: Int) -> LiteralResolution {
        switch LiteralKind(rawValue: kind) {
        case .state: state(text)
        case .event: event(text)
        case .task:
            place(symbols.tasks[text]?.position, "the task '\(text)' is not declared", text, symbols.tasks.names)
        case .taskGlob: glob(text)
        case .consent:
            place(
                symbols.consentKinds[text],
                "write the kind of consent out, as in consent(\"treatment\")", text, [])
        case .sessionType:
            place(
                symbols.sessionTypes[text], "no state has sessions of the type '\(text)'", text,
                symbols.sessionTypes.names)
        case .decision: decision(text)
        case nil: .failed(message: "'\(text)' names nothing", suggestions: [])
        }
    }

    private func place(_ place: Int?, _ message: String, _ text: String, _ names: [String]) -> LiteralResolution {
        guard let place else {
            return .failed(message: message, suggestions: nearest(to: text, among: names))
        }
        return .resolved(Int64(place), result: nil)
    }

    private func state(_ text: String) -> LiteralResolution {
        switch symbols.tree.resolve(text, from: scope) {
        case .found(let state): return .resolved(Int64(state.position), result: nil)
        case .ambiguous(let states):
            let tree = symbols.tree
            return .failed(
                message: "state '\(text)' may be \(tree.listed(states))",
                suggestions: tree[states].prefix(StateTree.mostListed).map { tree[$0].path })
        case .unknown:
            return .failed(message: "state '\(text)' is not declared in this pathway", suggestions: similar(to: text))
        }
    }

    /// The states that were probably meant: those of the same last part first.
    private func similar(to text: String) -> [String] {
        let tree = symbols.tree
        let last = text.split(separator: ".").last.map(String.init) ?? text
        let groups = ([last] + nearest(to: last, among: tree.names)).compactMap {
            tree.states(named: $0, below: Pathway.root)
        }
        return groups.flatMap { tree[$0].prefix(StateTree.mostListed) }.map { tree.shortName($0) }
    }

    private func nearest(to text: String, among names: [String]) -> [String] {
        suggests ? Suggestions.nearest(to: text, among: names) : []
    }

    private func event(_ text: String) -> LiteralResolution {
        var name = text
        let done = "done.state."
        if text.hasPrefix(done),
            case .found(let state) = symbols.tree.resolve(String(text.dropFirst(done.count)), from: scope)
        {
            name = done + symbols.tree[state].path
        }
        guard let event = symbols.events[name] else {
            let about = text.hasPrefix("recorded.") ? text.dropFirst("recorded.".count) : ""
            if let instrument = sources.unusedInstrument(about, symbols) {
                return .failed(
                    message: "'\(text)' never comes: this pathway does not use the instrument '\(instrument)'",
                    suggestions: [])
            }
            return .failed(
                message: "the event '\(text)' is not declared in this pathway",
                suggestions: nearest(to: text, among: symbols.events.names))
        }
        return .resolved(Int64(event.position), result: .list(.object(symbols.objectType(of: event))))
    }

    private func glob(_ text: String) -> LiteralResolution {
        guard let place = symbols.taskGlobs[text] else {
            return .failed(message: "write the tasks' name out, as in open_tasks(\"safety_*\")", suggestions: [])
        }
        guard !symbols.globs[place].tasks.isEmpty else {
            return .failed(
                message: "no task is called '\(text)'",
                suggestions: nearest(to: text, among: symbols.tasks.names))
        }
        return .resolved(Int64(place), result: nil)
    }

    private func decision(_ text: String) -> LiteralResolution {
        guard let place = decisions[text] else {
            return .failed(
                message: "the decision table '\(text)' is not declared, or stands further down",
                suggestions: nearest(to: text, among: decisions.names))
        }
        let program = decisions[place].program
        return .resolved(Int64(place.position), result: program.type, cost: program.estimatedCost)
    }
}
