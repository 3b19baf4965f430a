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
        func add(_ name: String, _ kind: Event.Kind, _ payload: [Event.Payload], _ events: inout Table<Event>) {
            events.append(name, Event(name: name, kind: kind, payload: payload, by: nil, isLogged: false))
        }
        for (place, instrument) in symbols.instruments.elements.enumerated() {
            add(
                "recorded.\(instrument.name)", .recordedInstrument(Place(place)), EventPart.payload(of: instrument),
                &symbols.events)
        }
        for (place, field) in symbols.fields.elements.enumerated() {
            add(
                "recorded.\(field.name)", .recordedField(Place(place)), EventPart.payload(of: field), &symbols.events)
        }
        for status in AttendanceStatus.allCases {
            add("session.\(status.rawValue)", .session(status), EventPart.payloadOfSession, &symbols.events)
        }
        for (place, task) in symbols.tasks.elements.enumerated() {
            add("done.\(task.name)", .taskDone(Place(place)), EventPart.payload(ofDone: task), &symbols.events)
            add("overdue.\(task.name)", .taskOverdue(Place(place)), EventPart.payloadOfTask, &symbols.events)
        }
        for kind in symbols.consentKinds.names {
            add("consented.\(kind)", .consented(kind: kind), EventPart.payloadOfConsent, &symbols.events)
        }
        add("consented", .consented(kind: nil), EventPart.payloadOfConsent, &symbols.events)
        for (place, state) in symbols.tree.states.enumerated().dropFirst()
        where state.kind == .compound || state.kind == .parallel {
            add("done.state.\(state.path)", .stateDone(Place(place)), [], &symbols.events)
        }
    }
}

extension EventPart {
    /// What `recorded.<instrument>` brings, beside what every event does.
    fileprivate static func payload(of instrument: Instrument) -> [Event.Payload] {
        let scored = Set(instrument.scores.map(\.name))
        let scores = instrument.scores.map { Event.Payload(name: $0.name, type: $0.type, defaultValue: nil) }
        let items = instrument.items.filter { !scored.contains($0.name) }.map {
            Event.Payload(name: $0.name, type: $0.type, defaultValue: nil)
        }
        let own = [part(.isNewest, .boolean), part(.corrects, .boolean)]
        let taken = Set((own + everywhere).map(\.name))
        return (scores + items).filter { !taken.contains($0.name) } + own
    }

    /// What `recorded.<field>` brings.
    fileprivate static func payload(of field: Field) -> [Event.Payload] {
        [part(.value, field.type), part(.isNewest, .boolean), part(.corrects, .boolean)]
    }

    fileprivate static let payloadOfSession = [part(.type, .text), part(.late, .boolean)]
    fileprivate static let payloadOfTask = [part(.due, .date), part(.opened, .date)]
    fileprivate static func payload(ofDone task: TaskDefinition) -> [Event.Payload] {
        payloadOfTask + (task.outcomes.isEmpty ? [] : [part(.outcome, .choice(task.outcomes))])
    }

    fileprivate static let payloadOfConsent = [part(.granted, .boolean)]

    /// What every event brings, unless its declaration has something else of that name.
    static let everywhere = [part(.date, .date), part(.at, .instant)]

    private static func part(_ part: EventPart, _ type: FieldType) -> Event.Payload {
        Event.Payload(name: part.rawValue, type: type, defaultValue: nil)
    }
}
