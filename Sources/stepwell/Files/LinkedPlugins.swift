import AttendancePlugin
import AuthorizationPlugin
import ConsoleChannelPlugin
import FileChannelPlugin
import LevelOfCarePlugin
import MeasuresPlugin
import StepwellKit

/// The plugins that are part of this program.
enum LinkedPlugins {
    /// - Parameters:
    ///   - folder: where the file channel writes.
    ///   - channels: the channels that the clinic's settings describe.
    ///   - clinic: the folder of the clinic whose channels these are.
    ///   - hosted: plugins that run as processes of their own.
    static func all(
        messagesIn folder: String, channels: [ChannelSettings] = [], of clinic: String = ".",
        hosted: [HostedPlugin] = []
    ) -> PluginSet {
        let linked = [
            Attendance.plugin, Authorization.plugin, LevelOfCare.plugin, Measures.plugin, ConsoleChannel.plugin,
            FileChannel.plugin(folder: folder),
        ]
        return PluginSet(linked + ConfiguredChannels.plugins(channels, of: clinic), hosted: hosted)
    }
}
