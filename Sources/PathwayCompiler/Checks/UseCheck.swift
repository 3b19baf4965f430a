import PathwayModel

/// What is declared in a pathway's own file and used nowhere. Of what it shares with others, others may use it.
enum UseCheck {
    static func diagnostics(of pathway: CompiledPathway) -> [Diagnostic] {
        guard pathway.isFinished else { return [] }
        return neverOpened(in: pathway) + unused(in: pathway) + unread(in: pathway)
    }

    private static func neverOpened(in pathway: CompiledPathway) -> [Diagnostic] {
        let opened = pathway.openedTasks
        let waiting = waits(in: pathway)
        return pathway.declared.tasks.compactMap { entry in
            guard pathway.isOwn(entry.key.span), !Pathway.isBuiltIn(task: entry.name),
                let task = pathway.symbols.tasks[entry.name], !opened.contains(task)
            else { return nil }
            let waits = waiting[task.position].map { [Diagnostic.Note(message: "this waits for it", span: $0)] } ?? []
            return Diagnostic(
                .neverOpened, "the task '\(entry.name)' is opened nowhere", at: entry.key.span,
                hint: "name it under 'tasks' of a state, or in 'open_task'", notes: waits)
        }
    }

    /// By the task's place, the first transition that waits for one.
    private static func waits(in pathway: CompiledPathway) -> [Int: SourceSpan] {
        var waits: [Int: SourceSpan] = [:]
        for (transition, note) in zip(pathway.behavior.transitions, pathway.behavior.notes) {
            guard case .event(let events) = transition.trigger,
                !pathway.isAny(events)
            else { continue }
            for event in events {
                switch pathway.symbols.events[event].kind {
                case .taskDone(let task), .taskOverdue(let task):
                    waits[task.position] = waits[task.position] ?? note.span
                case .declared, .recordedField, .recordedInstrument, .session, .consented, .stateDone: break
                }
            }
        }
        return waits
    }

    private static func unused(in pathway: CompiledPathway) -> [Diagnostic] {
        let (symbols, declared) = (pathway.symbols, pathway.declared)
        let sent = PlaceSet(pathway.behavior.notifications.map(\.message))
        let (guards, tables) = (pathway.usedGuards, pathway.usedDecisions)
        func unused(_ key: YAMLNode, _ what: String, _ hint: String) -> Diagnostic? {
            guard pathway.isOwn(key.span) else { return nil }
            return Diagnostic(.neverUsed, "\(what) '\(key.text ?? "")' is used nowhere", at: key.span, hint: hint)
        }
        let messages = declared.messages.compactMap { entry in
            pathway.messages[entry.name].flatMap {
                sent.contains($0) ? nil : unused(entry.key, "the message", "send it with 'notify', or let it go")
            }
        }
        let conditions = symbols.guards.compactMap { entry in
            symbols.guardIndex(entry.name).flatMap {
                guards.contains($0) ? nil : unused(entry.key, "the guard", "name it in 'when', or let it go")
            }
        }
        let decisions = declared.decisions.compactMap { entry in
            pathway.expressions.decisions[entry.name].flatMap {
                tables.contains($0)
                    ? nil
                    : unused(entry.key, "the decision table", "ask it with decision(\"\(entry.name)\"), or let it go")
            }
        }
        return messages + conditions + decisions
    }

    /// Instruments whose results lead to nothing: an advice, since they may be for people to look at.
    private static func unread(in pathway: CompiledPathway) -> [Diagnostic] {
        guard let read = pathway.readInstruments else { return [] }
        return pathway.declared.instruments.compactMap { used in
            guard pathway.isOwn(used.use.key.span), let instrument = pathway.symbols.instruments[used.use.name],
                !read.contains(instrument)
            else { return nil }
            return Diagnostic(
                .neverRead, "nothing follows from a result of '\(used.use.name)': no guard, event or message reads it",
                at: used.use.key.span, hint: "is there a score that someone has to act on?")
        }
    }
}
