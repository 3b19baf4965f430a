import ArgumentParser
import CEL
import PathwayDrawing
import PathwayModel
import PathwayPaper
import StepwellClinic

/// `paper`: a pathway as the paper that a medical director signs.
struct PrintPaper: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "paper",
        abstract: "Write a pathway as a paper to read, to print and to sign: one HTML file.",
        discussion: """
            stepwell paper iop_basic > paper.html
            stepwell paper iop_basic --language es --out paper.html

            All of it stands in the file, which asks nobody for anything: a picture, every state in words, instruments, \
            messages, promises, what is proved, tests, and lines for signatures.
            """)

    @Argument(help: "A pathway's name or file.")
    var pathway: String

    @Option(help: "Messages in this language alone.")
    var language: String?

    @Option(help: ArgumentHelp("How long the proof may take; 60 unless given.", valueName: "seconds"))
    var time = 60

    @Option(help: ArgumentHelp("Write it there, in place of what stands there.", valueName: "file"))
    var out: String?

    @Option(help: ArgumentHelp("The day on which it is asked what is past: 2026-01-31.", valueName: "date"))
    var at: String?

    func validate() throws {
        if time < 1 { throw ValidationError("--time needs at least 1 second.") }
    }

    func run() throws {
        let parts = Program.parts
        let today = try at.map { try TimeOptions.date($0, "--at") }
        let view = try Progress.during("reading") {
            try PaperView(
                of: pathway, language: language, parts.pluginsAtHand(), within: .seconds(time), today: today,
                stores: parts.stores
            ) { Progress.say($0) }
        }
        let html = Paper(view, Self.picture(Picture(view.pathway))).html
        guard let out else { return Output.page(html) }
        try FileWriter.replace(NewFile(out, Array("\(html)\n".utf8)))
        Output.line("the paper of \(view.pathway.identifier) \(view.pathway.version) is in \(out)")
    }

    /// What is too large for a page is an overview, and a picture of each part. Where nothing draws, the outline says the same.
    private static func picture(_ picture: Picture) -> PaperPicture {
        func drawn(_ picture: Picture, _ part: String?) throws -> PaperPicture.Drawn {
            PaperPicture.Drawn(part: part, svg: picture.described(try Graphviz.svg(of: picture.dot)))
        }
        let names = picture.pageNames
        do {
            guard !names.isEmpty else { return .drawn([try drawn(picture, nil)]) }
            // A level of care may be one state, which has a page as well.
            var seen: Set<[String]> = []
            let pages = try names.compactMap { name -> PaperPicture.Drawn? in
                guard let page = picture.page(name), seen.insert(page.boxes.map(\.path)).inserted else { return nil }
                return try drawn(page, name)
            }
            return .drawn([try drawn(picture.overview, "Overview")] + pages)
        } catch {
            return .outline(picture.outline)
        }
    }
}
