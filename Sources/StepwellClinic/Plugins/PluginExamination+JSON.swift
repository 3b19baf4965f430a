package import PathwayModel
package import StepwellRuntime

extension PluginExamination {
    /// - Parameters:
    ///   - folder: as the reader would write it.
    ///   - more: further members.
    package func json(in folder: String, _ more: [JSON.Member] = []) -> JSON {
        let checks = findings.map { finding -> JSON in
            ["name": .string(finding.name), "problems": JSON(finding.problems), "note": .string(finding.note)]
        }
        return .object(
            [
                .init("ok", .bool(isGood)), .init("plugin", JSON(manifest?.name)),
                .init("version", JSON(manifest?.version)), .init("checks", .array(checks)),
                .init("diagnostics", .array(mistakes(in: folder).json)),
            ] + more)
    }

    /// What is wrong with its files.
    package func mistakes(in folder: String) -> FileMistakes {
        let folder = folder.hasSuffix("/") ? String(folder.dropLast()) : folder
        return FileMistakes(diagnostics, in: PathwayFolder(folder: folder), files: files)
    }
}
