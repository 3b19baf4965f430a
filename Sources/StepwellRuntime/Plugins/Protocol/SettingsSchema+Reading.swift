package import PathwayModel
package import StepwellKit

/// Reading what a manifest or a handshake says of a channel's settings.
extension SettingsSchema {
    /// Names that a clinic's settings use for something else.
    private static let taken: Set<String> = [
        "type", "plugin", "channel", "carries", "consent", "quiet", "address", "per_day", "per_week", "discloses_to",
    ]

    package static func settings(_ schema: JSON) throws(ProtocolError) -> [ChannelSetting] {
        try ParameterSchema.members(schema).map { member throws(ProtocolError) in
            guard !taken.contains(member.name) else {
                throw ProtocolError("the setting '\(member.name)' would be taken for what every channel has")
            }
            return ChannelSetting(
                member.name, try kind(member.schema, member.name), isRequired: member.isRequired)
        }
    }

    private static func kind(_ schema: JSON, _ name: String) throws(ProtocolError) -> ChannelSetting.Kind {
        switch (schema["type"]?.string, schema["format"]?.string) {
        case ("string", "secret"): return .secret
        case ("string", "file"): return .file
        case ("array", _):
            try ParameterSchema.refuseUnknown(schema, ["type", "items"], "the setting '\(name)'")
            guard schema["items"]?["type"] == "string" else {
                throw ProtocolError("the setting '\(name)' must be a list of texts")
            }
            return .texts
        case ("object", _):
            try ParameterSchema.refuseUnknown(schema, ["type", "additionalProperties"], "the setting '\(name)'")
            guard schema["additionalProperties"]?["type"] == "string" else {
                throw ProtocolError("the setting '\(name)' must be texts by name")
            }
            return .names
        default:
            let (type, names) = try ParameterSchema.type(schema, name, "setting")
            guard names == nil else { throw ProtocolError("the setting '\(name)' cannot name a part of a pathway") }
            return .value(type)
        }
    }
}
