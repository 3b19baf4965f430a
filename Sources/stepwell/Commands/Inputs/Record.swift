import ArgumentParser
import PathwayModel
import StepwellClinic

/// `record`: results of instruments, and values of fields.
struct Record: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "record",
        abstract: "Record results and values.",
        discussion: """
            stepwell record P-17 phq9.total=18 phq9.item9=1 impaired=true

            An instrument's values that stand side by side are one result. With --corrects they take the place of what \
            an earlier entry recorded; 'stepwell history' has the entries' numbers, and keeps both.

            stepwell record P-17 phq9.total=8 --corrects 7 --reason "Typed 18 for 8"

            With - in place of the values they come from standard input: name=value, one a line, or a JSON object.
            """)

    @Argument(help: "The case's id, or the patient who has just one.")
    var `case`: String

    @Argument(
        help: ArgumentHelp(
            "Values: field=value, or instrument.item=value; - for standard input.", valueName: "name=value"))
    var values: [String]

    @Option(help: ArgumentHelp("The number of the entry that was wrong.", valueName: "entry"))
    var corrects: Int?

    @Option(help: "Why it is corrected.")
    var reason: String?

    @OptionGroup var clinic: ClinicOptions
    @OptionGroup var input: InputOptions

    func run() throws {
        let recordings = Self.recordings(try NamedValues.parse(values, "a value"))
        if corrects == nil, reason != nil {
            throw Failure(.usage, "bad_option", "--reason belongs to --corrects")
        }
        let recorded =
            corrects.map { Input.correct(entry: $0, recordings, reason: reason ?? "") } ?? .record(recordings)
        try input.perform(recorded, on: self.case, clinic)
    }

    /// Values in the order given, each instrument's together where its first one stands.
    static func recordings(_ values: [Input.NamedText]) -> [Input.Recording] {
        var recordings: [Input.Recording] = []
        var places: [String: Int] = [:]
        for value in values {
            guard let dot = value.name.firstIndex(of: ".") else {
                recordings.append(.field(value.name, text: value.text))
                continue
            }
            let instrument = String(value.name[..<dot])
            let answer = Input.NamedText(String(value.name[value.name.index(after: dot)...]), value.text)
            if let place = places[instrument], case .instrument(_, let answers) = recordings[place] {
                recordings[place] = .instrument(instrument, answers: answers + [answer])
            } else {
                places[instrument] = recordings.count
                recordings.append(.instrument(instrument, answers: [answer]))
            }
        }
        return recordings
    }
}
