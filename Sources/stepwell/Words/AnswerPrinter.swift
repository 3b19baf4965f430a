import CEL
import PathwayEngine
import PathwayModel
import StepwellKit
import StepwellRuntime

/// Tells what came of an input.
struct AnswerPrinter {
    let isJSON: Bool
    let isDryRun: Bool

    /// Throws the refusal, once it is told, so that the exit status says it too.
    func tell(_ answer: Answer, _ input: Input) throws {
        if isJSON {
            Output.json(json(answer))
        } else if case .enroll = input, answer.refusal == nil {
            // The id alone, for a script to take.
            if isDryRun { Output.note("would be enrolled:") } else { Output.line(answer.id.text) }
            if let outcome = answer.outcome, !answer.isRepeated {
                for sentence in sentences(outcome) { Output.note(sentence) }
            }
        } else if answer.refusal == nil {
            Output.lines(lines(answer))
        }
        noteUnknownConsent(answer, input)
        guard let refusal = answer.refusal else { return }
        let status: Failure.Status = refusal.code == Refusal.Code.notPermitted ? .notPermitted : .refused
        var failure = Failure(status, refusal.code, refusal.message)
        failure.isInJSON = isJSON
        throw failure
    }

    /// A kind of consent that no guard asks for is kept all the same; more often it is a slip.
    private func noteUnknownConsent(_ answer: Answer, _ input: Input) {
        guard case .consent(let changes) = input, let pathway = answer.outcome?.definition.pathway else { return }
        for change in changes where !pathway.consentKinds.contains(change.kind) {
            let kinds = pathway.consentKinds.joined(separator: ", ")
            let known = kinds.isEmpty ? "none" : kinds
            Output.note(
                "note: nothing in the pathway asks for consent to '\(change.kind)'; it asks for: \(known)".shownSafely)
        }
    }

    func lines(_ answer: Answer) -> [String] {
        guard let outcome = answer.outcome, !answer.isRepeated else {
            return ["case \(answer.id): this request was carried out before; nothing changed"]
        }
        let pathway = outcome.definition.pathway
        let place = outcome.state.leaves(in: pathway).map { pathway.states[$0].path }.joined(separator: ", ")
        let sentences = sentences(outcome)
        let would = isDryRun ? "would be " : ""
        return ["case \(answer.id): \(would)in \(place)"] + (sentences.isEmpty ? ["  nothing changed"] : sentences)
    }

    private func sentences(_ outcome: Answer.Outcome) -> [String] {
        let words = FactWords(pathway: outcome.definition.pathway)
        return outcome.facts.compactMap { words.words(for: $0) }.map { "  \($0)".shownSafely }
    }

    func json(_ answer: Answer) -> JSON {
        var members: [JSON.Member] = [
            .init("case", .string(answer.id.text)), .init("accepted", .bool(answer.refusal == nil)),
            .init("refused", JSON(answer.refusal?.code)), .init("message", JSON(answer.refusal?.message)),
            .init("duplicate", .bool(answer.isRepeated)), .init("dry_run", .bool(isDryRun)),
        ]
        if let outcome = answer.outcome {
            let pathway = outcome.definition.pathway
            let writer = FactWriter(pathway)
            members += [
                .init("sequence", JSON(outcome.state.sequence)), .init("status", .string(outcome.state.status.shown)),
                .init("outcome", JSON(outcome.state.status.outcome)),
                .init("configuration", JSON(outcome.state.leaves(in: pathway).map { pathway.states[$0].path })),
                .init("facts", .array(outcome.facts.map { writer.json($0) })),
            ]
        }
        return .object(members)
    }
}

extension CaseState.Status {
    var shown: String { self == .open ? "open" : "closed" }
    var outcome: String? { if case .closed(let outcome) = self { outcome } else { nil } }
}
