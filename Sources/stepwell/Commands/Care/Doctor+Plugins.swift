import PathwayModel
import StepwellKit
import StepwellRuntime

extension Doctor {
    /// What is wrong with the clinic's plugins, found by starting each; and what somebody should know of them.
    func look(atPluginsOf clinic: Clinic) -> (problems: [String], notes: [String]) {
        var problems: [String] = []
        var notes: [String] = []
        let plugins = ClinicPlugins(in: clinic.folder, clinic.settings)
        for entry in plugins.entries {
            if entry.setting.isUnwalled {
                notes.append("\(entry.name) runs without a sandbox: 'sandbox: off' in \(Settings.file)")
            }
            if entry.record == nil, entry.refusal?.reason == "it is not installed" {
                notes.append("\(entry.name) in '\(entry.folder)' is not installed, and not used")
            } else if let refusal = entry.refusal {
                problems.append("\(entry.name): \(refusal.reason)\(refusal.hint.map { "; \($0)" } ?? "")")
            } else if let host = entry.host {
                if case .failure(let failure) = host.handshake() {
                    problems.append("\(entry.name): \(failure.reason)\(failure.hint.map { "; \($0)" } ?? "")")
                }
                host.shutDown()
            }
        }
        return (problems, notes)
    }
}
