import PathwayModel
import StepwellClinic
import StepwellKit
import StepwellRuntime

/// What a plugin may do, in lines that a clinic can judge it by, and what was found out about it.
enum PluginWords {
    static func status(_ plugin: PluginView) -> String {
        plugin.installed.map { $0.status.rawValue.replacing("_", with: " ") } ?? "part of Stepwell"
    }

    static func lines(_ plugin: PluginView) -> [String] {
        let rules = plugin.rules.flatMap { Self.lines(rule: $0) }
        guard let installed = plugin.installed else {
            return ["\(plugin.name) \(plugin.version ?? ""), part of Stepwell"] + rules
                + plugin.channels.map { "channel \($0)" }
        }
        var shown = ["\(plugin.name) \(plugin.version ?? ""), \(status(plugin)); its source is \(installed.source)"]
        if let earlier = installed.record?.earlier, !earlier.isEmpty {
            shown.append("before: \(earlier.map(\.version).joined(separator: ", "))")
        }
        if let refusal = installed.refusal { shown.append("refused: \(refusal.reason)") }
        if let quarantine = installed.record?.quarantine {
            shown += [
                "quarantined after \(installed.record?.deaths ?? 0) deaths: \(quarantine)",
                "  mend it, then 'stepwell plugin retry \(plugin.name)'",
            ]
        }
        guard let manifest = installed.manifest else { return shown }
        shown += rules + channels(manifest) + ProposalWords.lines(PluginGrants(manifest, installed.setting))
        if installed.hasLog { shown.append("what it wrote: stepwell plugin logs \(plugin.name)") }
        if let credits = manifest.credits { shown.append("credits: \(credits)") }
        if let license = manifest.license { shown.append("license: \(license)") }
        return shown
    }

    private static func lines(rule: RuleSignature) -> [String] {
        let reads = rule.reads.words(only: rule.only).joined(separator: ", ")
        return ["rule \(rule.name) reads \(reads.isEmpty ? "nothing" : reads)"]
            + rule.parameters.map { parameter in
                let schema = ParameterSchema.json(of: [parameter])["properties"]?[parameter.name] ?? .null
                return "  \(parameter.name)\(parameter.isRequired ? "" : " (may be left out)"): \(schema.text)"
            }
    }

    private static func channels(_ manifest: PluginManifest) -> [String] {
        manifest.channels.map { channel in
            let hosts = channel.sendsTo.joined(separator: ", ")
            return "  channel \(channel.name) sends to \(hosts.isEmpty ? "no other host" : hosts)"
        }
    }

    /// Prints what was found out.
    static func tell(_ examination: PluginExamination, in folder: String) {
        Output.tell(examination.mistakes(in: folder))
        for finding in examination.findings {
            let mark = Paint.output.mark(finding.problems.isEmpty, otherwise: "BAD ")
            let note = finding.problems.isEmpty && !finding.note.isEmpty ? ": \(finding.note)" : ""
            Output.line("\(mark)  \(finding.name)\(note)")
            Output.lines(finding.problems.map { "        \($0)" })
        }
    }
}

extension PluginView {
    /// The clinic's plugin; nil for one that is part of the program.
    var installed: InstalledPlugin? {
        switch origin {
        case .linked: nil
        case .installed(let plugin): plugin
        }
    }
}
