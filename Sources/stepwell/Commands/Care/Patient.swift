import ArgumentParser
import PathwayModel
import StepwellClinic
import StepwellRuntime

/// `patient`: what messages say about a patient, and under which numbers.
struct Patient: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "patient",
        abstract: "Show, correct or erase what messages say about a patient; join two numbers of one patient.",
        discussion: """
            stepwell patient P-17 --set first_name=Ana --set email=ana@example.org
            stepwell patient P-17 --erase
            stepwell patient p17 --same-as P-17 --reason "Enrolled twice"

            Cases keep none of it: names and addresses are joined to a message when it leaves.
            """)

    @Argument(help: "The patient's identifier.")
    var id: String

    @Option(name: .customLong("set"), help: ArgumentHelp("A value to keep; empty forgets it.", valueName: "name=value"))
    var values: [String] = []

    @Flag(help: "Forget the patient's record.")
    var erase = false

    @Option(help: ArgumentHelp("It is the same patient as this one, which stands for both.", valueName: "patient"))
    var sameAs: String?

    @Flag(help: "It is another patient after all.")
    var notSame = false

    @Option(help: "Why they are the same patient.")
    var reason: String?

    @OptionGroup var actor: ActorOptions
    @OptionGroup var trial: TrialOptions
    @OptionGroup var clinic: ClinicOptions

    func validate() throws {
        let asked = [!values.isEmpty, erase, sameAs != nil, notSame].count { $0 }
        guard asked <= 1 else {
            throw ValidationError("--set, --erase, --same-as and --not-same are given one at a time")
        }
        if sameAs != nil, reason?.contains(where: { !$0.isWhitespace }) != true {
            throw ValidationError("--same-as needs a --reason")
        }
    }

    func run() throws {
        let changes = try NamedValues.parse(values, "--set")
        let clinic = try clinic.open(to: right, as: actor, about: trial.dryRun ? .clinic : .patient(id))
        let number = try clinic.patientNumber(id)
        guard !erase else { return tell(try clinic.erasePatient(number, isDryRun: trial.dryRun)) }
        var view: PatientView
        if let sameAs, let reason {
            view = try clinic.join(
                number, to: clinic.patientNumber(sameAs), by: clinic.folder.actor(as: actor.user), at: clinic.now(),
                reason: reason, isDryRun: trial.dryRun)
        } else if notSame {
            view = try clinic.part(number, isDryRun: trial.dryRun)
        } else if changes.isEmpty {
            view = try clinic.patient(number)
        } else {
            let notes = try clinic.notes(onNew: PatientNumber(number))
            view = try clinic.correctPatient(number, changes, isDryRun: trial.dryRun)
            view.notes = notes
        }
        for note in view.notes { Output.note("note: \(note)") }
        guard !self.clinic.json else { return Output.json(view.json) }
        Output.lines(lines(view))
    }

    /// What it takes to do what is asked.
    private var right: Right { erase ? .erase : sameAs != nil || notSame ? .merge : .patient }

    private func tell(_ view: ErasureView) {
        guard !clinic.json else { return Output.json(view.json) }
        let erased = trial.dryRun ? "would erase what is kept" : "erased what was kept"
        Output.line("\(erased) about patient \(view.number)")
        if view.messages > 0 {
            let files = view.messages == 1 ? "1 file" : "\(view.messages) files"
            Output.line("  with \(files) of messages about the patient's cases")
        }
        if view.logs > 0 {
            let logs = view.logs == 1 ? "the log of 1 plugin" : "the logs of \(view.logs) plugins"
            Output.line("  with \(logs), which may have been about the patient")
        }
        guard !view.backups.isEmpty else { return }
        Output.line("backups from before may hold it; 'stepwell restore' leaves it out of what it restores:")
        Output.lines(view.backups.map { "  \($0)" })
    }

    private func lines(_ view: PatientView) -> [String] {
        ["patient \(view.number)"]
            + view.others.map { link in
                let who = (link.by ?? "nobody") + (link.speaker.map { " (by \($0))" } ?? "")
                return "  also \(link.number), said by \(who) on \(link.at.rfc3339().prefix(10)): \(link.reason)"
            } + view.values.sorted { $0.key < $1.key }.map { "  \($0.key) \($0.value)" }
            + view.changes.map { "  \($0.sentence)" }
    }
}
