package import PathwayEngine
package import PathwayModel
package import StepwellRuntime

/// What came of an input.
package struct AnswerView: Sendable {
    /// The case after it.
    package struct After: Sendable {
        /// The number that the case is kept under.
        package var patient: String
        package var sequence: Int
        package var status: CaseState.Status
        /// The paths of the active atomic states.
        package var configuration: [String]
        /// What time brought before the input, then what the input did.
        package var facts: [FactView]
        /// What counts otherwise since it was put right.
        package var changes: [ChangeView]
        /// What stands on what was put right, and somebody has to look at.
        package var standing: [StandingView]
        /// What the pathway's guards ask consent to.
        package var consentKinds: [String]
    }

    package var id: CaseID
    package var refusal: Refusal?
    /// Whether the request had been answered before.
    package var isRepeated: Bool
    package var isDryRun: Bool
    /// Nil for a repeated request.
    package var after: After?
    /// What was done before, where that is why it is refused.
    package var done: DoneBefore?
    /// What it did to other cases of the patient's.
    package var others: [OtherCaseChange]
    /// What somebody should know all the same.
    package var notes: [String]

    package init(_ answer: Answer, isDryRun: Bool, notes: [String] = []) {
        self.notes = notes
        done = answer.done
        others = answer.others
        id = answer.id
        refusal = answer.refusal
        isRepeated = answer.isRepeated
        self.isDryRun = isDryRun
        after = answer.after.map { stepped in
            let pathway = stepped.definition.pathway
            return After(
                patient: stepped.patient, sequence: stepped.state.sequence, status: stepped.state.status,
                configuration: stepped.state.leaves(in: pathway).map { pathway.states[$0].path },
                facts: FactView.views(of: stepped.facts, in: pathway), changes: ChangeView.changes(in: stepped),
                standing: StandingView.views(of: stepped.facts, in: pathway), consentKinds: pathway.consentKinds)
        }
    }

    package var json: JSON {
        var members: [JSON.Member] = [
            .init("case", isOfNoCase ? .null : .string(id.text)), .init("accepted", .bool(refusal == nil)),
            .init("refused", JSON(refusal?.code)), .init("message", JSON(refusal?.message)),
            .init("duplicate", .bool(isRepeated)), .init("dry_run", .bool(isDryRun)),
        ]
        if let after {
            members += [
                .init("patient", .string(after.patient)), .init("sequence", JSON(after.sequence)),
                .init("status", .string(after.status.shown)),
                .init("outcome", JSON(after.status.outcome)), .init("configuration", JSON(after.configuration)),
                .init("facts", .array(after.facts.map(\.json))),
            ]
            if after.facts.contains(where: \.fact.putsRight) {
                members += [
                    .init("changed", .array(after.changes.map(\.json))),
                    .init("stands", .array(after.standing.map(\.json))),
                ]
            }
        }
        if let done {
            let (at, sequence) = (JSON.string(done.at.rfc3339()), JSON(done.sequence))
            members.append(.init("done", ["by": JSON(done.actor), "at": at, "sequence": sequence]))
        }
        if !others.isEmpty { members.append(.init("other_cases", .array(others.map(\.json)))) }
        if !notes.isEmpty { members.append(.init("notes", JSON(notes))) }
        return .object(members)
    }

    /// Whether it is refused and no case came of it: what was to be enrolled.
    private var isOfNoCase: Bool { refusal != nil && after == nil && !isRepeated }
}

extension Failure {
    /// What a refused input is for whoever sent it.
    package init(_ refusal: Refusal) {
        self.init(
            refusal.code == Refusal.Code.notPermitted ? .notPermitted : .refused, refusal.code, refusal.message,
            hint: Self.hint(for: refusal.code))
    }

    /// What to do where a command, and not the pathway, refuses.
    private static func hint(for code: String) -> String? {
        switch code {
        case Refusal.Code.requestReused: "give each request an id of its own"
        case Refusal.Code.changedMeanwhile:
            "look at the case again: 'stepwell why' and 'stepwell show' say its sequence"
        case Refusal.Code.alreadyDone: "say --again, or name the state, if it is meant once more"
        case Refusal.Code.alreadyRecorded:
            "say --again if it is another session, or with --occurred at which hour each was"
        case Refusal.Code.clockAhead:
            "check the computer's clock; if it was ahead once, 'stepwell mend-clock' puts the case right"
        case Refusal.Code.laterEntries: "say --with-later to take them back too"
        case Refusal.Code.inCrisis: "see to the safety task first"
        default: nil
        }
    }
}
