import CEL
import PathwayEngine
import PathwayModel
import StepwellStore

/// Steps of other cases that belong to a step of one: kept with it, or not at all.
extension CaseRunner {
    /// Another case with everything that time has brought until then.
    func present(_ id: CaseID, at now: Timestamp, keeps: Bool) throws(RuntimeError) -> OpenCase {
        for _ in 0..<Self.maximumAttempts {
            let open = try load(id)
            if let (after, _) = try catchUp(open, to: now, keeps: keeps) { return after }
        }
        throw .busy
    }

    /// What an input does to another case, at the instant of the step that brings it or, where that case has come further,
    /// then.
    ///
    /// - Parameter known: the case after what it has been told already.
    func stepOther(
        _ id: CaseID, _ input: Input, of command: Command, at now: Timestamp, on known: OpenCase? = nil
    ) throws(LinkFailure) -> OneStep {
        let before = try Self.linking { () throws(RuntimeError) -> OpenCase in
            if let known { return known }
            return try present(id, at: now, keeps: !command.isDryRun)
        }
        let at = max(now, before.state?.lastInput ?? now)
        let command = Command(input, by: command.actor, at: .instant(at))
        switch try Self.linking({ () throws(RuntimeError) in try step(before, command, at: at) }) {
        case .refused(let refusal):
            let name = "case \(id) of \(before.definition.pathway.identifier)"
            throw .refused(Refusal(refusal.code, "\(name): \(refusal.message)"))
        case .stepped(let step):
            var after = before
            after.apply(step)
            return OneStep(before: before, after: after, step: step, command: command)
        }
    }

    // MARK: Linked cases

    /// The cases that a step takes back because what enrolled them is taken back, each before the one that enrolled it,
    /// the newest first.
    func takenBackWith(_ step: Step, of open: OpenCase, _ command: Command) throws(LinkFailure) -> [OneStep] {
        guard case .undo(_, let reason, _) = command.input else { return [] }
        return try takenBackWith(step, of: open, command, because: reason, depth: 0)
    }

    private func takenBackWith(
        _ step: Step, of open: OpenCase, _ command: Command, because reason: String, depth: Int
    ) throws(LinkFailure) -> [OneStep] {
        let places = step.facts.flatMap { fact -> [EffectPlace] in
            if case .otherCase(.takenBack(let places)) = fact { places } else { [] }
        }
        guard !places.isEmpty, depth < StepLimits.standard.linkedDepth else { return [] }
        var steps: [OneStep] = []
        for id in try linkedCases(begunBy: places, of: open) {
            let one = try stepOther(
                id, .undo(entry: 1, reason: reason, withLater: true), of: command, at: step.header.moment.at)
            steps += try takenBackWith(one.step, of: one.before, command, because: reason, depth: depth + 1)
            steps.append(one)
        }
        return steps
    }

    /// The cases that effects began, the newest first, but for those that were taken back before.
    private func linkedCases(begunBy places: [EffectPlace], of open: OpenCase) throws(LinkFailure) -> [CaseID] {
        let enrollments = try Self.linking { () throws(RuntimeError) in try past(of: open) }.flatMap { step in
            step.enrollments.filter { places.contains($0.place) }
        }
        var ids: [CaseID] = []
        for (begun, effects) in Dictionary(grouping: enrollments, by: \.begun).sorted(by: { $0.key.at > $1.key.at }) {
            let found = try Self.linking { () throws(RuntimeError) in try cases(begun, by: open) }
            guard found.count <= effects.count else {
                throw .refused(
                    Refusal(
                        Refusal.Code.laterEntries,
                        "which of the cases \(found.map(\.text).joined(separator: ", ")) it began cannot be told: undo that "
                            + "one first"))
            }
            ids += found
        }
        return ids
    }

    private func cases(_ begun: BegunCase, by open: OpenCase) throws(RuntimeError) -> [CaseID] {
        try RuntimeError.storing { () throws(StoreError) in
            var ids: [CaseID] = []
            for other in try store.cases(CaseFilter(pathway: begun.pathway, patient: open.patient)) {
                guard other.linkedFrom == open.id, other.outcome != CaseState.Status.outcomeInError,
                    let row = try store.journal(of: other.id, after: 0).first, BegunCase(row, begun.pathway) == begun
                else { continue }
                ids.append(other.id)
            }
            return ids
        }
    }
}

/// How a linked case began: what an effect and the case have in common.
private struct BegunCase: Hashable {
    let pathway: String
    let at: Timestamp
    let with: [Input.NamedText]
}

extension BegunCase {
    /// Nil for what is no enrollment.
    init?(_ row: JournalRow, _ pathway: String) {
        let input: Input
        do { input = try Input(journal: row.input) } catch { return nil }
        guard case .enroll(let enrollment) = input else { return nil }
        self.init(pathway: pathway, at: row.at, with: enrollment.with)
    }
}

extension PastStep {
    /// The cases that it began.
    fileprivate var enrollments: [(begun: BegunCase, place: EffectPlace)] {
        effects.compactMap { out in
            guard case .enroll(let pathway, let values) = out.effect else { return nil }
            return (BegunCase(pathway: pathway, at: header.moment.at, with: values), out.place)
        }
    }
}
