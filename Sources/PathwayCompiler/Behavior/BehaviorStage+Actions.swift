import CEL
import PathwayModel

extension BehaviorStage {
    /// The actions of a list; those with a mistake are left out.
    mutating func actions(_ items: Written<[Item<ActionDeclaration>]>, at place: ExpressionPlace) -> [Action] {
        (items.value ?? []).values().compactMap { action($0, at: place) }
    }

    private mutating func action(_ form: ActionDeclaration, at place: ExpressionPlace) -> Action? {
        guard let kind = form.place.kinds(ActionKind.self).first?.kind else {
            let known = ActionKind.allCases.map(\.rawValue).joined(separator: ", ")
            read.report(.missingKey, "an action needs one of: \(known)", at: form.place.span)
            return nil
        }
        let allowed = [kind.rawValue] + kind.besides
        for (name, span) in form.place.keys where !allowed.contains(name) {
            read.report(
                .keysClash, "'\(name)' does not go together with '\(kind.rawValue)'", at: span,
                hint: "each action stands by itself")
        }
        return switch kind {
        case .notify: notify(form)
        case .set: form.set.value.flatMap { set($0, at: place) }
        case .add: form.add.value.flatMap { add($0, at: place) }
        case .openTask: openTask(form, at: place)
        case .closeTask: closeTasks(form.closeTask)
        case .raise: raise(form.raise)
        case .attend: attend(form)
        case .enroll: enroll(form, at: place)
        }
    }

    private mutating func notify(_ form: ActionDeclaration) -> Action? {
        let via = form.via.entry.flatMap { isChannel($0.value, at: $0.node.span) ? $0.value : nil }
        guard form.message.isPresent else {
            read.report(.missingKey, "'notify' needs the key 'message'", at: form.place.span)
            return nil
        }
        guard let (recipient, written) = form.notify.entry, let (name, node) = form.message.entry else { return nil }
        guard let message = messages[name] else {
            if !messages.isDeclared(name) {
                let hint = read.hint(for: name, among: messages.names)
                read.report(
                    .unknownMessage, "the message '\(name)' is not declared in this pathway", at: node.span, hint: hint)
            }
            return nil
        }
        if messages[message].isSafety, recipient == "patient" {
            read.report(
                .safetyToPatient, "'\(name)' is a safety message, and those go to staff", at: written.span,
                hint: "send the patient a message of its own, without 'safety'")
        }
        behavior.notifications.append((message, recipient, via, node.span))
        behavior.recipients.append((recipient, written.span))
        return .notify(recipient: recipient, message: message, via: via)
    }

    private mutating func isChannel(_ name: String, at span: SourceSpan) -> Bool {
        guard let channels, !channels.contains(name) else { return true }
        let hint = read.hint(for: name, among: channels)
        read.report(.unknownChannel, "no plugin has the channel '\(name)'", at: span, hint: hint)
        return false
    }

    private mutating func openTask(_ form: ActionDeclaration, at place: ExpressionPlace) -> Action? {
        let due = form.due.value.flatMap { self.due($0, at: place) }
        guard let (name, node) = form.openTask.entry, let task = task(name, at: node.span) else { return nil }
        return .openTask(task, due: due)
    }

    private mutating func closeTasks(_ pattern: Written<String>) -> Action? {
        guard let (pattern, node) = pattern.entry else { return nil }
        let matching = taskSearch.tasks(matching: pattern)
        guard !matching.isEmpty else {
            reportUnknown(task: pattern, at: node.span)
            return nil
        }
        // Who means a safety task names it.
        guard pattern.contains("*") else { return .closeTasks(matching) }
        let closed = closedByPattern[pattern] ?? matching.filter { !symbols.tasks[$0].isSafety }
        closedByPattern[pattern] = closed
        return .closeTasks(closed)
    }

    private mutating func raise(_ event: Written<String>) -> Action? {
        guard let (name, node) = event.entry else { return nil }
        if let event = symbols.events[name], symbols.events[event].kind == .declared { return .raise(event) }
        guard !symbols.events.hasFailed(name) else { return nil }
        let message =
            symbols.events.isDeclared(name)
            ? "the event '\(name)' comes from the engine alone"
            : "the event '\(name)' is not declared in this pathway"
        let hint = read.hint(
            for: name, among: symbols.events.elements.filter { $0.kind == .declared }.map(\.name))
        read.report(.unknownEvent, message, at: node.span, hint: hint)
        return nil
    }

    private mutating func attend(_ form: ActionDeclaration) -> Action? {
        let types = symbols.sessionTypes
        if let (type, node) = form.type.entry, !types.isEmpty, !types.contains(type) {
            let hint = read.hint(for: type, among: types.names)
            read.report(
                .unknownSessionType, "no state has sessions of the type '\(type)'", at: node.span, hint: hint)
            return nil
        }
        return form.attend.value.map { .attend($0, type: form.type.value) }
    }

    private mutating func enroll(_ form: ActionDeclaration, at place: ExpressionPlace) -> Action? {
        let entries = form.with.value ?? []
        var with: [Action.NamedValue] = []
        for entry in entries {
            let program = expressions.program(entry.node, "'\(entry.name)'", at: place, expected: nil)
            guard let program else { continue }
            with.append(.init(name: entry.name, program: program))
        }
        guard let pathway = form.enroll.value, with.count == entries.count else { return nil }
        return .enroll(pathway: pathway, with: with)
    }
}
