import EmailPlugin
import SMSPlugin
import SlackPlugin
import StepwellKit
import WebhookPlugin

/// The channels that reach the network, in a program of their own: what they link costs no other command a millisecond,
/// and nothing that a server sends reaches the process that holds the store. It is a plugin as every other, but for its
/// sandbox.
@main
enum StepwellChannels: PluginProgram {
    static let plugin = Plugin(
        name: "stepwell_channels", version: "1.0.0",
        configurable: [EmailChannel.self, WebhookChannel.self, SMSChannel.self, SlackChannel.self])
}
