import CEL
import PathwayModel
import StepwellClinic

/// A pathway's parts in a clinician's words.
struct PathwayWords {
    let pathway: Pathway
    let notes: SourceNotes
    private let sentences: RemedySentences

    init(_ view: PaperView) {
        pathway = view.pathway
        notes = view.notes
        sentences = RemedySentences(view.pathway)
    }

    // MARK: Names

    static func id(of state: StateIndex) -> String { "state-\(state.position)" }
    static func id(of way: TransitionIndex) -> String { "way-\(way.position)" }
    static func id(of task: TaskIndex) -> String { "task-\(task.position)" }
    static func id(of message: MessageIndex) -> String { "message-\(message.position)" }
    static func id(of guardIndex: GuardIndex) -> String { "criterion-\(guardIndex.position)" }

    func link(_ state: StateIndex) -> HTML {
        state == Pathway.root
            ? .link("anywhere", "anywhere")
            : .link(Self.id(of: state), "\(pathway.states[state].title ?? pathway.states[state].path)")
    }

    func link(_ task: TaskIndex) -> HTML { .link(Self.id(of: task), "\(pathway.tasks[task].title)") }

    func links(_ states: [StateIndex]) -> HTML { states.map { link($0) }.joined(" and ") }

    /// What has come, of one or several.
    func words(for events: PlaceSet<Event>) -> HTML {
        events.map { index -> HTML in
            let event = pathway.events[index]
            return event.kind == .declared ? .code(event.name) : "\(EventName(index, in: pathway).title)"
        }.joined(" or ")
    }

    /// `intake or clinician`.
    func people(_ roles: [String]?) -> HTML {
        roles.map { $0.map { "\($0)" as HTML }.joined(" or ") } ?? "anybody"
    }

    // MARK: Times

    func due(_ due: Due) -> HTML {
        switch due {
        case .after(let delay): delay.isNothing ? "due the same day" : "due in \(delay.text)"
        case .at(let program, let isFixed):
            "due on the date that \(.code(program.source.onOneLine)) gives"
                + (isFixed ? ", as it is when it is asked" : "")
        case .open: "due at no date"
        }
    }

    func opening(_ opening: StateTask.Opening) -> HTML {
        switch opening {
        case .onEntry: "asked on entry"
        case .after(let delay): "asked \(delay.text) after entry"
        case .every(let delay): "asked every \(delay.text) from entry"
        case .when(let condition, let every):
            "asked when \(inline(condition))" + (every.map { ", again every \($0.text) while that is so" } ?? .nothing)
        }
    }

    // MARK: Criteria

    /// A condition in a sentence.
    func inline(_ condition: Condition) -> HTML {
        func joined(_ parts: [Condition], _ word: HTML) -> HTML {
            parts.map { part -> HTML in
                switch part {
                case .all(let inner) where inner.count > 1, .any(let inner) where inner.count > 1: "(\(inline(part)))"
                case .all, .any, .not, .criterion: inline(part)
                }
            }.joined(word)
        }
        return switch condition {
        case .all(let parts): joined(parts, " and ")
        case .any(let parts): joined(parts, " or ")
        case .not(let part): "not (\(inline(part)))"
        case .criterion(let criterion): criterion.label.map { "\($0)" } ?? body(of: criterion)
        }
    }

    /// What has to be so, with each criterion's values and sources.
    func conditions(_ condition: Condition) -> HTML {
        if case .criterion(let criterion) = condition { return HTML(.p, "If \(item(criterion))") }
        return list(condition)
    }

    /// A condition as a list.
    private func list(_ condition: Condition) -> HTML {
        switch condition {
        case .all(let parts) where parts.count != 1:
            HTML(.p, "All of these:") + HTML(.ul, [.style("criteria")], parts.map { HTML(.li, list($0)) })
        case .any(let parts) where parts.count != 1:
            HTML(.p, "One of these is enough:") + HTML(.ul, [.style("criteria")], parts.map { HTML(.li, list($0)) })
        case .all(let parts), .any(let parts): parts.map { list($0) }.joined()
        case .not(let part): HTML(.p, "Not:") + HTML(.ul, HTML(.li, list(part)))
        case .criterion(let criterion): item(criterion)
        }
    }

    private func body(of criterion: Criterion) -> HTML {
        switch criterion.body {
        case .expression(let program): return .code(program.source.onOneLine)
        case .namedGuard(let index): return .link(Self.id(of: index), .code(pathway.guards[index].name))
        case .rule(let index):
            let use = pathway.ruleUses[index]
            let with = use.parameters.sorted { $0.key < $1.key }.map { $0.value.listed(as: $0.key) }
            return "the rule \(.code(use.rule))" + (with.isEmpty ? .nothing : " with \(with.joined(separator: ", "))")
        }
    }

    func item(_ criterion: Criterion) -> HTML {
        let program: Program? =
            switch criterion.body {
            case .expression(let program): program
            case .namedGuard(let index): pathway.guards[index].program
            case .rule: nil
            }
        let values = program.map { sentences.names(in: $0) } ?? []
        var lines = [criterion.label.map { "\(.strong("\($0)")): \(body(of: criterion))" } ?? body(of: criterion)]
        if case .namedGuard(let index) = criterion.body {
            lines.append(more("that is \(.code(pathway.guards[index].program.source.onOneLine))"))
        }
        if !values.isEmpty { lines.append(more("rests on \(values.joined(separator: ", "))")) }
        if criterion.hard != nil { lines.append(.strong("No reason passes it.")) }
        return lines.joined(" ") + sources(at: criterion.span)
    }

    private func more(_ text: HTML) -> HTML { HTML(.span, [.style("more")], "(\(text))") }

    /// What the author wrote beside it.
    func sources(at span: SourceSpan) -> HTML {
        notes.notes(at: span).map { " \(HTML(.span, [.style("source")], "\($0.text)"))" }.joined()
    }

    /// What a promise or a criterion of its own rests on.
    func values(in program: Program) -> HTML {
        let names = sentences.names(in: program)
        return names.isEmpty ? .nothing : " \(more("rests on \(names.joined(separator: ", "))"))"
    }

    // MARK: Actions

    func words(for actions: [Action]) -> HTML { actions.map { words(for: $0) }.joined("; ") }

    private func words(for action: Action) -> HTML {
        switch action {
        case .notify(let recipient, let message, let via):
            return "tells the \(recipient) "
                + .link(Self.id(of: message), .code(pathway.messages[message].name))
                + (via.map { " by \($0)" } ?? .nothing)
        case .set(let values): return "sets \(assigned(values, "to"))"
        case .add(let values): return "counts \(assigned(values, "by"))"
        case .openTask(let task, let due):
            return "asks for \(link(task))" + (due.map { ", \(self.due($0))" } ?? .nothing)
        case .closeTasks(let tasks):
            let all = pathway.tasks.count { !Pathway.isBuiltIn(task: $0.name) }
            return tasks.count >= all && tasks.count > 3
                ? "ends all open tasks but those of safety" : "ends \(tasks.map { link($0) }.joined(", "))"
        case .raise(let event): return "sends itself \(.code(pathway.events[event].name))"
        case .attend(let status, let type):
            return "counts a \(type ?? "") session as \(status.words)"
        case .enroll(let pathway, let values):
            let with = values.map { "\($0.name): \(.code($0.program.source.onOneLine))" as HTML }
            return "begins a case of \(.code(pathway))" + (with.isEmpty ? .nothing : " with \(with.joined(", "))")
        }
    }

    private func assigned(_ values: [Action.Assignment], _ word: HTML) -> HTML {
        values.map { value in
            "\(pathway.fields[value.field].shownName) \(word) \(.code(value.program.source.onOneLine))" as HTML
        }.joined(", ")
    }
}

extension AttendanceStatus {
    fileprivate var words: String {
        switch self {
        case .attended: "attended"
        case .noShow: "missed"
        case .excused: "excused"
        }
    }
}
