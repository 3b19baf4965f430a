package import PathwayModel
package import StepwellKit
import StepwellRuntime

/// What `plugin list` and `plugin show` show of a plugin: what it may be asked, what it reads, where it sends.
package struct PluginView: Sendable {
    package enum Origin: Sendable {
        /// It is a part of the program.
        case linked
        case installed(InstalledPlugin)
    }

    package var name: String
    package var version: String?
    package var origin: Origin
    package var rules: [RuleSignature]
    package var channels: [String]

    package init(_ plugin: Plugin) {
        name = plugin.name
        version = plugin.version
        origin = .linked
        rules = plugin.signatures
        channels = plugin.channels.map(\.name)
    }

    package init(_ plugin: InstalledPlugin) {
        name = plugin.name
        version = plugin.manifest?.version
        origin = .installed(plugin)
        rules = plugin.manifest?.signatures ?? []
        channels = plugin.manifest?.channels.map(\.name) ?? []
    }

    package var json: JSON {
        let head: [JSON.Member] = [.init("name", .string(name)), .init("version", JSON(version))]
        let rules = JSON.Member("rules", .array(rules.map(\.json)))
        switch origin {
        case .linked:
            return .object(
                head + [
                    .init("status", "linked"), rules, .init("channels", .array(channels.map { ["name": .string($0)] })),
                ])
        case .installed(let plugin):
            let channels = (plugin.manifest?.channels ?? []).map { channel -> JSON in
                ["name": .string(channel.name), "sends_to": JSON(channel.sendsTo)]
            }
            return .object(
                head + [
                    .init("status", .string(plugin.status.rawValue)), .init("folder", JSON(plugin.folder)),
                    .init("source", .string(plugin.source)),
                    .init("sandbox", .bool(!plugin.setting.isUnwalled)),
                    .init("refused", JSON(plugin.refusal?.reason)), .init("deaths", JSON(plugin.record?.deaths)),
                    .init("quarantine", JSON(plugin.record?.quarantine)),
                    .init("digest", JSON(plugin.record?.digest)),
                    .init("earlier", .array((plugin.record?.earlier ?? []).map(\.json))),
                    .init("gets", plugin.manifest.map { PluginGrants($0, plugin.setting).json } ?? .null), rules,
                    .init("channels", .array(channels)),
                ])
        }
    }
}

extension RuleSignature {
    package var json: JSON {
        [
            "name": .string(name), "reads": JSON(reads.words(only: only)),
            "parameters": ParameterSchema.json(of: parameters),
        ]
    }
}
