import AttendancePlugin
import ConsoleChannelPlugin
import FileChannelPlugin
import StepwellKit

/// The plugins that are part of this program.
enum LinkedPlugins {
    /// - Parameters:
    ///   - folder: where the file channel writes.
    ///   - clinic: the folder of the clinic whose channels these are.
    static func all(
        messagesIn folder: String, channels: [ChannelSettings] = [], of clinic: String = "."
    ) -> PluginSet {
        let linked = [Attendance.plugin, ConsoleChannel.plugin, FileChannel.plugin(folder: folder)]
        return PluginSet(linked + ConfiguredChannels.plugins(channels, of: clinic))
    }
}
