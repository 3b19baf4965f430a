import ArgumentParser
import PathwayModel
import StepwellKit
import StepwellRuntime

/// `plugin list`: every plugin at hand.
struct PluginList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the plugins that are part of Stepwell and those of the clinic.",
        discussion: "stepwell plugin list")

    @OptionGroup var clinic: ClinicOptions

    func run() throws {
        let linked = LinkedPlugins.all(messagesIn: "").plugins
        let entries: [ClinicPlugins.Entry]
        do {
            entries = try clinic.plugins().plugins.entries
        } catch let failure as Failure where failure.code == "no_clinic" && clinic.clinic == nil {
            // Outside of a clinic there are those that are part of the program.
            entries = []
        }
        guard !clinic.json else {
            Output.json([
                "plugins": .array(linked.map { $0.json } + entries.map { $0.json })
            ])
            return
        }
        let rows =
            linked.map { plugin in
                [
                    plugin.name, plugin.version, "part of Stepwell",
                    (plugin.rules.map(\.name) + plugin.channels.map { "channel \($0.name)" }).joined(separator: ", "),
                ]
            }
            + entries.map { entry in
                [
                    entry.name, entry.manifest?.version ?? "?", entry.status,
                    ((entry.manifest?.rules.map(\.name) ?? [])
                        + (entry.manifest?.channels.map { "channel \($0.name)" } ?? [])).joined(separator: ", "),
                ]
            }
        Output.lines(Table(["plugin", "version", "status", "rules and channels"], rows).lines)
        for entry in entries {
            if let refusal = entry.refusal { Output.note("\(entry.name): \(refusal.reason)") }
        }
    }
}

/// `plugin show`: what one plugin may do, and how it is.
struct PluginShow: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show what a plugin reads, asks for and sends to.",
        discussion: "stepwell plugin show attendance")

    @Argument(help: "The plugin's name.")
    var name: String

    @OptionGroup var clinic: ClinicOptions

    func run() throws {
        if let plugin = LinkedPlugins.all(messagesIn: "").plugins.first(where: { $0.name == name }) {
            guard !clinic.json else { return Output.json(plugin.json) }
            Output.line("\(plugin.name) \(plugin.version), part of Stepwell")
            for rule in plugin.rules.map({ $0.signature(in: plugin) }) { Output.lines(rule.lines) }
            Output.lines(plugin.channels.map { "channel \($0.name)" })
            return
        }
        let entry = try clinic.plugins().plugins.entry(named: name)
        guard !clinic.json else { return Output.json(entry.json) }
        Output.lines(["\(name) \(entry.manifest?.version ?? ""), \(entry.status), in \(entry.folder)"])
        if let refusal = entry.refusal { Output.lines(["refused: \(refusal.reason)"]) }
        if let quarantine = entry.record?.quarantine {
            Output.lines([
                "quarantined after \(entry.record?.deaths ?? 0) deaths: \(quarantine)",
                "  mend it, then 'stepwell plugin retry \(name)'",
            ])
        }
        guard let manifest = entry.manifest else { return }
        for rule in manifest.signatures { Output.lines(rule.lines) }
        Output.lines(PluginWords.lines(manifest, entry.setting).filter { !$0.hasPrefix("  rule") })
        if let credits = manifest.credits { Output.lines(["credits: \(credits)"]) }
        if let license = manifest.license { Output.lines(["license: \(license)"]) }
    }
}

/// `plugin retry`: forgets a plugin's deaths.
struct PluginRetry: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry", abstract: "Start a quarantined plugin again.",
        discussion: "stepwell plugin retry lace")

    @Argument(help: "The plugin's name.")
    var name: String

    @OptionGroup var clinic: ClinicOptions

    func run() throws {
        let (place, plugins) = try clinic.plugins()
        let entry = try plugins.entry(named: name)
        guard var record = entry.record else {
            throw Failure(
                .missing, "not_installed", "the plugin '\(name)' is not installed",
                hint: "stepwell plugin install '\(entry.folder)'")
        }
        record.deaths = 0
        record.quarantine = nil
        try Failure.tellingPlugin(name) { () throws(PluginFailure) in try plugins.records.save(record, of: name) }
        let host = try ClinicPlugins(in: place.folder, place.settings).entry(named: name).host
        guard let host else { throw Failure(entry.refusal ?? PluginFailure("it cannot be used"), plugin: name) }
        defer { host.shutDown() }
        _ = try Failure.tellingPlugin(name) { () throws(PluginFailure) in try host.handshake().get() }
        if clinic.json {
            Output.json(["plugin": .string(name), "status": "ready"])
        } else {
            Output.line("\(name) runs again; cases with an open incident are asked about at their next input")
        }
    }
}

extension RuleSignature {
    fileprivate var lines: [String] {
        let reads = self.reads.words(only: only).joined(separator: ", ")
        return ["rule \(name) reads \(reads.isEmpty ? "nothing" : reads)"]
            + parameters.map { parameter in
                let schema = ParameterSchema.json(of: [parameter])["properties"]?[parameter.name] ?? .null
                return "  \(parameter.name)\(parameter.isRequired ? "" : " (may be left out)"): \(schema.text)"
            }
    }

    fileprivate var json: JSON {
        [
            "name": .string(name), "reads": JSON(reads.words(only: only)),
            "parameters": ParameterSchema.json(of: parameters),
        ]
    }
}

extension Plugin {
    fileprivate var json: JSON {
        [
            "name": .string(name), "version": .string(version), "status": "linked",
            "rules": .array(rules.map { $0.signature(in: self).json }),
            "channels": .array(channels.map { ["name": .string($0.name)] }),
        ]
    }
}

extension ClinicPlugins.Entry {
    fileprivate var json: JSON {
        [
            "name": .string(name), "version": JSON(manifest?.version),
            "status": .string(status.replacing(" ", with: "_")), "folder": .string(folder),
            "sandbox": .bool(!setting.isUnwalled), "refused": JSON(refusal?.reason),
            "deaths": JSON(record?.deaths), "quarantine": JSON(record?.quarantine), "digest": JSON(record?.digest),
            "rules": .array((manifest?.signatures ?? []).map { $0.json }),
            "channels": .array(
                (manifest?.channels ?? []).map { ["name": .string($0.name), "sends_to": JSON($0.sendsTo)] }),
        ]
    }
}
