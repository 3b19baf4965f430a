import ArgumentParser
import StepwellClinic

/// The words of a command line. The library that reads them takes a time that grows with the square of their number, so
/// that it gets no more than it can read in no time.
struct GivenWords {
    /// Words that are read at most, but for the names of files.
    static let most = 500

    /// What the library reads.
    let words: [String]
    /// The files that a command is given, where they were too many.
    let files: [String]

    /// - Parameter arguments: without the program's own name.
    init(_ arguments: [String]) throws(Failure) {
        guard arguments.count > Self.most else {
            (words, files) = (arguments, [])
            return
        }
        let takesFiles = [Check.self, Test.self].contains { (command: any ParsableCommand.Type) in
            command.configuration.commandName == arguments[0]
        }
        // These commands have no options with values: whatever is no option is a file.
        let end = arguments.firstIndex(of: "--") ?? arguments.count
        let options = arguments[1..<end].filter { $0.hasPrefix("-") }
        guard takesFiles, options.count < Self.most else {
            throw Failure(
                .usage, "too_many_words", "\(arguments.count) words are given, and \(Self.most) are read at most",
                hint: "values can come on standard input: write - in their place")
        }
        words = [arguments[0]] + options
        files = arguments[1..<end].filter { !$0.hasPrefix("-") } + arguments[end...].dropFirst()
    }
}

/// A command that is given files.
protocol TakesFiles: ParsableCommand {
    var files: [String] { get set }
}

extension Check: TakesFiles {}
extension Test: TakesFiles {}
