import ArgumentParser
import PathwayCompiler
import PathwayModel
import StepwellKit
import StepwellRuntime

/// `message`: what a pathway says to people.
struct MessageCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "message", abstract: "See a pathway's messages as they will be read.",
        subcommands: [MessagePreview.self])
}

struct MessagePreview: ParsableCommand {
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
        let pathway = try compiled()
        var previews: [Preview] = []
        for message in pathway.messages {
            var languages = [message.subject, message.body].flatMap(\.languages).reduce(into: [String]()) { all, next in
                if !all.contains(next) { all.append(next) }
            }
            if languages.isEmpty { languages = pathway.languages.first.map { [$0] } ?? [""] }
            for written in languages where language == nil || written == language || written.isEmpty {
                let renderer = MessageRenderer.sample(of: pathway, language: written.isEmpty ? nil : written)
                guard let rendered = renderer.render(message, step: 1) else { continue }
                previews.append(Preview(message: message, language: written, rendered: rendered))
            }
        }
        if json {
            Output.json(["pathway": .string(pathway.identifier), "messages": .array(previews.map(\.json))])
        } else {
            guard !previews.isEmpty else { return Output.note("the pathway has no messages") }
            for preview in previews { Output.lines(preview.lines(html: html)) }
        }
    }

    private func compiled() throws -> Pathway {
        let path = FileReader.exists(pathway) ? pathway : "\(try ClinicFiles.defaultFolder())/\(pathway).yaml"
        guard FileReader.exists(path) else {
            throw Failure(.missing, "no_such_pathway", "there is no pathway '\(pathway)'")
        }
        let folder = PathwayFolder(of: path)
        let compilation = folder.compiler(LinkedPlugins.all(messagesIn: "outbox")).compile(folder.inside(path) ?? path)
        guard let product = compilation.product else {
            var printer = DiagnosticPrinter(isJSON: false)
            printer.add(compilation.diagnostics, in: folder, files: compilation.files)
            throw Failure.found
        }
        return product
    }
}

/// One message in one language, filled in.
private struct Preview {
    let message: Message
    let language: String
    let rendered: MessageRenderer.Rendered

    func lines(html: Bool) -> [String] {
        let name = language.isEmpty ? message.name : "\(message.name) (\(language))"
        let holds = message.holds.map { "\($0.name) is \($0.sensitivity.rawValue)" }
        var lines = ["=== \(name)", "Subject: \(rendered.subject)", "", rendered.body]
        if let invitation = rendered.invitation {
            lines.append("[appointment of \(invitation.minutes) minutes\(invitation.location.map { ", \($0)" } ?? "")]")
        }
        if let condition = message.condition { lines.append("[goes only while: \(condition.source)]") }
        if html { lines += ["", rendered.html] }
        lines.append(holds.isEmpty ? "--- tells nothing that is secret" : "--- tells: \(holds.joined(separator: ", "))")
        lines.append("")
        return lines.flatMap { $0.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) }
    }

    var json: JSON {
        .compact([
            "message": .string(message.name), "language": language.isEmpty ? .null : .string(language),
            "subject": .string(rendered.subject), "body": .string(rendered.body), "html": .string(rendered.html),
            "while": JSON(message.condition?.source),
            "tells": .array(
                message.holds.map { ["name": .string($0.name), "sensitivity": .string($0.sensitivity.rawValue)] }),
        ])
    }
}
