import PathwayCompiler
import PathwayModel
import StepwellKit

/// Reads a manifest, and keeps every mistake.
struct PluginManifestReader {
    var read = Reader()

    mutating func manifest(_ node: YAMLNode) -> PluginManifest? {
        guard let form = PluginManifestDeclaration.schema.read(node, &read) else { return nil }
        let name = form.name.entry.flatMap { self.name($0.value, at: $0.node.span, "'plugin'") }
        let version = self.version(form.version)
        if let (spoken, node) = form.spoken.entry, spoken != PluginProtocol.version {
            read.report(
                .badValue, "the plugin speaks protocol \(spoken), and this Stepwell speaks \(PluginProtocol.version)",
                at: node.span, hint: "update the older of the two")
        }
        let executable = path(form.executable, "'executable'")
        let build = path(form.build, "'build'")
        let rules = (form.rules.value ?? []).compactMap { rule($0) }
        let channels = (form.channels.value ?? []).compactMap { channel($0) }
        if rules.isEmpty, channels.isEmpty, !read.hasErrors {
            read.report(.missingKey, "the manifest has neither rules nor channels", at: form.place.span)
        }
        if !rules.isEmpty, channels.contains(where: { !$0.sendsTo.isEmpty }), let key = form.channels.key {
            read.report(
                .keysClash, "a plugin with rules has no network, and a channel here sends to other hosts", at: key,
                hint: "put the channel into a plugin of its own")
        }
        let environment = environment(form.environment, hasRules: !rules.isEmpty)
        guard let name, let version, let spoken = form.spoken.value, let executable else { return nil }
        return PluginManifest(
            name: name, version: version, protocolVersion: spoken, title: form.title.value, executable: executable,
            build: build, rules: rules, channels: channels, environment: environment, credits: form.credits.value,
            license: form.license.value)
    }

    // MARK: Names

    private mutating func name(_ text: String, at span: SourceSpan, _ what: String) -> String? {
        guard PluginNames.isName(text) else {
            read.report(
                .badIdentifier, "\(what) must be a name; this is none", at: span,
                hint: "use small letters, digits and underscores, a letter first, \(PluginNames.longest) at most")
            return nil
        }
        return text
    }

    private mutating func version(_ written: Written<String>) -> String? {
        guard let (text, node) = written.entry else { return nil }
        guard PluginNames.isVersion(text) else {
            read.report(.badValue, "'version' must be like 1.0.0", at: node.span)
            return nil
        }
        return text
    }

    private mutating func path(_ written: Written<String>, _ what: String) -> String? {
        guard let (text, node) = written.entry else { return nil }
        guard PluginNames.isInnerPath(text) else {
            read.report(
                .badValue, "\(what) must be a path inside the plugin's folder", at: node.span,
                hint: "letters, digits, '.', '-' and '_', parted by '/'; no '..'")
            return nil
        }
        return text
    }

    // MARK: Rules

    private mutating func rule(_ entry: Named<PluginRuleDeclaration>) -> PluginManifest.Rule? {
        guard name(entry.name, at: entry.key.span, "a rule's name") != nil, let form = entry.value, form.reads.isPresent
        else { return nil }
        let (reads, only) = reads(form.reads.value ?? [])
        let parameters = form.parameters.node.map { self.parameters($0, "the rule '\(entry.name)'") } ?? []
        checkNames(parameters, reads, at: form.parameters.node)
        return PluginManifest.Rule(
            name: entry.name, summary: form.summary.value, reads: reads, only: only, parameters: parameters)
    }

    private mutating func reads(_ items: [Item<String>]) -> (RuleReads, RuleScope?) {
        var words: [String] = []
        for (word, node) in items.read() {
            guard RuleReads.reading([word]) != nil else {
                let known = RuleReads.names.map(\.name).joined(separator: ", ")
                read.report(
                    .badWord, "'reads' cannot be '\(word)'", at: node.span,
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

    private mutating func channel(_ entry: Named<PluginChannelDeclaration>) -> PluginManifest.Channel? {
        guard name(entry.name, at: entry.key.span, "a channel's name") != nil, let form = entry.value else {
            return nil
        }
        return PluginManifest.Channel(
            name: entry.name, summary: form.summary.value, sendsTo: hosts(form.sendsTo.value ?? []),
            settings: form.settings.node.map { settings($0, "the channel '\(entry.name)'") } ?? [])
    }

    private mutating func settings(_ node: YAMLNode, _ what: String) -> [ChannelSetting] {
        do throws(ProtocolError) {
            return try SettingsSchema.settings(node.json)
        } catch {
            read.report(.badValue, "the settings of \(what): \(error.message)", at: read.brief(node))
            return []
        }
    }

    private mutating func hosts(_ items: [Item<String>]) -> [String] {
        items.read().map { text, node in
            do throws(PluginFailure) { _ = try RelayTarget(text) } catch {
                read.report(.badValue, error.reason, at: node.span, hint: error.hint)
            }
            return text
        }
    }

    private mutating func environment(_ written: Written<[Item<String>]>, hasRules: Bool) -> [String] {
        guard let (items, node) = written.entry else { return [] }
        if hasRules {
            read.report(
                .keysClash, "a plugin with rules gets no environment: its answers depend on nothing but the facts",
                at: read.brief(node), hint: "put the channel into a plugin of its own")
            return []
        }
        return items.values()
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
