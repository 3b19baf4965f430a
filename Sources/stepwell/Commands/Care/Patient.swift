import ArgumentParser
import StepwellClinic
import StepwellRuntime

/// `patient`: what messages say about a patient.
struct Patient: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "patient",
        abstract: "Show, correct or erase what messages say about a patient.",
        discussion: """
            stepwell patient P-17 --set first_name=Ana --set email=ana@example.org
            stepwell patient P-17 --erase

            Cases keep none of it: names and addresses are joined to a message when it leaves.
            """)

    @Argument(help: "The patient's identifier.")
    var id: String

    @Option(name: .customLong("set"), help: ArgumentHelp("A value to keep; empty forgets it.", valueName: "name=value"))
    var values: [String] = []

    @Flag(help: "Forget the patient's record.")
    var erase = false

    @OptionGroup var trial: TrialOptions
    @OptionGroup var clinic: ClinicOptions

    func run() throws {
        let changes = try NamedValues.parse(values, "--set")
        let clinic = try clinic.open()
        let number = try clinic.patientNumber(id)
        let notes = changes.isEmpty || erase ? [] : try clinic.notes(onNew: PatientNumber(number))
        let record =
            if erase {
                try clinic.erasePatient(number, isDryRun: trial.dryRun)
            } else if !changes.isEmpty {
                try clinic.correctPatient(number, changes, isDryRun: trial.dryRun)
            } else {
                try clinic.patient(number)
            }
        for note in notes { Output.note("note: \(note)".shownSafely) }
        guard !self.clinic.json else { return Output.json(record.json(notes: notes)) }
        let erased = trial.dryRun ? "would erase what is kept" : "erased what was kept"
        Output.lines([erase ? "\(erased) about patient \(number)" : "patient \(number)"])
        for (name, value) in record.values.sorted(by: { $0.key < $1.key }) { Output.lines(["  \(name) \(value)"]) }
    }
}
