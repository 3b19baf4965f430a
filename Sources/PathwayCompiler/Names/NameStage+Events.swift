import PathwayModel

extension NameStage {
    mutating func declareEvents() {
        for entry in declared.events {
            let first = String(entry.name.prefix { $0 != "." })
            if Self.builtInEvents.contains(first) {
                read.report(.reservedName, "events of the name '\(first)' come from the engine", at: entry.key.span)
                continue
            }
            let form = entry.value ?? EventDeclaration()
            let event = Event(
                name: entry.name, kind: .declared,
                payload: (form.with.value ?? []).compactMap { part in
                    part.value.flatMap { read.payload(part.name, $0, at: part.key.span) }
                },
                by: form.by.value.map { read.roles($0, among: symbols.roles) }, isLogged: form.log.value ?? false)
            symbols.events.append(entry.name, event)
        }
    }

    /// Adds the events the engine raises, once everything they are about is declared.
    mutating func addBuiltInEvents() {
        func add(_ name: String, _ kind: Event.Kind, _ events: inout Table<Event>) {
            events.append(name, Event(name: name, kind: kind, payload: [], by: nil, isLogged: false))
        }
        for (place, instrument) in symbols.instruments.elements.enumerated() {
            add("recorded.\(instrument.name)", .recordedInstrument(Place(place)), &symbols.events)
        }
        for (place, field) in symbols.fields.elements.enumerated() {
            add("recorded.\(field.name)", .recordedField(Place(place)), &symbols.events)
        }
        for status in AttendanceStatus.allCases {
            add("session.\(status.rawValue)", .session(status), &symbols.events)
        }
        for (place, task) in symbols.tasks.elements.enumerated() {
            add("done.\(task.name)", .taskDone(Place(place)), &symbols.events)
            add("overdue.\(task.name)", .taskOverdue(Place(place)), &symbols.events)
        }
        for kind in symbols.consentKinds.names { add("consented.\(kind)", .consented(kind: kind), &symbols.events) }
        add("consented", .consented(kind: nil), &symbols.events)
        for (place, state) in symbols.tree.states.enumerated().dropFirst()
        where state.kind == .compound || state.kind == .parallel {
            add("done.state.\(state.path)", .stateDone(Place(place)), &symbols.events)
        }
    }
}
