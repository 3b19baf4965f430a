import AttendancePlugin
import AuthorizationPlugin
import ConsoleChannelPlugin
import FileChannelPlugin
import LevelOfCarePlugin
import MeasuresPlugin
import StepwellClinic
import StepwellKit

/// The plugins that are part of this program.
enum LinkedPlugins {
    /// - Parameter clinic: the folder of the clinic whose settings these are.
    static func all(_ settings: Settings, of clinic: String) -> [Plugin] {
        [
            Attendance.plugin, Authorization.plugin, LevelOfCare.plugin, Measures.plugin,
            ConsoleChannel.onTerminal.plugin,
            FileChannel.plugin(folder: FilePath.of(settings.messages, in: clinic)),
        ] + ConfiguredChannels.plugins(settings.channels, of: clinic)
    }
}
