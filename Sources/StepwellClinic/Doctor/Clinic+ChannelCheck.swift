import Foundation
import PathwayCompiler
import PathwayModel
import StepwellRuntime

extension Clinic {
    /// What keeps messages from leaving, as far as it shows without sending one; and what somebody should know.
    func lookAtChannels() -> DoctorView.Check {
        let channels = folder.plugins.channels
        let known = channels.keys.sorted().joined(separator: ", ")
        let recipients = settings.recipientChannels.sorted { $0.key < $1.key }
        let named =
            [("'channel'", settings.channel)] + recipients.map { ("the recipient '\($0.key)'", $0.value) }
        var problems = named.filter { channels[$0.1] == nil }.map { "\($0.0) names '\($0.1)'; there are: \(known)" }
        var notes: [String] = []
        for channel in settings.channels {
            for key in channel.type.secrets {
                guard let secret = channel.options[key] else { continue }
                let what = "the \(key) of '\(channel.name)'"
                if let path = secret["file"]?.string {
                    look(atSecretIn: folder.path(path), named: path, what, &problems)
                } else if let name = secret["env"]?.string, ProcessInfo.processInfo.environment[name] == nil {
                    notes.append("\(what) is expected in the environment variable \(name), which is not set now")
                }
            }
        }
        return DoctorView.Check(name: "channels", problems: problems + messagesOpenToOthers(), notes: notes)
    }

    private func look(atSecretIn whole: String, named path: String, _ what: String, _ problems: inout [String]) {
        var status = stat()
        guard stat(whole, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size > 0,
            access(whole, R_OK) == 0
        else { return problems.append("\(what) is expected in '\(path)', which is missing, empty or unreadable") }
        if status.st_mode & 0o077 != 0 {
            problems.append("\(what) is in '\(path)', which others can read; say chmod 600 '\(path)'")
        }
    }
}
