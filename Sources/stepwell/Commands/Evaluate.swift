import ArgumentParser

/// `eval`: one expression.
struct Evaluate: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "eval", abstract: "Evaluate one expression.")

    func run() throws {}
}
