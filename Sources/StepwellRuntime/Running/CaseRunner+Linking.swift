import CEL
import PathwayEngine
import PathwayModel
import StepwellStore

extension CaseRunner {
    /// What a command does.
    enum Done {
        /// The case after it, with everything that is to be kept.
        case done(OpenCase, CaseTransaction, [Fact])
        case refused(Refusal)
    }

    /// Why a case that a step begins cannot be begun.
    enum LinkFailure: Error {
        /// The cases go on beginning others.
        case endless(pathway: String)
        /// Another case of the patient's is open on a pathway that allows one.
        case openAlready(CaseID, pathway: String, isLinked: Bool)
        /// A case that is to be taken back with it refuses.
        case refused(Refusal)
        case other(RuntimeError)
    }

    /// What a command does to a case and to those that begin with it.
    func carryOut(
        _ command: Command, on open: OpenCase, at now: Timestamp, adding stored: [StoredDefinition] = []
    ) throws(RuntimeError) -> Done {
        switch try step(open, command, at: now) {
        case .refused(let refusal): return .refused(refusal)
        case .stepped(let step): return try finish(step, of: command, on: open, at: now, adding: stored)
        }
    }

    /// A step as it is to be kept. Where the cases that it begins do not come to an end, or cannot begin and nobody is
    /// there to be told, it is taken again as a step in trouble is.
    func finish(
        _ step: Step, of command: Command, on open: OpenCase, at now: Timestamp, adding stored: [StoredDefinition] = []
    ) throws(RuntimeError) -> Done {
        do throws(LinkFailure) {
            return try done(step, of: command, on: open, adding: stored)
        } catch {
            if case .refused(let refusal) = error { return .refused(refusal) }
            if case .openAlready(let other, let pathway, isLinked: false) = error, !command.input.isOfNobody {
                return .refused(.caseOpenAlready(other, on: pathway))
            }
            guard let trouble = Self.trouble(of: error, command.input) else { throw error.runtimeError }
            switch try self.step(open, command, at: now, trouble: trouble) {
            case .refused(let refusal): return .refused(refusal)
            case .stepped(let step):
                do throws(LinkFailure) {
                    return try done(step, of: command, on: open, adding: stored)
                } catch {
                    throw error.runtimeError
                }
            }
        }
    }

    private func done(
        _ step: Step, of command: Command, on open: OpenCase, adding stored: [StoredDefinition]
    ) throws(LinkFailure) -> Done {
        var after = open
        after.apply(step)
        return .done(after, try linkedTransaction(from: open, to: after, step, command, adding: stored), step.facts)
    }

    /// What keeps a step from being taken; nil where whoever gave the input is told of the failure instead.
    private static func trouble(of failure: LinkFailure, _ input: Input) -> Refusal? {
        switch failure {
        case .endless(let pathway):
            return Refusal(
                Refusal.Code.stepLimit,
                "cases begin each other without end, as those of '\(pathway)' do: \(StepLimits.standard.linkedCases) of one "
                    + "input are allowed, \(StepLimits.standard.linkedDepth) deep")
        case .openAlready(let other, let pathway, _):
            return input.isOfNobody ? .caseOpenAlready(other, on: pathway) : nil
        case .refused: return nil
        case .other(let error):
            guard input.isOfNobody else { return nil }
            switch error {
            case .noSuchPathway(let name), .linkedEnrollment(let name, _), .versionChanged(let name, _):
                return Refusal(Refusal.Code.linkedEnrollment, "the linked case of '\(name)' could not begin")
            case .definitionUnreadable:
                return Refusal(Refusal.Code.linkedEnrollment, "a linked case could not begin")
            case .store, .noSuchCase, .journalUnreadable, .caseDamaged, .timeGoesBack, .notBegun, .busy, .tooMuchDue:
                return nil
            }
        }
    }
}

extension CaseRunner.LinkFailure {
    var runtimeError: RuntimeError {
        switch self {
        case .endless(let pathway):
            .linkedEnrollment(pathway: pathway, detail: "cases enroll each other without end")
        case .openAlready(let other, let pathway, _):
            .linkedEnrollment(pathway: pathway, detail: Refusal.caseOpenAlready(other, on: pathway).message)
        case .refused(let refusal): .linkedEnrollment(pathway: "", detail: refusal.message)
        case .other(let error): error
        }
    }
}

extension Input {
    /// Whether nobody gives it, who could be told that it failed.
    fileprivate var isOfNobody: Bool {
        switch self {
        case .wake, .page, .delivery, .heard: true
        case .enroll, .send, .record, .correct, .withdraw, .undo, .mendClock, .attend, .complete, .decide, .consent,
            .extend, .tend:
            false
        }
    }
}
