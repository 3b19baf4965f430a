package import PathwayEngine
package import PathwayModel
package import StepwellRuntime

/// What came of an input.
package struct AnswerView: Sendable {
    /// The case after it.
    package struct After: Sendable {
        package var sequence: Int
        package var status: CaseState.Status
        /// The paths of the active atomic states.
        package var configuration: [String]
        /// What time brought before the input, then what the input did.
        package var facts: [FactView]
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

    package init(_ answer: Answer, isDryRun: Bool) {
        id = answer.id
        refusal = answer.refusal
        isRepeated = answer.isRepeated
        self.isDryRun = isDryRun
        after = answer.after.map { stepped in
            let pathway = stepped.definition.pathway
            return After(
                sequence: stepped.state.sequence, status: stepped.state.status,
                configuration: stepped.state.leaves(in: pathway).map { pathway.states[$0].path },
                facts: FactView.views(of: stepped.facts, in: pathway), consentKinds: pathway.consentKinds)
        }
    }

    package var json: JSON {
        var members: [JSON.Member] = [
            .init("case", .string(id.text)), .init("accepted", .bool(refusal == nil)),
            .init("refused", JSON(refusal?.code)), .init("message", JSON(refusal?.message)),
            .init("duplicate", .bool(isRepeated)), .init("dry_run", .bool(isDryRun)),
        ]
        if let after {
            members += [
                .init("sequence", JSON(after.sequence)), .init("status", .string(after.status.shown)),
                .init("outcome", JSON(after.status.outcome)), .init("configuration", JSON(after.configuration)),
                .init("facts", .array(after.facts.map(\.json))),
            ]
        }
        return .object(members)
    }
}

extension Failure {
    /// What a refused input is for whoever sent it.
    package init(_ refusal: Refusal) {
        self.init(
            refusal.code == Refusal.Code.notPermitted ? .notPermitted : .refused, refusal.code, refusal.message)
    }
}
