import EmailPlugin
import PathwayCompiler
import PathwayModel
import SMSPlugin
import SlackPlugin
import StepwellClinic
import StepwellKit
import Testing
import WebhookPlugin

/// First-party channels declare their settings twice: for the keys of `stepwell.yaml`, and by their types.
@Suite("Settings of first-party channels")
struct ChannelSettingsTests {
    private static let kinds: [any ConfigurableChannel.Type] = [
        EmailChannel.self, WebhookChannel.self, SMSChannel.self, SlackChannel.self,
    ]

    @Test("are those that their types say", arguments: [ChannelType.email, .webhook, .sms, .slack])
    func agree(_ type: ChannelType) throws {
        let kind = try #require(Self.kinds.first { $0.kind == type.rawValue })
        #expect(kind.settingsProblem == nil)
        #expect(Set(type.settings.map(Self.unbounded)) == Set(kind.settings.map(Self.unbounded)))
    }

    /// Bounds are the clinic's keys' to say.
    private static func unbounded(_ setting: ChannelSetting) -> ChannelSetting {
        switch setting.kind {
        case .value(.integer):
            ChannelSetting(setting.name, .value(.integer(min: nil, max: nil)), isRequired: setting.isRequired)
        case .value(.choice(let words)):
            ChannelSetting(setting.name, .value(.choice(words.sorted())), isRequired: setting.isRequired)
        case .value, .secret, .file, .texts, .names: setting
        }
    }
}
