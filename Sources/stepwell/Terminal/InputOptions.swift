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

    @Option(
        help: ArgumentHelp(
            "The sequence at which you saw the case: refused where it has changed since.", valueName: "sequence"))
    var expect: Int?

    @OptionGroup var actor: ActorOptions

    /// - Parameters:
    ///   - person: who gives it.
    ///   - again: whether it is meant though the same was done just before.
    func command(
        _ input: Input, by person: Actor, in clinic: Clinic, at when: When, again: Bool = true
    ) throws -> Command {
        if let requestID, requestID.isEmpty || requestID.utf8.count > 200 {
            throw Failure(.usage, "bad_request_id", "--request-id has 1 to 200 bytes")
        }
        var command = Command(
            input, by: person, at: when,
            occurred: try occurred.map { try TimeOptions.parse($0, "--occurred") }, request: requestID,
            isDryRun: trial.dryRun)
        command.expected = expect
        command.isMeant = again
        command.clock = clinic.clock
        return command
    }

    /// Carries an input to a case, and tells what came of it.
    ///
    /// - Parameters:
    ///   - text: the case's id, or the patient who has just one.
    ///   - again: whether it is meant though the same was done just before.
    func perform(_ input: Input, on text: String, _ options: ClinicOptions, again: Bool = true) throws {
        try perform(input, on: text, in: options.openWithoutRight(), options, again: again)
    }

    func perform(
        _ input: Input, on text: String, in clinic: Clinic, _ options: ClinicOptions, again: Bool = true
    ) throws {
        let person = try clinic.actor(as: actor.user, giving: input, to: text)
        let command = try command(
            input, by: person, in: clinic, at: try clinic.instant(said: try time.said), again: again)
        let answer = try clinic.withCase(text) { id throws(RuntimeError) in
            try clinic.runner.perform(command, on: id)
        }
        if answer.refusal == nil, let right = input.right { options.tellOfTrial(clinic.folder, right) }
        let view = AnswerView(answer, isDryRun: command.isDryRun, notes: try clinic.notes(on: answer))
        // What it would do tells of the case, and leaves no entry there.
        if trial.dryRun, view.after != nil {
            _ = try Looking.see(.dryRun, in: clinic, Onlooker(named: actor.user)) { _ in view }
        }
        try AnswerPrinter(isJSON: options.json).tell(view, input)
    }
}
