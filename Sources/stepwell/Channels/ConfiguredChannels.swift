import ConsoleChannelPlugin
import FileChannelPlugin
import PathwayCompiler
import StepwellClinic
import StepwellKit
import StepwellRuntime

/// The channels of a clinic's settings that come with the program.
enum ConfiguredChannels {
    /// - Parameter clinic: the clinic's folder, which paths in its settings are relative to.
    static func plugins(_ channels: [ChannelSettings], of clinic: String) -> [Plugin] {
        // No other clinic pays for looking where its program lies.
        lazy var network = NetworkChannels()
        return channels.compactMap { settings in
            guard case .builtIn(let type) = settings.kind else { return nil }
            let channel: any Channel =
                switch type {
                case .console: Renamed(name: settings.name, channel: ConsoleChannel.onTerminal)
                case .file:
                    Renamed(
                        name: settings.name,
                        channel: FileChannel(
                            folder: FilePath.of(settings.options["folder"]?.string ?? settings.name, in: clinic)))
                case .email, .webhook, .sms, .slack:
                    network.channel(
                        type, named: settings.name,
                        ChannelConfiguration(settings.options, schema: type.settings, folder: clinic))
                }
            return Plugin(name: "channel_\(settings.name)", version: "1.0.0", channels: [channel])
        }
    }
}

/// A channel under the name that the clinic gives it.
private struct Renamed: Channel {
    let name: String
    let channel: any Channel

    func deliver(_ message: OutgoingMessage, key: String, attempt: Int) -> Delivery {
        channel.deliver(message, key: key, attempt: attempt)
    }

    func erase(aboutCase id: String) -> Int? { channel.erase(aboutCase: id) }
}
