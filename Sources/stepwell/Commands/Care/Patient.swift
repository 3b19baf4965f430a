import ArgumentParser
import PathwayModel
import StepwellClinic
import StepwellRuntime

/// `patient`: all of a patient on one page; what messages say about a patient, and under which numbers.
struct Patient: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "patient",
        abstract: "Show a patient on one page; correct or erase what messages say; join two numbers of one patient.",
        discussion: """
            stepwell patient P-17
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

    @Flag(help: "Look in an emergency at what you may not see otherwise: it is kept, and somebody looks into it.")
    var emergency = false

    @Option(help: "Why they are the same patient, or why it is an emergency.")
    var reason: String?

    @Flag(help: "Show every score, session and message.")
    var wide = false

    @OptionGroup var time: TimeOptions
    @OptionGroup var actor: ActorOptions
    @OptionGroup var trial: TrialOptions
    @OptionGroup var clinic: ClinicOptions

    /// How many things are asked for beside the page.
    private var askedCount: Int { [!values.isEmpty, erase, sameAs != nil, notSame].count { $0 } }

    func validate() throws {
        guard askedCount <= 1 else {
            throw ValidationError("--set, --erase, --same-as and --not-same are given one at a time")
        }
        guard askedCount == 0 || time.at == nil && !wide else {
            throw ValidationError("--at and --wide are of the page alone")
        }
        let isGiven = reason?.contains { !$0.isWhitespace } == true
        if sameAs != nil, !isGiven { throw ValidationError("--same-as needs a --reason") }
        if emergency, askedCount > 0 { throw ValidationError("--emergency only looks") }
        if emergency, !isGiven { throw ValidationError("--emergency needs a --reason") }
    }

    func run() throws {
        let changes = try NamedValues.parse(values, "--set")
        guard askedCount > 0 else { return try show() }
        let clinic = try clinic.open(to: right, as: actor, about: trial.dryRun ? .clinic : .patient(id))
        let number = try clinic.patientNumber(id)
        guard !erase else { return tell(try clinic.erasePatient(number, isDryRun: trial.dryRun)) }
        let view = try Looking.see(.changedPatient, in: clinic, Onlooker(named: actor.user)) {
            try change(changes, of: number, in: $0)
        }
        for note in view.notes { Output.note("note: \(note)") }
        guard !self.clinic.json else { return Output.json(view.json) }
        Output.lines(lines(view))
    }

    private func change(_ values: [Input.NamedText], of number: String, in clinic: Clinic) throws -> PatientView {
        if let sameAs, let reason {
            return try clinic.join(
                number, to: clinic.patientNumber(sameAs), by: clinic.folder.actor(as: actor.user), at: clinic.now(),
                reason: reason, isDryRun: trial.dryRun)
        }
        guard !notSame else { return try clinic.part(number, isDryRun: trial.dryRun) }
        let alike = try clinic.numbersLike(new: PatientNumber(number))
        var view = try clinic.correctPatient(number, values, isDryRun: trial.dryRun)
        (view.alike, view.notes) = (alike, alike.notes)
        return view
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

    private func lines(_ view: PatientView) -> [Line] {
        ["patient \(view.number)"] + PatientPageWords.kept(view) + view.changes.map { "  \($0.sentence)" }
    }

    // MARK: The page

    /// The columns of a page, on whatever it is shown.
    private static let columns = 80

    /// The page has what cases have, too.
    private func show() throws {
        let clinic = try clinic.openWithoutRight()
        let onlooker = Onlooker(named: actor.user, emergency: emergency ? reason : nil)
        let page = try Looking.see(.patient, in: clinic, onlooker, about: .patient(id)) { clinic in
            try clinic.patientPage(try clinic.patientNumber(id), at: try time.asked(in: clinic))
        }
        guard !self.clinic.json else { return try self.clinic.tell(page.json, leavingOut: page.damaged) }
        let words = PatientPageWords(
            page: page, isWhole: wide, clocks: try clinic.clocks(of: page.messages.map(\.message.effect.id)))
        let columns = min(Self.columns, Screen.columns() ?? Self.columns)
        Output.page(words.lines.map { $0.wrapped(to: columns) }.joined(separator: "\n"))
        try self.clinic.tell(leftOut: page.damaged)
    }
}
