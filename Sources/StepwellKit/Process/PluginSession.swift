import CEL
package import PathwayModel

/// A plugin's side of the talk: a line in, a line out. Knows no file and no process, so that the protocol's examples
/// can be played on it.
package struct PluginSession {
    private let plugin: Plugin
    private let rules: [String: any Rule]
    private let channels: [String: any Channel]
    private let configurable: [String: any ConfigurableChannel.Type]
    private var isInitialized = false
    package private(set) var isOver = false

    package init(_ plugin: Plugin) {
        self.plugin = plugin
        rules = Dictionary(plugin.rules.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        channels = Dictionary(plugin.channels.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        configurable = Dictionary(plugin.configurable.map { ($0.kind, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// The answer to a message.
    package mutating func answer(to line: [UInt8]) -> JSON {
        let message: JSON
        do { message = try JSON.parse(line) } catch {
            return PluginProtocol.error(.null, .noJSON, "this is no JSON: \(error.message)")
        }
        guard let id = message["id"], let method = message["method"]?.string else {
            return PluginProtocol.error(.null, .noRequest, "a request has an id and a method")
        }
        guard let known = PluginProtocol.Method(rawValue: method) else {
            return PluginProtocol.error(id, .noSuchMethod, "the method is not known here")
        }
        guard isInitialized || known == .initialize else {
            return PluginProtocol.error(id, .notInitialized, "'initialize' comes first")
        }
        let parameters = message["params"] ?? [:]
        do throws(ProtocolError) {
            switch known {
            case .initialize: return initialize(id, parameters)
            case .evaluate: return PluginProtocol.result(id, try evaluate(parameters))
            case .deliver: return PluginProtocol.result(id, try deliver(parameters))
            case .shutdown:
                isOver = true
                return PluginProtocol.result(id, .null)
            }
        } catch {
            return PluginProtocol.error(id, .badParameters, error.message)
        }
    }

    private mutating func initialize(_ id: JSON, _ parameters: JSON) -> JSON {
        let offered = parameters["protocols"]?.array?.compactMap(\.int) ?? []
        guard offered.contains(PluginProtocol.version) else {
            let versions = offered.map(String.init).joined(separator: ", ")
            return PluginProtocol.error(
                id, .wrongProtocol,
                "\(plugin.name) \(plugin.version) speaks protocol \(PluginProtocol.version), and the host offers "
                    + "\(versions.isEmpty ? "none" : versions); build it with the host's StepwellKit")
        }
        // A schema that leaves something out would let a pathway pass that cannot work.
        let problems =
            plugin.rules.compactMap(\.parameterProblem) + plugin.configurable.compactMap { $0.settingsProblem }
        if let problem = problems.first {
            return PluginProtocol.error(id, .badParameters, problem)
        }
        isInitialized = true
        return PluginProtocol.result(id, plugin.description)
    }

    private func evaluate(_ parameters: JSON) throws(ProtocolError) -> JSON {
        guard let name = parameters["rule"]?.string, let rule = rules[name] else {
            throw ProtocolError("there is no such rule here")
        }
        guard let facts = parameters["facts"] else { throw ProtocolError("'facts' is missing") }
        let values = try WireValue.values(parameters["parameters"])
        return rule.evaluate(untyped: values, try RuleFacts(facts)).json
    }

    private func deliver(_ parameters: JSON) throws(ProtocolError) -> JSON {
        guard let name = parameters["channel"]?.string, let channel = try channel(name, parameters["settings"]) else {
            throw ProtocolError("there is no such channel here")
        }
        guard let message = parameters["message"], let key = parameters["key"]?.string,
            let attempt = parameters["attempt"]?.int
        else { throw ProtocolError("'message', 'key' or 'attempt' is missing") }
        return channel.deliver(try OutgoingMessage(message), key: key, attempt: attempt).json
    }

    private func channel(_ name: String, _ settings: JSON?) throws(ProtocolError) -> (any Channel)? {
        if let channel = channels[name] { return channel }
        guard let kind = configurable[name] else { return nil }
        guard let channel = kind.channel(settings ?? [:]) else {
            throw ProtocolError("the settings of the channel '\(name)' do not fit")
        }
        return channel
    }
}

extension Plugin {
    /// What a plugin says of itself in the handshake, the schemas of its rules' parameters among it.
    package var description: JSON {
        let described = rules.map { rule -> JSON in
            let signature = rule.signature(in: self)
            return [
                "name": .string(rule.name), "reads": JSON(rule.reads.words()),
                "parameters": ParameterSchema.json(of: signature.parameters),
            ]
        }
        return [
            "protocol": .int(Int64(PluginProtocol.version)),
            "plugin": ["name": .string(name), "version": .string(version)],
            "rules": .array(described),
            "channels": .array(
                channels.map { ["name": .string($0.name)] }
                    + configurable.map {
                        ["name": .string($0.kind), "settings": SettingsSchema.json(of: $0.settings)]
                    }),
        ]
    }
}
