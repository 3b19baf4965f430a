import PathwayModel
import StepwellClinic
import StepwellRuntime

/// What is other than before with a plugin that somebody works on.
enum WatchWords {
    static func tell(_ difference: PluginDifference, _ changed: [String]) {
        if !changed.isEmpty { Output.line(Line("changed: \(changed.joined(separator: ", "))")) }
        for check in difference.checks {
            let finding = check.finding
            let isGood = finding.problems.isEmpty
            let mark = Paint.output.mark(isGood, otherwise: "BAD ")
            let before = check.wasGood.map { $0 ? " (was ok)" : " (was BAD)" } ?? ""
            let note = isGood && check.wasGood == nil && !finding.note.isEmpty ? ": \(finding.note)" : ""
            Output.line("\(mark)  \(finding.name)\(before)\(note)")
            Output.lines(finding.problems.map { "        \($0)" })
        }
        Output.lines(difference.answers.map { "      \(words(for: $0))" })
        let isSame = !changed.isEmpty && difference.checks.isEmpty && difference.answers.isEmpty
        Output.line(Line("\(isSame ? "as before: " : "")\(difference.good) ok, \(difference.bad) BAD"))
    }

    private static func words(for answer: PluginDifference.Answer) -> String {
        let before = answer.before.map { ", was \($0.answer.rawValue)" } ?? ", new"
        guard let now = answer.now else { return "case '\(answer.name)' is gone\(before)" }
        return "case '\(answer.name)': \(now.answer.rawValue)\(before): \(now.reasons.joined(separator: "; "))"
    }
}
