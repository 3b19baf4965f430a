import CEL
import PathwayModel

/// Everything with a name that is no state, declared before anything that uses it is read.
extension Draft {
    /// First parts of the names of events that the engine raises itself.
    static let builtInEvents = ["recorded", "session", "done", "overdue", "consented"]
    /// Names that mean something else inside expressions.
    static let reservedNames: Set<String> = [
        "attendance", "event", "now", "today", "patient", "true", "false", "null", "in", "as", "break", "const",
        "continue", "else", "for", "function", "if", "import", "let", "loop", "package", "namespace", "return", "var",
        "void", "while",
    ]

    mutating func declareFields() {
        for section in ["enrollment", "data"] {
            for entry in sources.named[section] ?? [] where isFree(entry) {
                if let field = read.field(entry, isEnrollment: section == "enrollment") {
                    fields.append(entry.name, field)
                } else {
                    fields.fail(entry.name)
                }
            }
        }
    }

    /// Whether the name of a field, an instrument or a guard is taken; taken names are reported.
    mutating func isFree(_ entry: NamedNode) -> Bool {
        if Self.reservedNames.contains(entry.name) {
            read.report(.reservedName, "'\(entry.name)' means something else in expressions", at: entry.key.span)
            return false
        }
        if let first = expressionNames[entry.name] {
            read.report(
                .duplicateName, "'\(entry.name)' is defined a second time", at: entry.key.span,
                notes: [.init(message: "'\(entry.name)' is first defined here", span: first)])
            return false
        }
        expressionNames[entry.name] = entry.key.span
        return true
    }

    mutating func declareEvents() {
        for entry in sources.named["events"] ?? [] {
            let what = "the event '\(entry.name)'"
            let first = entry.name.prefix { $0 != "." }
            if Self.builtInEvents.contains(String(first)) {
                read.report(.reservedName, "events of the name '\(first)' come from the engine", at: entry.key.span)
                continue
            }
            let form = read.form(entry.value, what, keys: ["by", "with", "log"], mayBeEmpty: true)
            let payload = (form?["with"]).map { read.named($0, "'with'") } ?? []
            let event = Event(
                name: entry.name, kind: .declared, payload: payload.compactMap { read.payload($0) },
                by: form?["by"].map { roles(in: $0) },
                isLogged: form?["log"].flatMap { read.boolean($0, "'log'") } ?? false)
            events.append(entry.name, event)
        }
    }

    /// Adds the events the engine raises, once everything they are about is declared.
    mutating func addBuiltInEvents() {
        func add(_ name: String, _ kind: Event.Kind, _ events: inout Table<Event>) {
            events.append(name, Event(name: name, kind: kind, payload: [], by: nil, isLogged: false))
        }
        for (place, instrument) in instruments.elements.enumerated() {
            add("recorded.\(instrument.name)", .recordedInstrument(Place(place)), &events)
        }
        for (place, field) in fields.elements.enumerated() {
            add("recorded.\(field.name)", .recordedField(Place(place)), &events)
        }
        for status in AttendanceStatus.allCases { add("session.\(status.rawValue)", .session(status), &events) }
        for (place, task) in tasks.elements.enumerated() {
            add("done.\(task.name)", .taskDone(Place(place)), &events)
            add("overdue.\(task.name)", .taskOverdue(Place(place)), &events)
        }
        for kind in consentKinds { add("consented.\(kind)", .consented(kind: kind), &events) }
        add("consented", .consented(kind: nil), &events)
        for (place, state) in tree.states.enumerated().dropFirst()
        where state.kind == .compound || state.kind == .parallel {
            add("done.state.\(state.path)", .stateDone(Place(place)), &events)
        }
    }

    /// Roles, each among those the pathway declares.
    mutating func roles(in node: YAMLNode) -> [String] {
        let named = read.texts(node, "'by'")
        for (role, node) in named { check(role: role, at: node.span) }
        return named.map(\.text)
    }

    mutating func check(role: String, at span: SourceSpan) {
        guard !roles.isEmpty, !roles.contains(role) else { return }
        read.report(
            .unknownRole, "the role '\(role)' is not declared in this pathway", at: span,
            hint: Suggestions.hint(for: role, among: roles))
    }
}
