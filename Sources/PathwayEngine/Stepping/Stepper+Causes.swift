import CEL
import PathwayModel

/// What makes a task necessary.
extension Stepper {
    /// Whose condition was true, and so actions are run.
    enum Weighed {
        case transition(TransitionIndex)
        case reaction(ReactionIndex)
        case task(StateIndex, Int)
    }

    /// Why a task is opened now: of what happened, else of where it belongs. What led into a state is no reason for what
    /// the state asks for.
    mutating func cause(_ trigger: TaskCause.Trigger?) -> TaskCause? {
        guard reader.oracle == nil else { return nil }
        if let event = reader.event {
            return TaskCause(.event(event.event), values: weighedValues ?? values(of: event))
        }
        switch trigger {
        case .during: return trigger.map { TaskCause($0, values: weighedValues ?? []) }
        case .entered, .event, nil: return trigger.map { TaskCause($0, values: []) }
        }
    }

    /// What the condition at hand rests on.
    private var weighedValues: [Input.NamedText]? {
        mutating get {
            guard let (condition, source) = weighedCondition else { return nil }
            let place = reader.place
            reader.place = source
            defer { reader.place = place }
            var values: [Input.NamedText] = []
            for criterion in condition.criteria {
                let rests = reader.unmet(criterion, noting: &observed).values
                values += rests.filter { !values.contains($0) }
            }
            return values.isEmpty ? nil : values
        }
    }

    private var weighedCondition: (Condition, StateIndex)? {
        switch weighed {
        case .transition(let index): pathway.transitions[index].when.map { ($0, pathway.transitions[index].source) }
        case .reaction(let index): pathway.reactions[index].when.map { ($0, pathway.reactions[index].source) }
        case .task(let state, let number):
            if case .when(let condition, every: _) = pathway.states[state].tasks[number].opening {
                (condition, state)
            } else {
                nil
            }
        case nil: nil
        }
    }

    /// What an event says by itself, where no condition was looked at.
    private func values(of event: Queued) -> [Input.NamedText] {
        switch event.subject {
        case .result(let place, let result, entry: _, corrects: _):
            let instrument = pathway.instruments[place]
            return zip(instrument.scores, result.scores).compactMap { score, value in
                value.map { Input.NamedText("\(instrument.title) \(score.name)", $0.shown) }
            }
        case .field(let field, let value, entry: _, corrects: _):
            return [Input.NamedText(pathway.fields[field].shownName, value.shown)]
        case .declared, .session, .task, .consent, .nothing: return []
        }
    }
}
