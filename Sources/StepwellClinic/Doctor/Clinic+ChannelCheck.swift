import Foundation
import PathwayCompiler
import PathwayModel
import StepwellKit
import StepwellRuntime

extension Clinic {
    /// What keeps messages from leaving, as far as it shows without sending one; and what somebody should know.
    func lookAtChannels() -> DoctorView.Check {
        let channels = folder.plugins.channels
        let known = channels.keys.sorted().joined(separator: ", ")
        let recipients = settings.recipientChannels.sorted { $0.key < $1.key }
        let named =
            [("'channel'", settings.channel)] + recipients.map { ("the recipient '\($0.key)'", $0.value) }
            + (settings.onCall?.line ?? []).flatMap { place in
                place.channels.map { ("'\(place.who)' in the line of those on call", $0) }
            }
        var problems = named.filter { channels[$0.1] == nil }.map { "\($0.0) names '\($0.1)'; there are: \(known)" }
        var notes: [String] = []
        let installed = folder.installed
        for channel in settings.channels {
            guard let schema = schema(of: channel, installed, &problems) else { continue }
            problems += ChannelConfiguration.problems(channel.options, schema).map {
                "the channel '\(channel.name)': \($0.problem)"
            }
            for setting in schema where setting.kind == .secret {
                guard let secret = channel.options[setting.name].flatMap({ SecretPlace($0) }) else { continue }
                let what = "the \(setting.name) of '\(channel.name)'"
                switch secret {
                case .file(let path): look(atSecretIn: folder.path(path), named: path, what, &problems)
                case .environment(let name):
                    guard ProcessInfo.processInfo.environment[name] == nil else { break }
                    notes.append("\(what) is expected in the environment variable \(name), which is not set now")
                case .credential: break
                }
            }
        }
        return DoctorView.Check(name: "channels", problems: problems + messagesOpenToOthers(), notes: notes)
    }

    /// What may be said of a channel; nil where nobody knows, which is a problem.
    private func schema(
        of channel: ChannelSettings, _ installed: ClinicPlugins, _ problems: inout [String]
    ) -> [ChannelSetting]? {
        switch channel.kind {
        case .builtIn(let type): return type.settings
        case .plugin(let name, let named):
            guard let manifest = installed.all.first(where: { $0.name == name && $0.record != nil })?.manifest
            else {
                problems.append("the channel '\(channel.name)': the plugin '\(name)' is not installed")
                return nil
            }
            guard let declared = manifest.channel(named, of: channel.name) else {
                problems.append("the channel '\(channel.name)': the plugin '\(name)' has no such channel")
                return nil
            }
            return declared.settings
        }
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
