import CEL
import PathwayCompiler
import PathwayModel

extension Clinic {
    /// What is wrong with the clinic's pathways, also where they are used; and what somebody should know of them.
    func lookAtPathways() -> DoctorView.Check {
        let pathways = folder.pathways
        guard FileReader.isFolder(pathways.prefix) else {
            return DoctorView.Check(name: "pathways", problems: ["there is no folder '\(pathways.prefix)'"])
        }
        let today = ZoneOffsets.utc.date(of: folder.parts.now())
        let use = PathwayUse(self)
        var (problems, notes): ([String], [String]) = ([], [])
        for path in FileReader.files(below: "\(folder.path)/Pathways") where path.hasSuffix(".yaml") {
            let checked = ClinicFile(path, in: pathways).check(folder.plugins, today: today, use: use)
            let diagnostics = checked.mistakes.diagnostics
            let errors = diagnostics.count { $0.severity == .error }
            if errors > 0 {
                problems.append("\(path) has \(errors) error\(errors == 1 ? "" : "s"); see 'stepwell check'")
            }
            problems += diagnostics.filter { $0.code == .changedInUse }.map { "\(path): \($0.message)" }
            problems += checked.unread.map { ["\(path): \($0.message)"] } ?? []
            problems += diagnostics.filter { $0.code == .reviewOverdue }.map { "\(path): \($0.message)" }
            let told = [DiagnosticCode.roleOfNobody, .versionUnsigned, .nobodyOnCall]
            notes += diagnostics.filter { told.contains($0.code) }.map { "\(path): \($0.message)" }
        }
        return DoctorView.Check(name: "pathways", problems: problems, notes: notes)
    }
}
