import PathwayModel

/// Learns a channel's settings from their type.
enum SettingsShape {
    static func settings<Settings: Decodable>(of type: Settings.Type) -> [ChannelSetting] {
        TypeShape.members(of: type) { try shape(of: $0) }.map {
            ChannelSetting($0.name, $0.shape.kind, isRequired: $0.isRequired)
        }
    }

    /// Why not all settings can be learned from a type; nil where they can.
    static func problem<Settings: Decodable>(of type: Settings.Type) -> String? {
        TypeShape.problem(of: type, "setting") { try shape(of: $0) }
    }

    private struct Shape: SampledShape {
        var kind: ChannelSetting.Kind
        var sample: Any
    }

    private static func shape(of type: Any.Type) throws -> Shape {
        if type == Secret.self { return Shape(kind: .secret, sample: Secret("")) }
        if type == SettingsFile.self { return Shape(kind: .file, sample: SettingsFile("")) }
        if type == [String].self { return Shape(kind: .texts, sample: [String]()) }
        if type == [String: String].self { return Shape(kind: .names, sample: [String: String]()) }
        let shape = try ParameterShape.shape(of: type)
        guard shape.names == nil else { throw ParameterError.notFlat }
        return Shape(kind: .value(shape.type), sample: shape.sample)
    }
}
