import PathwayModel

/// Who may record and complete what, and who did.
extension Stepper {
    /// Refuses what is for other roles to record.
    func checkMayRecord(_ by: [String]?) throws(Interruption) {
        guard actor.mayAct(in: by) else { throw .refused(.role(by)) }
    }

    /// Whose it is to record something; nil where anybody may.
    func by(_ kind: Event.Kind) -> [String]? {
        switch kind {
        case .recordedField(let field): pathway.fields[field].by
        case .recordedInstrument(let instrument): pathway.instruments[instrument].by
        case .declared, .session, .consented, .taskDone, .taskOverdue, .stateDone: nil
        }
    }

    /// The same of what is on record.
    func by(_ recording: Recording) -> [String]? {
        switch recording {
        case .field(let field): pathway.fields[field].by
        case .result(let instrument): pathway.instruments[instrument].by
        case .consent, .session: nil
        }
    }

    /// Refuses to complete what is other roles' to do.
    func checkMayComplete(_ task: TaskIndex) throws(Interruption) {
        if let by = pathway.tasks[task].by { return try checkMayRecord(by) }
        let role = state.tasks[task.position].opening?.role ?? pathway.tasks[task].role
        guard actor.mayComplete(taskOf: role) else { throw .refused(.role(role.map { [$0] })) }
    }

    /// Refuses an outcome that the task does not name, and none where it names some.
    func checkOutcome(_ outcome: String?, of task: TaskIndex) throws(Interruption) {
        let (name, outcomes) = (pathway.tasks[task].name, pathway.tasks[task].outcomes)
        switch outcome {
        case nil where outcomes.isEmpty: return
        case nil:
            throw .refused(
                Refusal(
                    Refusal.Code.outcomeRequired,
                    "say how '\(name)' came out: \(outcomes.joined(separator: ", "))"))
        case let outcome?:
            guard !outcomes.contains(outcome) else { return }
            let those =
                outcomes.isEmpty
                ? "'\(name)' names no outcomes"
                : "'\(name)' comes out as one of: \(outcomes.joined(separator: ", "))"
            throw .refused(.invalid("\(those)\(Refusal.nearest(to: outcome, among: outcomes))"))
        }
    }

    /// Says who does what follows, where a guard asks: of what is judged again, who entered it.
    mutating func noteDoer() {
        guard tables.remembersDoers, let doer = Doer(repeating?.actor ?? actor), state.doing != doer else { return }
        emit(.doneBy(doer))
    }
}
