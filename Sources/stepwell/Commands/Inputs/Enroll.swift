import ArgumentParser
import CEL
import PathwayModel
import StepwellClinic
import StepwellRuntime

/// `enroll`: begins a case.
struct Enroll: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "enroll",
        abstract: "Begin a case on a pathway; prints the case's id.",
        discussion: "stepwell enroll iop_basic --patient P-17 --with urgent=true")

    @Argument(help: "The pathway's identifier.")
    var pathway: String

    @Option(help: "The patient's identifier: your own number, never a name.")
    var patient: String

    @Option(name: .customLong("with"), help: ArgumentHelp("Data given at enrollment.", valueName: "name=value"))
    var values: [String] = []

    @Option(help: ArgumentHelp("For guards that read the patient's age.", valueName: "date"))
    var birthDate: String?

    @Option(help: ArgumentHelp("The patient's language: en, es, …", valueName: "code"))
    var language: String?

    @OptionGroup var clinic: ClinicOptions
    @OptionGroup var input: InputOptions

    func run() throws {
        let clinic = try clinic.open()
        let birth = try birthDate.map { try TimeOptions.date($0, "--birth-date") }
        guard !patient.isEmpty, patient.utf8.count <= 200 else {
            throw Failure(.usage, "bad_patient", "--patient has 1 to 200 bytes")
        }
        let enrollment = Input.Enrollment(
            with: try NamedValues.parse(values, "--with"), birthDate: birth, language: language)
        try noteOpenCases(clinic)
        let command = try input.command(
            .enroll(enrollment), in: clinic, at: try clinic.instantOfAll(said: try input.time.said))
        let answer = try clinic.runner.enroll(pathway, patient: patient, command)
        try AnswerPrinter(isJSON: self.clinic.json).tell(
            AnswerView(answer, isDryRun: command.isDryRun), command.input)
    }

    /// A patient may be enrolled twice on purpose; more often it is a slip.
    private func noteOpenCases(_ clinic: Clinic) throws {
        let open = try clinic.store.cases(CaseFilter(pathway: pathway, status: .open, patient: patient))
        guard let first = open.first else { return }
        Output.note("note: the patient has an open case on \(pathway) already: \(first.id)".shownSafely)
    }
}
