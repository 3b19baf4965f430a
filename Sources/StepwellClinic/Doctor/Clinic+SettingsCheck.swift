import PathwayModel

extension Clinic {
    /// What is wrong with the people of the clinic's settings, and what somebody should know of them.
    func lookAtSettings() -> DoctorView.Check {
        let idle = (settings.users ?? [:]).filter(\.value.roles.isEmpty).keys.sorted()
        let bytes = FileReader.bytes("\(folder.path)/\(Settings.file)") ?? []
        let warnings = Settings.read(bytes).diagnostics.filter { $0.severity == .warning }
        let notes = warnings.map { warning in
            "\(Settings.file): " + [warning.message, warning.hint].compactMap(\.self).joined(separator: "; ")
        }
        return DoctorView.Check(
            name: "settings", problems: idle.map { "the user '\($0)' has no role" },
            notes: (folder.isTrial ? [ClinicFolder.trialNote] : []) + notes)
    }
}
