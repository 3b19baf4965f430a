import ArgumentParser
import CEL
import PathwayModel
import StepwellClinic
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
    @OptionGroup var emergency: EmergencyOptions

    func run() throws {
        let (view, stays) = try clinic.see(.show, emergency, about: .case(self.case)) { clinic in
            let found = try clinic.foresee(at: self.case, when: try time.asked(in: clinic))
            return Shown((CaseView(found), try clinic.store.sites(of: found.seen.id).stays), found.shown)
        }.screen.view
        guard !self.clinic.json else {
            let sites = JSON.array(stays.map(\.json))
            return Output.json(stays.isEmpty ? view.json : view.json.adding("sites", sites))
        }
        Output.lines(lines(view) + (stays.isEmpty ? [] : [Self.words(stays)]))
    }

    /// `site south since 2026-02-01, by kim: Moved; before that north since 2026-01-05, by jdoe`.
    private static func words(_ stays: [CaseSites.Stay]) -> String {
        let words = stays.reversed().map { stay in
            let by = AuditWords.who(stay.by, stay.speaker).map { ", by \($0)" } ?? ""
            let reason = stay.reason.map { ": \($0)" } ?? ""
            return "\(stay.site) since \(stay.since.rfc3339().prefix(10))\(by)\(reason)"
        }
        return "site " + words.joined(separator: "; before that ")
    }

    private func lines(_ view: CaseView) -> [String] {
        let head = view.head
        var lines = [
            "case \(head.id), patient \(head.patient), \(head.pathway) \(head.version)",
            "status \(head.status.words)",
        ]
        lines += view.configuration.map { "in \($0.label)" }
        for field in view.fields {
            guard let value = field.value else { continue }
            lines.append(value.listed(as: field.name) + (field.date.map { ", \($0)" } ?? ", by default"))
        }
        for result in view.results {
            let scores = result.scores.compactMap { score in score.value.map { "\(score.name) \($0.shown)" } }
            lines.append("\(result.instrument) \(scores.joined(separator: ", ")), \(result.date)")
        }
        for stay in view.kept.stays {
            let still = stay.standsStill ? ", stands still" : ""
            lines.append(
                "expected in \(stay.state.path) until \(stay.until)\(stay.owner.map { " (\($0))" } ?? "")\(still)")
        }
        for promise in view.kept.promises {
            lines.append("promise \(promise.id), " + (promise.until.map { "until \($0)" } ?? "broken"))
        }
        for task in view.tasks {
            let due = task.shownDue.map { "due \($0)" } ?? "no due date"
            let holder = task.holder.map { ", \($0.name) sees to it" } ?? ""
            lines.append("task \(task.name), \(due)" + (task.isOverdue ? ", overdue" : "") + holder)
            lines += [task.pages.words].compactMap { $0.map { "  \($0)" } }
            lines += task.standing.map { "  on #\($0.entry): \($0.sentence)" }
        }
        for way in view.decisions {
            guard let owed = way.owed else { continue }
            let due = owed.due.map { "due \($0)" } ?? "no due date"
            lines.append("decision \(way.id), \(due)" + (owed.isOverdue ? ", overdue" : ""))
        }
        return lines
    }
}
