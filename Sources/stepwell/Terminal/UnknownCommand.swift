import ArgumentParser
import CEL
import StepwellClinic

/// A word that is no command.
enum UnknownCommand {
    /// That there is no such command, where that is why the arguments make no sense.
    static func failure(for error: any Error) -> Failure? {
        guard Stepwell.exitCode(for: error) == .validationFailure else { return nil }
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
}
