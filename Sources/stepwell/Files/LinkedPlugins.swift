import AttendancePlugin
import ConsoleChannelPlugin
import FileChannelPlugin
import StepwellKit

/// The plugins that are part of this program.
enum LinkedPlugins {
    /// - Parameter folder: where the file channel writes.
    static func all(messagesIn folder: String) -> PluginSet {
        PluginSet([Attendance.plugin, ConsoleChannel.plugin, FileChannel.plugin(folder: folder)])
    }
}
