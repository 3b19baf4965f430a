package import PathwayModel

/// What a clinic says of a channel under one of its own keys.
package struct ChannelSetting: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        /// A value as a rule's parameters have them.
        case value(FieldType)
        /// A secret: the clinic's settings name the place where it stands, and the channel is handed the secret.
        case secret
        /// A file: settings may name it from the clinic's folder on, and the channel is handed the whole path.
        case file
        case texts
        /// Texts by name.
        case names
    }

    package var name: String
    package var kind: Kind
    package var isRequired: Bool

    package init(_ name: String, _ kind: Kind, isRequired: Bool = false) {
        self.name = name
        self.kind = kind
        self.isRequired = isRequired
    }
}

/// A channel's settings as a JSON Schema: what the manifest and the handshake say.
package enum SettingsSchema {
    package static func json(of settings: [ChannelSetting]) -> JSON {
        var members: [JSON.Member] = [.init("type", "object")]
        if !settings.isEmpty {
            members.append(.init("properties", .object(settings.map { .init($0.name, json(of: $0.kind)) })))
        }
        let required = settings.filter(\.isRequired).map(\.name)
        if !required.isEmpty { members.append(.init("required", JSON(required))) }
        members.append(.init("additionalProperties", false))
        return .object(members)
    }

    private static func json(of kind: ChannelSetting.Kind) -> JSON {
        switch kind {
        case .value(let type): ParameterSchema.json(of: type)
        case .secret: ["type": "string", "format": "secret"]
        case .file: ["type": "string", "format": "file"]
        case .texts: ["type": "array", "items": ["type": "string"]]
        case .names: ["type": "object", "additionalProperties": ["type": "string"]]
        }
    }
}
