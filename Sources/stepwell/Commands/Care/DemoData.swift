import ArgumentParser
import PathwayModel
import StepwellClinic

/// `demo-data`: a clinic for trials, filled with invented patients.
struct DemoData: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo-data",
        abstract: "Fill a clinic for trials with invented patients and months of their care.",
        discussion: """
            stepwell demo-data --cases 200 --seed 7

            Only in a clinic whose clock is simulated ('stepwell init --demo'). Patients have numbers like DEMO-001. The \
            same seed, pathways and store make the same cases. A second time, patients have the numbers after these.
            """)

    @Option(help: ArgumentHelp("How many cases begin.", valueName: "count"))
    var cases = 60

    @Option(help: ArgumentHelp("What chance hangs on.", valueName: "number"))
    var seed: UInt64 = 7

    @Option(
        help: ArgumentHelp(
            "A pathway that patients come for; as often as you like. Without it: all.", valueName: "name"))
    var pathway: [String] = []

    @Option(
        help: ArgumentHelp(
            "The day whose morning it ends with. Without it: the clock's, or in an empty clinic 2026-06-17.",
            valueName: "date"))
    var until: String?

    @OptionGroup var actor: ActorOptions
    @OptionGroup var clinic: ClinicOptions

    func validate() throws {
        guard (1...DemoPlan.mostCases).contains(cases) else {
            throw ValidationError("--cases is a number from 1 to \(DemoPlan.mostCases)")
        }
    }

    func run() throws {
        let until = try until.map { try TimeOptions.date($0, "--until") }
        let plan = DemoPlan(cases: cases, seed: seed, pathways: pathway, until: until)
        let clinic = try self.clinic.open(to: .demoData, as: actor)
        let view = try Progress.during("inventing patients") {
            try clinic.fill(plan) { text in Progress.say(text) }
        }
        guard !self.clinic.json else { return Output.json(view.json, ifLost: Output.carriedOut) }
        Output.lines(lines(view), ifLost: Output.carriedOut)
    }

    private func lines(_ view: DemoDataView) -> [String] {
        let linked = view.linked == 0 ? "" : ", \(view.linked) of them begun by others"
        let messages = view.waiting == 1 ? "1 message waits" : "\(view.waiting) messages wait"
        let waiting = view.waiting == 0 ? [] : ["\(messages): 'stepwell outbox list'"]
        return [
            "invented \(view.patients) patients, \(view.firstNumber) to \(view.lastNumber), up to the morning of \(view.until)",
            "  \(view.cases) cases\(linked), with \(view.inputs) entries: \(view.open) open",
        ] + view.outcomes.map { "  \($0.count) closed: \($0.name)" }
            + ["on the worklist: \(view.worklist), \(view.overdue) overdue"] + waiting
            + ["next: stepwell worklist --limit 20, or stepwell why \(view.lastNumber)"]
    }
}
