import StepwellRuntime

extension Clinic {
    /// What is wrong with the clinic's plugins, found by starting each; and what somebody should know of them.
    func lookAtPlugins() -> DoctorView.Check {
        var problems: [String] = []
        var notes: [String] = []
        for plugin in folder.installed.all {
            if plugin.setting.isUnwalled {
                notes.append("\(plugin.name) runs without a sandbox: 'sandbox: off' in \(Settings.file)")
            }
            if plugin.record == nil, plugin.refusal?.reason == "it is not installed" {
                notes.append("\(plugin.name) in '\(plugin.folder)' is not installed, and not used")
            } else if let refusal = plugin.refusal {
                problems.append("\(plugin.name): \(refusal.reason)\(refusal.hint.map { "; \($0)" } ?? "")")
            } else if let host = plugin.host {
                if case .failure(let failure) = host.handshake() {
                    problems.append("\(plugin.name): \(failure.reason)\(failure.hint.map { "; \($0)" } ?? "")")
                }
                host.shutDown()
            }
        }
        return DoctorView.Check(name: "plugins", problems: problems, notes: notes)
    }
}
