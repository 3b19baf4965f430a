import StepwellRuntime

extension Clinic {
    /// What is wrong with the clinic's plugins, found by starting each; and what somebody should know of them.
    func lookAtPlugins() -> DoctorView.Check {
        var problems: [String] = []
        var notes: [String] = []
        for plugin in folder.installed.all {
            if plugin.setting.isUnwalled {
                notes.append(
                    "\(plugin.name) runs without a sandbox ('sandbox: off' in \(Settings.file)): "
                        + WithoutSandbox.sentence)
            }
            let tried = plugin.tried()
            switch tried.status {
            case .notInstalled: notes.append("\(plugin.name) in '\(plugin.source)' is not installed, and not used")
            case .disabled: notes.append("\(plugin.name) is disabled, and not used")
            case .quarantined:
                problems.append(
                    "\(plugin.name) is quarantined: \(plugin.record?.quarantine ?? ""); mend it, then "
                        + "'stepwell plugin retry \(plugin.name)'")
            case .refused:
                guard let refusal = tried.refusal else { break }
                problems.append("\(plugin.name): \(refusal.reason)\(refusal.hint.map { "; \($0)" } ?? "")")
            case .ready: break
            }
        }
        return DoctorView.Check(name: "plugins", problems: problems, notes: notes)
    }
}
