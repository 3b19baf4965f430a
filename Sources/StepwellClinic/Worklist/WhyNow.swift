import PathwayEngine
import PathwayModel
import StepwellRuntime

/// Why something stands on the worklist, as a clinician would say it.
struct WhyNow {
    let seen: SteppedCase

    private var pathway: Pathway { seen.definition.pathway }

    /// What the case owes under a key; nil where it owes no such thing.
    func duty(_ key: Obligation.Key) -> Duty? {
        seen.definition.machine.duties(of: seen.state).first { Obligation.Key($0.kind, in: pathway) == key }
    }

    /// Nil where there is nothing to say but what it is.
    func words(for duty: Duty) -> String? {
        switch duty.kind {
        case .owed(let subject): words(for: subject, duty)
        case .time: nil
        }
    }

    private func words(for subject: DutySubject, _ duty: Duty) -> String? {
        switch subject {
        case .task(let task):
            guard let cause = seen.state.tasks[task.position].opening?.cause else { return nil }
            // Where the case is says that already.
            if case .entered(let state) = cause.trigger, seen.state.isActive(state) { return nil }
            return words(for: cause, duty)
        case .decision: return "proposed since \(duty.since)"
        case .stay(let state):
            // Where the case is says that of a state with none inside.
            guard !seen.state.leaves(in: pathway).contains(state) else { return nil }
            return "in \(pathway.title(of: state)) since \(duty.since)"
        case .sessions: return "none on record since \(duty.since)"
        }
    }

    private func words(for cause: TaskCause, _ duty: Duty) -> String {
        let what =
            switch cause.trigger {
            case .event(let event): EventName(event, in: pathway).title
            case .entered(let state): "in \(pathway.title(of: state))"
            case .during(let state): "came up in \(pathway.title(of: state))"
            }
        let said = cause.values.map { "\(name($0.name, after: cause.trigger)) \($0.text)" }
        let values = said.isEmpty ? "" : ": \(said.joined(separator: ", "))"
        let day =
            switch cause.trigger {
            case .event, .during: " on \(duty.since)"
            case .entered: " since \(duty.since)"
            }
        return what + day + values
    }

    /// A value's name, without that of the instrument where the event has said it.
    private func name(_ name: String, after trigger: TaskCause.Trigger) -> String {
        guard case .event(let event) = trigger, case .recordedInstrument(let place) = pathway.events[event].kind else {
            return name
        }
        return name.trimmingPrefix("\(pathway.instruments[place].title) ").description
    }
}
