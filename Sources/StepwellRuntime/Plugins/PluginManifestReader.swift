import PathwayCompiler
import PathwayModel
import StepwellKit

/// Reads a manifest, and keeps every mistake.
struct PluginManifestReader {
    var read = Reader()

    private static let keys = [
        "plugin", "version", "protocol", "title", "executable", "build", "rules", "channels", "environment", "credits",
        "license",
    ]

    mutating func manifest(_ node: YAMLNode) -> PluginManifest? {
        let required = ["plugin", "version", "protocol", "executable"]
        guard let form = read.form(node, "the manifest", keys: Self.keys, required: required) else { return nil }
        let name = form["plugin"].flatMap { self.name($0, "'plugin'") }
        let version = form["version"].flatMap { self.version($0) }
        let spoken = form["protocol"].flatMap { read.integer($0, "'protocol'", in: 1...1_000) }
        if let spoken, spoken != PluginProtocol.version, let node = form["protocol"] {
            read.report(
                .badValue, "the plugin speaks protocol \(spoken), and this Stepwell speaks \(PluginProtocol.version)",
                at: node.span, hint: "update the older of the two")
        }
        let executable = form["executable"].flatMap { path($0, "'executable'") }
        let build = form["build"].flatMap { path($0, "'build'") }
        let rules = form["rules"].map { self.rules($0) } ?? []
        let channels = form["channels"].map { self.channels($0) } ?? []
        if rules.isEmpty, channels.isEmpty, !read.hasErrors {
            read.report(.missingKey, "the manifest has neither rules nor channels", at: read.brief(node))
        }
        if !rules.isEmpty, channels.contains(where: { !$0.sendsTo.isEmpty }), let node = form.key("channels") {
            read.report(
                .keysClash, "a plugin with rules has no network, and a channel here sends to other hosts",
                at: node.span, hint: "put the channel into a plugin of its own")
        }
        let environment = self.environment(form["environment"], hasRules: !rules.isEmpty)
        guard let name, let version, let spoken, let executable else { return nil }
        return PluginManifest(
            name: name, version: version, protocolVersion: spoken,
            title: form["title"].flatMap { read.text($0, "'title'") }, executable: executable, build: build,
            rules: rules, channels: channels, environment: environment,
            credits: form["credits"].flatMap { read.text($0, "'credits'") },
            license: form["license"].flatMap { read.text($0, "'license'") })
    }

    // MARK: Names

    private mutating func name(_ node: YAMLNode, _ what: String) -> String? {
        guard let text = read.text(node, what) else { return nil }
        guard PluginNames.isName(text) else {
            read.report(
                .badIdentifier, "\(what) must be a name; this is none", at: node.span,
                hint: "use small letters, digits and underscores, a letter first, \(PluginNames.longest) at most")
            return nil
        }
        return text
    }

    private mutating func version(_ node: YAMLNode) -> String? {
        guard let text = read.text(node, "'version'") else { return nil }
        guard PluginNames.isVersion(text) else {
            read.report(.badValue, "'version' must be like 1.0.0", at: node.span)
            return nil
        }
        return text
    }

    private mutating func path(_ node: YAMLNode, _ what: String) -> String? {
        guard let text = read.text(node, what) else { return nil }
        guard PluginNames.isInnerPath(text) else {
            read.report(
                .badValue, "\(what) must be a path inside the plugin's folder", at: node.span,
                hint: "letters, digits, '.', '-' and '_', parted by '/'; no '..'")
            return nil
        }
        return text
    }

    // MARK: Rules

    private mutating func rules(_ node: YAMLNode) -> [PluginManifest.Rule] {
        read.named(node, "'rules'").compactMap { entry -> PluginManifest.Rule? in
            let what = "the rule '\(entry.name)'"
            let keys = ["summary", "reads", "parameters"]
            guard name(entry.key, "a rule's name") != nil,
                let form = read.form(entry.value, what, keys: keys, required: ["reads"])
            else { return nil }
            let (reads, only) = form["reads"].map { self.reads($0) } ?? ([], nil)
            let parameters = form["parameters"].map { self.parameters($0, what) } ?? []
            checkNames(parameters, reads, at: form["parameters"])
            let summary = form["summary"].flatMap { read.text($0, "'summary'") }
            return PluginManifest.Rule(
                name: entry.name, summary: summary, reads: reads,
                only: only, parameters: parameters)
        }
    }

    private mutating func reads(_ node: YAMLNode) -> (RuleReads, RuleScope?) {
        var words: [String] = []
        for item in read.list(node, "'reads'") {
            guard let word = read.text(item, "'reads'") else { continue }
            guard RuleReads.reading([word]) != nil else {
                let known = RuleReads.names.map(\.name).joined(separator: ", ")
                read.report(
                    .badWord, "'reads' cannot be '\(word)'", at: item.span,
                    hint: "known here: \(known), and data.NAME and results.NAME for one alone")
                continue
            }
            words.append(word)
        }
        return RuleReads.reading(words) ?? ([], nil)
    }

    private mutating func parameters(_ node: YAMLNode, _ what: String) -> [RuleSignature.Parameter] {
        do throws(ProtocolError) {
            return try ParameterSchema.parameters(node.json)
        } catch {
            read.report(.badValue, "the parameters of \(what): \(error.message)", at: read.brief(node))
            return []
        }
    }

    private mutating func checkNames(
        _ parameters: [RuleSignature.Parameter], _ reads: RuleReads, at node: YAMLNode?
    ) {
        for parameter in parameters {
            guard let node, let named = parameter.names else { continue }
            let needed: RuleReads = named == .instrument ? .results : .data
            guard !reads.contains(needed) else { continue }
            read.report(
                .keysClash,
                "the parameter '\(parameter.name)' names \(named == .instrument ? "an" : "a") \(named.rawValue), and "
                    + "'reads' has no \(needed.words()[0])", at: read.brief(node))
        }
    }

    // MARK: Channels

    private mutating func channels(_ node: YAMLNode) -> [PluginManifest.Channel] {
        read.named(node, "'channels'").compactMap { entry -> PluginManifest.Channel? in
            let what = "the channel '\(entry.name)'"
            let keys = ["summary", "sends_to"]
            guard name(entry.key, "a channel's name") != nil,
                let form = read.form(entry.value, what, keys: keys, required: ["sends_to"])
            else { return nil }
            return PluginManifest.Channel(
                name: entry.name, summary: form["summary"].flatMap { read.text($0, "'summary'") },
                sendsTo: form["sends_to"].map { read.texts($0, "'sends_to'").map(\.text) } ?? [])
        }
    }

    private mutating func environment(_ node: YAMLNode?, hasRules: Bool) -> [String] {
        guard let node else { return [] }
        if hasRules {
            read.report(
                .keysClash, "a plugin with rules gets no environment: its answers depend on nothing but the facts",
                at: read.brief(node), hint: "put the channel into a plugin of its own")
            return []
        }
        return read.list(node, "'environment'").compactMap { read.identifier($0, "a variable's name") }
    }
}

extension YAMLNode {
    /// The node as JSON, scalars without quotes read as YAML 1.2's core schema has them.
    var json: JSON {
        switch content {
        case .refused: .null
        case .sequence(let items): .array(items.map(\.json))
        case .mapping(let entries):
            .object(entries.compactMap { entry in entry.key.text.map { JSON.Member($0, entry.value.json) } })
        case .scalar(let text, _):
            if isNull {
                .null
            } else if isPlain, let value = Scalar.boolean(text) {
                .bool(value)
            } else if isPlain, let number = Scalar.integer(text) {
                .int(number)
            } else if isPlain, let number = Scalar.number(text) {
                .double(number)
            } else {
                .string(text)
            }
        }
    }
}
