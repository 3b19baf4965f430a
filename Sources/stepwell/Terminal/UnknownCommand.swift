import ArgumentParser
import CEL
import StepwellClinic

/// A word that is no command.
enum UnknownCommand {
    /// That there is no such command, where that is why the arguments make no sense.
    static func failure(for error: any Error) -> Failure? {
        guard Stepwell.exitCode(for: error) == .validationFailure else { return nil }
        if let negative = negativeExpression { return negative }
        var commands = Stepwell.configuration.subcommands
        var path = "stepwell"
        for word in CommandLine.arguments.dropFirst() where !commands.isEmpty {
            guard !word.hasPrefix("-"), word != "help" else { return nil }
            if let known = commands.first(where: { $0.configuration.commandName == word }) {
                commands = known.configuration.subcommands
                path += " \(word)"
                continue
            }
            let hint = Suggestions.hint(for: word, among: commands.compactMap { $0.configuration.commandName })
            return Failure(
                .usage, "no_such_command", "'\(path)' has no command '\(word)'",
                hint: hint ?? "'\(path) --help' lists them")
        }
        return nil
    }

    /// An expression that begins with a minus sign, which reads like an option.
    private static var negativeExpression: Failure? {
        let arguments = CommandLine.arguments.dropFirst()
        guard arguments.first == Evaluate.configuration.commandName, !arguments.contains("--"),
            let expression = arguments.first(where: isNegative)
        else { return nil }
        return Failure(
            .usage, "looks_like_option", "an expression that begins with '-' looks like an option",
            hint: "write -- before it: stepwell eval -- '\(expression)'")
    }

    private static func isNegative(_ word: String) -> Bool {
        guard word.hasPrefix("-"), let second = word.dropFirst().first else { return false }
        return second.isNumber || second == "(" || second == " " || word.contains(" ")
    }
}
