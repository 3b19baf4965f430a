import Foundation
package import PathwayModel
package import StepwellKit

/// What a clinic says of a channel, as its plugin is to get it: typed as the channel's schema has it, secrets read, files
/// with their whole path.
package struct ChannelConfiguration: Sendable {
    package let schema: [ChannelSetting]
    /// As the settings have them: scalars as they are written, secrets as the place where they stand.
    package let options: JSON
    /// The clinic's folder.
    package let folder: String

    package init(_ options: JSON, schema: [ChannelSetting], folder: String) {
        self.options = options
        self.schema = schema
        self.folder = folder
    }

    /// What is wrong with the options, as far as it shows without reading a secret; with the key where there is one.
    package static func problems(_ options: JSON, _ schema: [ChannelSetting]) -> [(key: String?, problem: String)] {
        let members = options.members ?? []
        let known = schema.map { "'\($0.name)'" }.joined(separator: ", ")
        var problems: [(key: String?, problem: String)] = members.compactMap { member in
            guard let setting = schema.first(where: { $0.name == member.name }) else {
                return (member.name, "it has no setting '\(member.name)'\(known.isEmpty ? "" : "; it has \(known)")")
            }
            return value(member.value, setting.kind) == nil ? (member.name, refusal(setting)) : nil
        }
        for setting in schema where setting.isRequired && options[setting.name] == nil {
            problems.append((nil, "it needs the setting '\(setting.name)'"))
        }
        return problems
    }

    private static func refusal(_ setting: ChannelSetting) -> String {
        switch setting.kind {
        case .value(let type): "'\(setting.name)' must be as \(ParameterSchema.json(of: type).text) has it"
        case .secret:
            "'\(setting.name)' is a secret: say where it is, {file: PATH}, {env: NAME} or {credential: NAME}"
        case .file: "'\(setting.name)' must be a file's path"
        case .texts: "'\(setting.name)' must be a list of texts"
        case .names: "'\(setting.name)' must be texts by name"
        }
    }

    /// A value as the channel gets it, secrets still as their places; nil where it does not fit.
    private static func value(_ option: JSON, _ kind: ChannelSetting.Kind) -> JSON? {
        let fits: Bool
        switch kind {
        case .value(let type): return typed(option, type)
        case .secret: fits = SecretPlace(option) != nil
        case .file: fits = option.string != nil
        case .texts:
            if let text = option.string { return [.string(text)] }
            fits = option.array?.allSatisfy { $0.string != nil } ?? false
        case .names: fits = option.members?.allSatisfy { $0.value.string != nil } ?? false
        }
        guard fits else { return nil }
        return option
    }

    /// A scalar of the settings, which stands as it is written.
    private static func typed(_ option: JSON, _ type: FieldType) -> JSON? {
        guard let text = option.string ?? option.int.map({ String($0) }) else { return nil }
        switch type {
        case .boolean: return ["true": .bool(true), "false": .bool(false)][text]
        case .integer:
            guard let number = Int64(text), type.admits(.int(number)) else { return nil }
            return .int(number)
        case .number:
            guard let number = Double(text), type.admits(.double(number)) else { return nil }
            return .double(number)
        case .text, .choice, .date, .instant:
            guard type.admits(.string(text)) || type == .date || type == .instant else { return nil }
            return .string(text)
        }
    }

    /// What the plugin gets, read now.
    package func resolved() throws(PluginFailure) -> JSON {
        if let (_, problem) = Self.problems(options, schema).first {
            throw PluginFailure("its settings do not fit: \(problem)")
        }
        var members: [JSON.Member] = []
        for setting in schema {
            guard let option = options[setting.name], let value = Self.value(option, setting.kind) else { continue }
            switch setting.kind {
            case .secret:
                guard let secret = SecretPlace(option)?.read(in: folder) else {
                    throw PluginFailure("the secret '\(setting.name)' is not to be found")
                }
                members.append(.init(setting.name, .string(secret)))
            case .file: members.append(.init(setting.name, .string(absolute(value.string ?? ""))))
            case .value, .texts, .names: members.append(.init(setting.name, value))
            }
        }
        return .object(members)
    }

    private func absolute(_ path: String) -> String {
        path.hasPrefix("/") ? path : URL(fileURLWithPath: folder).appendingPathComponent(path).path
    }
}

/// Where a secret stands: settings name the place, and never the secret.
package enum SecretPlace: Hashable, Sendable {
    /// A file, relative to the clinic's folder.
    case file(String)
    case environment(String)
    /// One of systemd's credentials (`LoadCredential=`).
    case credential(String)

    /// A secret is a line or two.
    private static let longest = 65_536

    package init?(_ json: JSON) {
        guard let members = json.members, members.count == 1, let text = members[0].value.string else { return nil }
        switch members[0].name {
        case "file": self = .file(text)
        case "env": self = .environment(text)
        case "credential": self = .credential(text)
        default: return nil
        }
    }

    /// The secret, without the line end that editors put behind it; nil where there is none.
    func read(in folder: String) -> String? {
        let variables = ProcessInfo.processInfo.environment
        switch self {
        case .file(let path): return Self.text(path.hasPrefix("/") ? path : "\(folder)/\(path)")
        case .environment(let name): return variables[name].flatMap { $0.isEmpty ? nil : $0 }
        case .credential(let name):
            guard !name.contains("/"), name != "..", let place = variables["CREDENTIALS_DIRECTORY"] else { return nil }
            return Self.text("\(place)/\(name)")
        }
    }

    private static func text(_ path: String) -> String? {
        guard let bytes = FileManager.default.contents(atPath: path), bytes.count <= longest,
            var text = String(data: bytes, encoding: .utf8)
        else { return nil }
        while text.last?.isNewline ?? false { text.removeLast() }
        return text.isEmpty ? nil : text
    }
}
