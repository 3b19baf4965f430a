import ArgumentParser
import Foundation
import PathwayModel
import StepwellClinic
import StepwellRuntime

/// What every input takes.
struct InputOptions: ParsableArguments {
    @OptionGroup var time: TimeOptions

    @Option(help: ArgumentHelp("When it happened, where that was earlier.", valueName: "time"))
    var occurred: String?

    @OptionGroup var trial: TrialOptions

    @Option(
        help: ArgumentHelp("Makes repeating the command the same request: it is carried out once.", valueName: "id"))
    var requestID: String?

    @Option(name: .customLong("as"), help: ArgumentHelp("Who acts. Without it: the account's name.", valueName: "user"))
    var user: String?

    func command(_ input: Input, in clinic: Clinic, at when: When) throws -> Command {
        if let requestID, requestID.isEmpty || requestID.utf8.count > 200 {
            throw Failure(.usage, "bad_request_id", "--request-id has 1 to 200 bytes")
        }
        return Command(
            input, by: try clinic.actor(user ?? NSUserName()), at: when,
            occurred: try occurred.map { try TimeOptions.parse($0, "--occurred") }, request: requestID,
            isDryRun: trial.dryRun)
    }

    /// Carries an input to a case, and tells what came of it.
    ///
    /// - Parameter text: the case's id, or the patient who has just one.
    func perform(_ input: Input, on text: String, _ options: ClinicOptions) throws {
        let clinic = try options.open()
        let command = try command(input, in: clinic, at: try clinic.instant(said: try time.said))
        let answer = try clinic.withCase(text) { id throws(RuntimeError) in
            try clinic.runner.perform(command, on: id)
        }
        try AnswerPrinter(isJSON: options.json).tell(AnswerView(answer, isDryRun: command.isDryRun), input)
    }
}
