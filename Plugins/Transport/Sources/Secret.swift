import Foundation

/// Where a secret stands: settings name the place, and never the secret.
public enum SecretPlace: Decodable, Hashable, Sendable {
    /// A file, relative to the clinic's folder.
    case file(String)
    case environment(String)
    /// One of systemd's credentials (`LoadCredential=`).
    case credential(String)

    private enum Keys: String, CodingKey { case file, env, credential }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Keys.self)
        if let path = try values.decodeIfPresent(String.self, forKey: .file) {
            self = .file(path)
        } else if let name = try values.decodeIfPresent(String.self, forKey: .env) {
            self = .environment(name)
        } else {
            self = .credential(try values.decode(String.self, forKey: .credential))
        }
    }

    /// The secret, without the line end that editors put behind it; nil where there is none.
    public func read(in folder: String) -> String? {
        switch self {
        case .file(let path): return Self.text(path.hasPrefix("/") ? path : "\(folder)/\(path)")
        case .environment(let name): return ProcessInfo.processInfo.environment[name].flatMap { $0.isEmpty ? nil : $0 }
        case .credential(let name):
            guard !name.contains("/"), name != "..",
                let place = ProcessInfo.processInfo.environment["CREDENTIALS_DIRECTORY"]
            else { return nil }
            return Self.text("\(place)/\(name)")
        }
    }

    private static func text(_ path: String) -> String? {
        guard let bytes = FileManager.default.contents(atPath: path), bytes.count <= 65_536,
            var text = String(data: bytes, encoding: .utf8)
        else { return nil }
        while text.last?.isNewline ?? false { text.removeLast() }
        return text.isEmpty ? nil : text
    }
}
