import ArgumentParser
import PathwayEngine
import PathwayModel
import StepwellClinic

/// `why`: where a case is, and what would move it.
struct Why: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "why",
        abstract: "Say where a case is, what would move it, and what happens if nobody acts.",
        discussion: """
            stepwell why P-17
            stepwell why P-17 --at 2026-03-01
            stepwell why P-17 --story

            With --at it is asked of the past, or of the future if nobody acts until then.
            """)

    @Argument(help: "The case's id, or the patient who has just one.")
    var `case`: String

    @Flag(help: "In plain words, for the patient.")
    var patient = false

    @Flag(help: "The way that it walked, step by step.")
    var story = false

    @OptionGroup var clinic: ClinicOptions
    @OptionGroup var time: TimeOptions
    @OptionGroup var emergency: EmergencyOptions

    func validate() throws {
        if story, patient { throw ValidationError("--story and --patient exclude each other.") }
    }

    func run() throws {
        guard !story else {
            return tell(
                try clinic.see(.why, emergency, about: .case(self.case)) { clinic in
                    try clinic.story(ofCase: self.case, when: try time.asked(in: clinic))
                }.screen)
        }
        let seen = try clinic.see(.why, emergency, about: .case(self.case)) { clinic in
            try clinic.foresee(at: self.case, when: try time.asked(in: clinic))
        }.screen
        if self.clinic.json {
            Output.json(patient ? PatientsWhyView(seen).json : WhyView(seen).json)
        } else if patient {
            Output.lines(PatientsWhyWords.lines(PatientsWhyView(seen)))
        } else {
            Output.lines(WhyWords(view: WhyView(seen), paint: .output).lines)
        }
    }

    private func tell(_ view: CaseWalkView) {
        guard !clinic.json else { return Output.json(view.json) }
        for line in WhyWords.head(view.head, .output) + WalkWords(paint: .output).lines(view.walk) { Output.line(line) }
        if view.head.status != .open { Output.line(Line("The case is \(view.head.status.words)")) }
    }
}
