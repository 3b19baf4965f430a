import ArgumentParser
import PathwayModel
import StepwellClinic
import StepwellKit
import StepwellRuntime

/// `message`: what a pathway says to people.
struct MessageCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "message", abstract: "See a pathway's messages as they will be read.",
        subcommands: [PreviewMessages.self])
}

struct PreviewMessages: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "preview", abstract: "Fill every message of a pathway with examples, for those who sign it.",
        discussion: """
            stepwell message preview Pathways/iop_basic.yaml --language es

            Each message is shown in every language it is written in, with what it would tell and to whom.
            """)

    @Argument(help: "The pathway's file, or its identifier in the folder Pathways.")
    var pathway: String

    @Option(help: "Only this language.")
    var language: String?

    @Flag(help: "Show the HTML too.")
    var html = false

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        let preview = try MessagePreview(pathway, language: language, PluginSet(Program.parts.linked))
        guard !json else { return Output.json(preview.json) }
        guard !preview.texts.isEmpty else { return Output.note("the pathway has no messages") }
        for text in preview.texts { Output.lines(lines(text)) }
    }

    private func lines(_ text: MessagePreview.Text) -> [String] {
        let (message, rendered) = (text.message, text.rendered)
        let holds = message.holds.map { "\($0.name) is \($0.sensitivity.rawValue)" }
        var lines = [
            "=== \(message.name)\(text.language.map { " (\($0))" } ?? "")", "Subject: \(rendered.subject)", "",
            rendered.body,
        ]
        if let invitation = rendered.invitation {
            lines.append("[appointment of \(invitation.minutes) minutes\(invitation.location.map { ", \($0)" } ?? "")]")
        }
        if let condition = message.condition { lines.append("[goes only while: \(condition.source)]") }
        if html { lines += ["", rendered.html] }
        lines.append(holds.isEmpty ? "--- tells nothing that is secret" : "--- tells: \(holds.joined(separator: ", "))")
        lines.append("")
        return lines.flatMap { $0.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) }
    }
}
