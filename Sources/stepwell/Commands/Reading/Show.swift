import ArgumentParser
import PathwayEngine
import PathwayModel
import StepwellRuntime

/// `show`: a case's state.
struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show a case's state: where it is, its values, its tasks.", discussion: "stepwell show P-17 --json")

    @Argument(help: "The case's id, or the patient who has just one.")
    var `case`: String

    @OptionGroup var clinic: ClinicOptions
    @OptionGroup var time: TimeOptions

    func run() throws {
        let clinic = try clinic.open()
        let view = try CaseView(try clinic.caseID(self.case), clinic, when: try time.asked(in: clinic))
        guard !self.clinic.json else { return Output.json(view.json) }
        Output.lines(lines(view))
    }

    private func lines(_ view: CaseView) -> [String] {
        let pathway = view.pathway
        var lines = [
            "case \(view.id), patient \(view.outcome.patient), \(pathway.identifier) \(pathway.version)",
            "status \(view.state.status.shown)" + (view.state.status.outcome.map { ": \($0)" } ?? ""),
        ]
        lines += view.leaves.map { "in \(pathway.title(of: $0))" }
        for (field, recorded) in zip(pathway.fields, view.state.fields) {
            guard let value = recorded?.value ?? field.defaultValue else { continue }
            lines.append("\(field.name) \(value.shown)" + (recorded.map { ", \($0.moment.date)" } ?? ", by default"))
        }
        for (instrument, results) in zip(pathway.instruments, view.state.results) {
            guard let last = results.first?.result else { continue }
            let scores = zip(instrument.scores, last.scores).compactMap { score, value in
                value.map { "\(score.name) \($0.shown)" }
            }
            lines.append("\(instrument.name) \(scores.joined(separator: ", ")), \(last.moment.date)")
        }
        for task in view.openTasks {
            let due = view.state.tasks[task.position].opening?.due.map { "due \($0)" } ?? "no due date"
            lines.append("task \(pathway.tasks[task].name), \(due)" + (view.isOverdue(task) ? ", overdue" : ""))
        }
        return lines
    }
}
