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

    @Option(help: "The site where the case is; where you work unless given.")
    var site: String?

    @OptionGroup var clinic: ClinicOptions
    @OptionGroup var input: InputOptions

    func run() throws {
        let clinic = try clinic.openWithoutRight()
        let birth = try birthDate.map { try TimeOptions.date($0, "--birth-date") }
        let patient = try PatientNumber(self.patient)
        guard input.expect == nil else {
            throw Failure(.usage, "bad_option", "--expect is of a case that is there already")
        }
        let enrollment = Input.Enrollment(
            with: try NamedValues.parse(values, "--with"), birthDate: birth, language: language)
        let alike = try clinic.numbersLike(new: patient)
        let person = try clinic.actor(as: input.actor.user, giving: .enroll(enrollment), to: nil)
        var command = try input.command(
            .enroll(enrollment), by: person, in: clinic,
            at: try clinic.instantOfAll(said: try input.time.said))
        command.site = try clinic.site(said: site, by: person)
        let answer = try clinic.runner.enroll(pathway, patient: patient.text, command)
        if answer.refusal == nil { self.clinic.tellOfTrial(clinic.folder, .enroll) }
        let told = try notes(on: answer, alike, in: clinic)
        let view = AnswerView(answer, isDryRun: command.isDryRun, notes: told)
        try AnswerPrinter(isJSON: self.clinic.json).tell(view, command.input)
    }

    /// A patient may be enrolled twice on purpose; more often it is a slip. Who may not enroll learns of no number.
    private func notes(on answer: Answer, _ alike: NumbersAlike, in clinic: Clinic) throws -> [String] {
        guard answer.refusal?.code != Refusal.Code.notPermitted else { return [] }
        let others = try clinic.notes(on: answer)
        guard !alike.notes.isEmpty else { return others }
        return try Looking.see(.numbersAlike, in: clinic, Onlooker(named: input.actor.user)) { _ in alike }.notes
            + others
    }
}
