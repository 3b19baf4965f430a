import ArgumentParser
import PathwayDrawing
import PathwayModel
import StepwellClinic
import StepwellRuntime

/// `draw`: a pathway as a picture.
struct Draw: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "draw",
        abstract: "Draw a pathway: its states, and the ways between them.",
        discussion: """
            stepwell draw iop_basic
            stepwell draw iop_basic --format svg > iop_basic.svg
            stepwell draw iop_basic --format mermaid --check docs/iop_basic.mmd
            stepwell draw --case P-17
            stepwell draw iop_basic --counts
            stepwell draw iop_basic --diff 2026.3
            stepwell draw --story 'Pathways/iop_basic.test.yaml#In the program risk blocks the step down'

            A picture (svg) takes Graphviz; the other forms take nothing.
            """)

    enum Format: String, CaseIterable, ExpressibleByArgument {
        case text, mermaid, dot, svg
    }

    @Argument(help: "A pathway's name or file. Not needed with --case and --story.")
    var pathway: String?

    @Option(help: "text, mermaid, dot or svg.")
    var format = Format.text

    @Flag(help: "An overview: states that have a page of their own are closed boxes.")
    var overview = false

    @Option(
        help: ArgumentHelp(
            "One page: the states of a level of care, or a state with all inside it.", valueName: "level or state"))
    var page: String?

    @OptionGroup var laid: DrawnOver
    @OptionGroup var time: TimeOptions
    @OptionGroup var emergency: EmergencyOptions

    @Option(help: ArgumentHelp("The clinic's folder. Without it: from the current folder upward.", valueName: "dir"))
    var clinic: String?

    @Option(
        help: ArgumentHelp(
            "Say whether this file has the picture as it is now; prints where it differs.", valueName: "file"))
    var check: String?

    func validate() throws {
        let subject = try laid.subject
        if time.at != nil, subject?.isOfClinic != true { throw ValidationError("--at stands with --case or --counts.") }
        if overview, page != nil { throw ValidationError("--overview and --page exclude each other.") }
        guard pathway == nil else { return }
        switch subject {
        case .case?, .story?: break
        case .counts?, .old?, nil: throw ValidationError("Name the pathway that is to be drawn.")
        }
    }

    func run() throws {
        let (whole, damaged) = try self.picture()
        let picture = try part(of: whole)
        let drawn: String
        switch format {
        case .text: drawn = picture.outline
        case .mermaid: drawn = picture.mermaid
        case .dot: drawn = picture.dot
        case .svg: drawn = picture.described(try Graphviz.svg(of: picture.dot))
        }
        let lines = Self.lines(of: drawn)
        if let check { try compare(lines, with: check) } else { Output.lines(lines) }
        if let failure = Failure(damaged: damaged) { throw failure }
    }

    // MARK: What is drawn

    /// With the cases that are left out of it because they cannot be read.
    private func picture() throws -> (Picture, damaged: [CaseID]) {
        switch try laid.subject {
        case nil: return (Picture(try named()), [])
        case .case(let text)?:
            let (picture, identifier) = try see { clinic in
                let drawn = try clinic.picture(ofCase: text, at: try time.asked(in: clinic))
                return Shown(drawn, try clinic.shown(try clinic.namedCase(text).id))
            }
            if pathway != nil, try named().identifier != identifier {
                throw Failure(.usage, "other_pathway", "the case runs on '\(identifier)'")
            }
            return (picture, [])
        case .counts?:
            let counted = try see { clinic in
                // It names nobody.
                Shown(try clinic.picture(counting: try named(), at: try time.asked(in: clinic)), ShownPatients())
            }
            return (counted.picture, counted.damaged)
        case .old(let text)?:
            return (
                try ClinicFolder.comparison(
                    of: file, with: text, clinic: clinic, Program.parts, Program.parts.pluginsAtHand()
                ).picture, []
            )
        case .story(let text)?:
            return (try StoryPicture(of: StoryName(text), on: pathway, Program.parts.pluginsAtHand()).picture, [])
        }
    }

    private func part(of picture: Picture) throws -> Picture {
        guard let page else { return overview ? picture.overview : picture }
        if let part = picture.page(page) { return part }
        throw Failure(
            .missing, "no_such_page", "'\(page)' is no level of care and no one state of this pathway",
            hint: "its pages are: \(picture.pageNames.joined(separator: ", "))")
    }

    private func named() throws -> Pathway {
        try ClinicFiles.pathway(named: file, Program.parts.pluginsAtHand())
    }

    /// The pathway's name or file: with a clinic named, a name is one of its pathways.
    private var file: String {
        let name = pathway ?? ""
        let inClinic = clinic.map { "\($0)/Pathways/\(name).yaml" }
        return inClinic.flatMap { FileReader.exists($0) ? $0 : nil } ?? name
    }

    private func see<View>(_ make: (Clinic) throws -> Shown<View>) throws -> View {
        let clinic = try Clinic(try ClinicFolder.find(clinic, Program.parts))
        if let lost = try clinic.store.lost() { Output.note("warning: \(lost)") }
        let subject = laid.caseText.map { RightSubject.case($0) } ?? .clinic
        return try Looking.see(.drawing, in: clinic, emergency.onlooker, about: subject, make).view
    }

    // MARK: A picture that is kept

    private func compare(_ lines: [String], with file: String) throws {
        guard let bytes = FileReader.bytes(file) else {
            throw Failure(.missing, "no_such_file", "there is no file '\(file)' that can be read")
        }
        let kept = Self.lines(of: String(decoding: bytes, as: UTF8.self))
        guard kept != lines else { return }
        for change in lines.difference(from: kept) {
            switch change {
            case .remove(let place, let line, associatedWith: _): Output.line(Line("\(place + 1) - \(line)"))
            case .insert(let place, let line, associatedWith: _): Output.line(Line("\(place + 1) + \(line)"))
            }
        }
        throw Failure(.found, "picture_differs", "'\(file)' is not the picture as it is now", hint: "write it anew")
    }

    private static func lines(of text: String) -> [String] {
        text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init).dropLastEmpty
    }
}

extension [String] {
    /// Without the empty one after the last line's end.
    fileprivate var dropLastEmpty: [String] { last?.isEmpty == true ? dropLast() : self }
}
