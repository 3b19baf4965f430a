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
    ///   - hosted: plugins that run as processes of their own.
    ///   - channels: those that the clinic's settings describe.
    ///   - clinic: the folder of the clinic whose channels these are.
    static func all(
        messagesIn folder: String, hosted: [HostedPlugin] = [], channels: [ChannelSettings] = [],
        of clinic: String = "."
    ) -> PluginSet {
        PluginSet(
            [
                Attendance.plugin, Authorization.plugin, LevelOfCare.plugin, Measures.plugin, ConsoleChannel.plugin,
                FileChannel.plugin(folder: folder),
            ] + ConfiguredChannels.plugins(channels, of: clinic), hosted: hosted)
    }
}
