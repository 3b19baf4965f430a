package import PathwayModel

/// A channel that a clinic sets up: `channels: {matrix: {plugin: matrix, room: "…", token: {file: …}}}`. It is made anew of
/// the settings for each delivery.
///
/// ```swift
/// struct Matrix: ConfigurableChannel {
///     struct Settings: Decodable, Sendable {
///         let room: String
///         let token: Secret
///     }
///     static let kind = "matrix"
///     init(settings: Settings) { … }
///     func deliver(_ message: OutgoingMessage, key: String, attempt: Int) -> Delivery { … }
/// }
/// ```
public protocol ConfigurableChannel: Channel {
    /// What a clinic says of it. Stored properties are the keys; optional ones may be left out. One that is called
    /// `replyTo` here is `reply_to` there.
    ///
    /// `Bool`, `Int`, `Double`, `String`, string enumerations that are `CaseIterable`, `[String]`, `[String: String]`,
    /// `Secret` and `SettingsFile` may be used. Their JSON Schema is derived from the type.
    associatedtype Settings: Decodable & Sendable

    /// The channel's name in its plugin's manifest.
    static var kind: String { get }

    init(settings: Settings)
}

extension ConfigurableChannel {
    public var name: String { Self.kind }
}

extension ConfigurableChannel {
    /// What a clinic may say of it.
    package static var settings: [ChannelSetting] { SettingsShape.settings(of: Settings.self) }

    /// Why its settings cannot be told to anybody; nil where they can.
    package static var settingsProblem: String? {
        SettingsShape.problem(of: Settings.self).map { "the channel '\(kind)': \($0)" }
    }

    /// The channel with settings as the host hands them over; nil where they do not fit.
    package static func channel(_ settings: JSON) -> (any Channel)? {
        do { return Self(settings: try SettingsDecoder.decode(Settings.self, from: settings)) } catch {
            return nil
        }
    }
}
