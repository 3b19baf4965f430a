import ArgumentParser
import PathwayDrawing
import StepwellClinic

/// `draw`: a pathway as a picture.
struct Draw: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "draw",
        abstract: "Draw a pathway: its states, and the ways between them.",
        discussion: """
            stepwell draw iop_basic
            stepwell draw iop_basic --format svg > iop_basic.svg
            stepwell draw iop_basic --format mermaid --check docs/iop_basic.mmd

            A picture (svg) takes Graphviz; the other forms take nothing.
            """)

    enum Format: String, CaseIterable, ExpressibleByArgument {
        case text, mermaid, dot, svg
    }

    @Argument(help: "A pathway's name or file.")
    var pathway: String

    @Option(help: "text, mermaid, dot or svg.")
    var format = Format.text

    @Option(
        help: ArgumentHelp(
            "Say whether this file has the picture as it is now; prints where it differs.", valueName: "file"))
    var check: String?

    func run() throws {
        let picture = Picture(try ClinicFiles.pathway(named: pathway, Program.parts.pluginsAtHand()))
        let drawn: String
        switch format {
        case .text: drawn = picture.outline
        case .mermaid: drawn = picture.mermaid
        case .dot: drawn = picture.dot
        case .svg: drawn = picture.described(try Graphviz.svg(of: picture.dot))
        }
        let lines = Self.lines(of: drawn)
        guard let check else { return Output.lines(lines) }
        guard let bytes = FileReader.bytes(check) else {
            throw Failure(.missing, "no_such_file", "there is no file '\(check)' that can be read")
        }
        let kept = Self.lines(of: String(decoding: bytes, as: UTF8.self))
        guard kept != lines else { return }
        for change in lines.difference(from: kept) {
            switch change {
            case .remove(let place, let line, associatedWith: _): Output.line(Line("\(place + 1) - \(line)"))
            case .insert(let place, let line, associatedWith: _): Output.line(Line("\(place + 1) + \(line)"))
            }
        }
        throw Failure(.found, "picture_differs", "'\(check)' is not the picture as it is now", hint: "write it anew")
    }

    private static func lines(of text: String) -> [String] {
        text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init).dropLastEmpty
    }
}

extension [String] {
    /// Without the empty one after the last line's end.
    fileprivate var dropLastEmpty: [String] { last?.isEmpty == true ? dropLast() : self }
}
