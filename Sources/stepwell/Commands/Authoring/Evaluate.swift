import ArgumentParser
import CEL
import PathwayEngine
import PathwayModel
import StepwellClinic

/// `eval`: one expression.
struct Evaluate: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "eval",
        abstract: "Evaluate one expression of the guard language.",
        discussion: """
            stepwell eval 'phq9 >= 15 && impaired' --set phq9=18 --set impaired=true
            stepwell eval 'phq9.total <= 9' --case P-17

            A name that has no value is unknown: the answer is then a value all the same, or what it waits for.
            """)

    @Argument(help: "The expression.")
    var expression: String

    @Option(
        name: .customLong("set"),
        help: ArgumentHelp("A name's value, written as in JSON or as a date.", valueName: "name=value"))
    var values: [String] = []

    @Option(name: .customLong("case"), help: ArgumentHelp("The case whose values it reads.", valueName: "case"))
    var caseText: String?

    @Flag(help: "As bare CEL, without the stricter rules of guards.")
    var cel = false

    @OptionGroup var clinic: ClinicOptions
    @OptionGroup var time: TimeOptions
    @OptionGroup var emergency: EmergencyOptions

    func run() throws {
        let evaluation = try evaluate()
        guard !clinic.json else { return Output.json(evaluation.json) }
        switch evaluation {
        case .value(let value): Output.line(Line(value.shown))
        case .unknown(let reasons): Output.line("unknown: \(reasons.joined(separator: "; "))")
        case .error(let message): Output.line("error: \(message)")
        }
    }

    private func evaluate() throws -> Evaluation {
        guard let caseText else {
            do {
                return try BareExpression(expression, try NamedValues.parse(values, "--set"), isStrict: !cel).evaluate()
            } catch let bad as BadExpression {
                if clinic.json { Output.json(bad.json) }
                throw ToldInJSON.error(bad.failure, isJSON: clinic.json)
            }
        }
        guard values.isEmpty else {
            throw Failure(.usage, "bad_option", "--set and --case exclude each other")
        }
        return try clinic.see(.evaluation, emergency, about: .case(caseText)) { clinic in
            let evaluation = try clinic.evaluate(expression, on: caseText, when: try time.asked(in: clinic))
            return Shown(evaluation, try clinic.shown(try clinic.namedCase(caseText).id))
        }.screen.view
    }
}
