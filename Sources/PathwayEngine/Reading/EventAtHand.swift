import CEL
import PathwayModel

extension CaseReader {
    /// An event that guards look at, and when it happened.
    struct EventAtHand: Hashable {
        /// What an event is about, from which its payload comes. What is large stands behind a reference.
        enum Subject: Hashable {
            /// What came with an event that the pathway declares.
            case declared([Value?])
            indirect case result(InstrumentIndex, InstrumentResult, entry: Int, corrects: Bool)
            indirect case field(FieldIndex, Value, entry: Int, corrects: Bool)
            indirect case session(type: String?, isLate: Bool)
            case task(TaskIndex)
            case consent(granted: Bool)
            case nothing
        }

        var event: EventIndex
        var subject: Subject
        var moment: Moment
    }

    /// What the event at hand brings under a name.
    func payload(_ name: String) -> Value? { event.flatMap { payload(name, of: $0) } }

    /// All that an event brings, in the order in which the pathway has it.
    func payload(of event: EventAtHand) -> [Value?] {
        if case .declared(let payload) = event.subject { return payload }
        return pathway.events[event.event].payload.map { payload($0.name, of: event) }
    }

    private func payload(_ name: String, of event: EventAtHand) -> Value? {
        if case .declared(let payload) = event.subject,
            let place = pathway.events[event.event].payload.firstIndex(where: { $0.name == name })
        {
            return place < payload.count ? payload[place] : nil
        }
        switch EventPart(rawValue: name) {
        case .date: return .date(event.moment.date)
        case .at: return event.moment.instant.map { .timestamp($0) }
        case .isNewest: return isNewest(event).map { .bool($0) }
        case .corrects:
            switch event.subject {
            case .result(_, _, entry: _, let corrects), .field(_, _, entry: _, let corrects): return .bool(corrects)
            case .declared, .session, .task, .consent, .nothing: return nil
            }
        case .value: if case .field(_, let value, entry: _, corrects: _) = event.subject { return value }
        case .type: if case .session(let type?, isLate: _) = event.subject { return .string(type) }
        case .late: if case .session(type: _, let isLate) = event.subject { return .bool(isLate) }
        case .granted: if case .consent(let granted) = event.subject { return .bool(granted) }
        case .due: if case .task(let task) = event.subject { return due(of: task).map { .date($0) } }
        case .opened:
            if case .task(let task) = event.subject {
                return state.tasks[task.position].opened.map { .date($0.date) }
            }
        case .outcome:
            if case .task(let task) = event.subject { return state.tasks[task.position].outcome.map { .string($0) } }
        case nil: break
        }
        guard case .result(let place, let result, entry: _, corrects: _) = event.subject else { return nil }
        let instrument = pathway.instruments[place]
        if let score = instrument.scores.firstIndex(where: { $0.name == name }) { return result.scores[score] }
        return instrument.items.firstIndex { $0.name == name }.flatMap { item in
            result.items[item].map { instrument.items[item].points(of: $0) }
        }
    }

    private func due(of task: TaskIndex) -> CalendarDate? { state.tasks[task.position].opening?.due }

    /// Whether nothing on record is known to be later than what the event recorded.
    private func isNewest(_ event: EventAtHand) -> Bool? {
        switch event.subject {
        case .result(let place, _, let entry, corrects: _):
            !state.results[place.position].contains { other in
                other.step != entry && other.result.isScored && other.result.moment.isKnownLater(than: event.moment)
            }
        case .field(let place, _, let entry, corrects: _):
            !state.fields[place.position].entries.contains { other in
                other.step != entry && other.isValue && other.moment.isKnownLater(than: event.moment)
            }
        case .declared, .session, .task, .consent, .nothing: nil
        }
    }
}
