import PathwayCompiler
package import PathwayModel
package import StepwellKit

/// A plugin's `plugin.yaml`: what it is, what it reads, where it sends to. All that a clinic has to trust is here.
package struct PluginManifest: Hashable, Sendable {
    package static let file = "plugin.yaml"

    package struct Rule: Hashable, Sendable {
        package var name: String
        package var summary: String?
        package var reads: RuleReads
        package var only: RuleScope?
        package var parameters: [RuleSignature.Parameter]
    }

    package struct Channel: Hashable, Sendable {
        package var name: String
        package var summary: String?
        /// Hosts it speaks to.
        package var sendsTo: [String]
        /// What a clinic says of it under its own keys.
        package var settings: [ChannelSetting]

        package init(name: String, summary: String?, sendsTo: [String], settings: [ChannelSetting]) {
            self.name = name
            self.summary = summary
            self.sendsTo = sendsTo
            self.settings = settings
        }
    }

    package var name: String
    package var version: String
    /// The protocol it speaks.
    package var protocolVersion: Int
    package var title: String?
    /// A path inside the plugin's folder.
    package var executable: String
    /// Where a build leaves the executable: `plugin install` copies it from there.
    package var build: String?
    package var rules: [Rule]
    package var channels: [Channel]
    /// The names of environment variables that are handed on; none to a plugin that has rules.
    package var environment: [String]
    package var credits: String?
    package var license: String?

    package init(
        name: String, version: String, protocolVersion: Int, title: String? = nil, executable: String,
        build: String? = nil, rules: [Rule] = [], channels: [Channel] = [], environment: [String] = [],
        credits: String? = nil, license: String? = nil
    ) {
        self.name = name
        self.version = version
        self.protocolVersion = protocolVersion
        self.title = title
        self.executable = executable
        self.build = build
        self.rules = rules
        self.channels = channels
        self.environment = environment
        self.credits = credits
        self.license = license
    }

    package var label: String { "\(name) \(version)" }

    package var signatures: [RuleSignature] {
        rules.map { rule in
            RuleSignature(
                name: "\(name).\(rule.name)", parameters: rule.parameters, reads: rule.reads, only: rule.only,
                plugin: label)
        }
    }

    /// Reads a file's bytes; nil with diagnostics where something is wrong.
    package static func read(
        _ bytes: [UInt8], file: String = PluginManifest.file
    ) -> (manifest: PluginManifest?, diagnostics: [Diagnostic]) {
        let composed = YAML.compose(bytes, file: file)
        guard let node = composed.document else { return (nil, composed.diagnostics) }
        var reader = PluginManifestReader()
        let manifest = reader.manifest(node)
        let all = composed.diagnostics + reader.read.diagnostics
        return (all.contains { $0.severity == .error } ? nil : manifest, all)
    }
}

/// Names that become paths and parts of rules' names: judged before anything is made of them.
package enum PluginNames {
    package static let longest = 64

    /// Small letters, digits and underscores, a letter first.
    package static func isName(_ text: String) -> Bool {
        guard text.utf8.count <= longest, let first = text.utf8.first, (0x61...0x7A).contains(first) else {
            return false
        }
        return text.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F }
    }

    /// A path that stays inside its folder: no way up, no empty part, nothing a shell or an option would take.
    package static func isInnerPath(_ text: String) -> Bool {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        return text.utf8.count <= 256
            && parts.allSatisfy { part in
                guard let first = part.utf8.first, first != 0x2D, part != ".", part != ".." else { return false }
                return part.utf8.allSatisfy { byte in
                    (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte)
                        || [0x2D, 0x2E, 0x5F].contains(byte)
                }
            }
    }

    /// A version as verdicts carry it: `1.0.0`, `2026.2-beta`.
    static func isVersion(_ text: String) -> Bool { isInnerPath(text) && !text.contains("/") && text.utf8.count <= 40 }
}
