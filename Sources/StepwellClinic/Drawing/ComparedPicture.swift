package import PathwayDrawing
import PathwayModel
package import StepwellRuntime

extension ClinicFolder {
    /// A pathway beside an older text of it: a file, or a version on which the clinic's cases run.
    package static func comparison(
        of name: String, with old: String, clinic: String?, _ parts: ClinicParts, _ plugins: PluginSet
    ) throws -> Comparison {
        let pathway = try ClinicFiles.pathway(named: name, plugins)
        if FileReader.exists(old) {
            let other = try ClinicFiles.pathway(older: old, than: name, plugins)
            return Comparison(of: pathway, with: other, called: "'\(old)', version \(other.version)")
        }
        guard let folder = clinic ?? nearest else { throw missing(old, pathway, isClinic: false) }
        let runner = try Clinic(try ClinicFolder(folder, parts)).runner
        guard let other = try runner.definition(pathway: pathway.identifier, version: old) else {
            throw missing(old, pathway, isClinic: true)
        }
        return Comparison(of: pathway, with: other, called: "version \(old)")
    }

    private static func missing(_ old: String, _ pathway: Pathway, isClinic: Bool) -> Failure {
        Failure(
            .missing, "no_such_version",
            "'\(old)' is no file"
                + (isClinic ? ", and no case has run on that version of '\(pathway.identifier)'" : ""),
            hint: "name a file with the older text, or in a clinic a version on which cases run")
    }
}
