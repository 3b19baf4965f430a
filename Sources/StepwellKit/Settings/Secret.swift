/// A secret among a channel's settings. A clinic's settings name the place where it stands; the channel is handed what
/// stands there when a message goes, so that a new one counts at once.
public struct Secret: Hashable, Sendable, Decodable, CustomStringConvertible {
    public let text: String

    public init(_ text: String) { self.text = text }
    public init(from decoder: any Decoder) throws { text = try decoder.singleValueContainer().decode(String.self) }

    /// Nothing of it: what is printed may be kept.
    public var description: String { "(secret)" }
}

/// A file among a channel's settings, with its whole path.
public struct SettingsFile: Hashable, Sendable, Decodable {
    public let path: String

    public init(_ path: String) { self.path = path }
    public init(from decoder: any Decoder) throws { path = try decoder.singleValueContainer().decode(String.self) }
}
