import ArgumentParser
import PathwayModel
import StepwellKit
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
        let clinic = try clinic.open()
        let known = try Failure.tellingStore({ () throws(StoreError) in try clinic.store.patient(id) })
        var record = known ?? PatientRecord(id: id, values: [:])
        if erase {
            if !trial.dryRun {
                try Failure.tellingStore({ () throws(StoreError) in try clinic.store.erasePatient(id) })
            }
            record.values = [:]
        } else if !values.isEmpty {
            for value in try NamedValues.parse(values, "--set") {
                record.values[value.name] = value.text.isEmpty ? nil : value.text
            }
            let changed = record
            if !trial.dryRun {
                try Failure.tellingStore({ () throws(StoreError) in try clinic.store.save(changed) })
            }
        } else if known == nil {
            throw Failure(.missing, "no_such_patient", "nothing is kept about the patient '\(id)'")
        }
        let names = record.values.keys.sorted()
        if self.clinic.json {
            Output.json([
                "patient": .string(id),
                "values": .object(names.map { JSON.Member($0, JSON(record.values[$0])) }),
            ])
        } else {
            let erased = trial.dryRun ? "would erase what is kept" : "erased what was kept"
            Output.line((erase ? "\(erased) about patient \(id)" : "patient \(id)").shownSafely)
            for name in names { Output.line("  \(name) \(record.values[name] ?? "")".shownSafely) }
        }
    }
}
