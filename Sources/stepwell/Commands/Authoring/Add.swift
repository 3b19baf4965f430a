import ArgumentParser
import StepwellClinic
import StepwellRuntime

/// `add`: copies what comes with the program into the clinic's folder.
struct Add: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Copy a pathway, instrument or shared part that comes with the program into the clinic's folder.",
        discussion: """
            stepwell add
            stepwell add instrument audit_c
            stepwell add pathway adult_iop
            stepwell add shared/session_reminder

            Without a name it lists what there is. Tests come along, and so does what a pathway uses. No file is \
            written over.
            """)

    @Argument(help: ArgumentHelp("What to copy.", valueName: "name"))
    var words: [String] = []

    @OptionGroup var width: WidthOptions
    @OptionGroup var clinic: ClinicOptions

    func run() throws {
        guard !words.isEmpty else { return try list() }
        let part = try Program.shipped.part(words)
        try Self.copy(part, to: try folder(), isJSON: clinic.json)
    }

    /// The folder of pathways of the clinic that is named, or the nearest.
    private func folder() throws -> String {
        try clinic.clinic.map { _ in try clinic.folder().pathwaysPath } ?? ClinicFiles.defaultFolder()
    }

    private func list() throws {
        let folder = clinic.clinic == nil ? ClinicFiles.pathways : try folder()
        let shipped = Program.shipped
        guard !clinic.json else { return Output.json(shipped.json(in: folder)) }
        width.tell(
            Table(
                [.exact("ADD"), .exact("HERE"), .text("WHAT IT IS")],
                shipped.all.map { [$0.words, $0.isIn(folder) ? "yes" : "no", $0.title] }))
    }

    static func copy(_ part: ShippedPart, to folder: String, isJSON: Bool) throws {
        let added = try Program.shipped.add(part, to: folder, PluginSet(Program.parts.linked))
        guard !isJSON else { return Output.json(added.json) }
        Output.lines(added.made.map { "wrote \($0)" })
        Output.lines(
            added.kept.map { "left \($0.path) as it is\($0.isOther ? ", which is not what comes with stepwell" : "")" })
        Output.note("next: \(part.next)")
    }
}
