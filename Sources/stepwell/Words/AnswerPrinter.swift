import CEL
import PathwayEngine
import PathwayModel
import StepwellClinic
import StepwellRuntime

/// Tells what came of an input.
struct AnswerPrinter {
    let isJSON: Bool

    /// Throws the refusal, once it is told, so that the exit status says it too.
    func tell(_ answer: AnswerView, _ input: Input) throws {
        if isJSON {
            Output.json(answer.json, ifLost: lost(answer))
        } else if case .enroll = input, answer.refusal == nil {
            // The id alone, for a script to take.
            if answer.isDryRun {
                Output.note("would be enrolled:")
            } else {
                Output.line(Line(answer.id.text), ifLost: lost(answer))
            }
            for sentence in Self.sentences(answer) { Output.note("  \(sentence)") }
        } else if answer.refusal == nil {
            Output.lines(Self.lines(answer, isEntry: !answer.isDryRun), ifLost: lost(answer))
        }
        for note in answer.notes { Output.note("note: \(note)") }
        noteUnknownConsent(answer, input)
        if let refusal = answer.refusal { throw ToldInJSON.error(Failure(refusal), isJSON: isJSON) }
    }

    private func lost(_ answer: AnswerView) -> String? {
        answer.refusal == nil && !answer.isDryRun ? Output.carriedOut : nil
    }

    /// A kind of consent that the pathway neither lists nor asks for is kept all the same; more often it is a slip.
    private func noteUnknownConsent(_ answer: AnswerView, _ input: Input) {
        guard case .consent(let changes) = input, let known = answer.after?.consentKinds else { return }
        for change in changes where !known.contains(change.kind) {
            let hint = Suggestions.hint(for: change.kind, among: known)
            let all = known.isEmpty ? "none" : known.joined(separator: ", ")
            Output.note("note: the pathway knows no consent to '\(change.kind)'; \(hint ?? "it knows: \(all)")")
        }
    }

    /// - Parameter isEntry: whether the case has an entry of it, whose number `--corrects`, `withdraw` and `undo` take.
    static func lines(_ answer: AnswerView, isEntry: Bool = false) -> [String] {
        guard let after = answer.after, !answer.isRepeated else {
            return ["case \(answer.id): this request was carried out before; nothing changed"]
        }
        let sentences = sentences(answer)
        let number = isEntry ? ", #\(after.sequence)" : ""
        return ["case \(answer.id)\(number): \(place(answer, after))"]
            + (sentences.isEmpty ? ["  nothing changed"] : sentences.map { "  \($0)" })
    }

    /// Columns that a line has at most, unless its first sentence is longer.
    private static let width = 80

    /// The same in one line, with the patient's number: as much as fits, and how much more there is.
    static func line(_ answer: AnswerView) -> String {
        guard let after = answer.after else { return "case \(answer.id)" }
        let sentences = sentences(answer)
        var line = "\(after.patient)  \(answer.id)  \(place(answer, after))"
        for (number, sentence) in sentences.enumerated() {
            let left = sentences.count - number
            let more = left > 1 ? "; and \(left - 1) more" : ""
            guard number == 0 || line.count + sentence.count + more.count + 2 <= width else {
                return "\(line); and \(left) more"
            }
            line += "\(number == 0 ? ": " : "; ")\(sentence)"
        }
        return line
    }

    private static func place(_ answer: AnswerView, _ after: AnswerView.After) -> String {
        let isInError = after.status == .enteredInError
        let place = isInError ? after.status.words : "in \(after.configuration.joined(separator: ", "))"
        return answer.isDryRun ? "would be \(place)" : place
    }

    private static func sentences(_ answer: AnswerView) -> [String] {
        guard let after = answer.after, !answer.isRepeated else { return [] }
        return after.facts.compactMap(\.sentence) + after.changes.map(\.sentence) + answer.others.map(\.sentence)
    }
}
