import ConsoleChannelPlugin
import FileChannelPlugin
import PathwayCompiler
import StepwellClinic
import StepwellKit

/// The channels that a clinic's settings describe.
enum ConfiguredChannels {
    /// - Parameter clinic: the clinic's folder, which paths in its settings are relative to.
    static func plugins(_ channels: [ChannelSettings], of clinic: String) -> [Plugin] {
        let host = ChannelProcess(channels.filter(\.type.isHosted), clinic: clinic)
        return channels.map { settings in
            let channel: any Channel =
                switch settings.type {
                case .console: Renamed(name: settings.name, channel: ConsoleChannel.onTerminal)
                case .file:
                    Renamed(
                        name: settings.name,
                        channel: FileChannel(
                            folder: FilePath.of(settings.options["folder"]?.string ?? settings.name, in: clinic)))
                case .email, .webhook, .sms, .slack: HostedChannel(name: settings.name, host: host)
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
