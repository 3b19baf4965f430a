import ArgumentParser
import PathwayCompiler

/// `schema`: every key of every file, as the reference has it.
struct SchemaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema",
        abstract: "Say which keys the files have, with their types and meanings, in Markdown.")

    func run() {
        Output.page(Forms.page.trimmingLineBreak)
    }
}

extension String {
    /// Without the line break at its end: a line brings its own.
    fileprivate var trimmingLineBreak: String { hasSuffix("\n") ? String(dropLast()) : self }
}
