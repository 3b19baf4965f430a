import PathwayArtifact
package import PathwayModel
package import StepwellRuntime

/// What `check` shows: what is wrong with files.
package struct CheckView: Sendable {
    package var paths: [String]
    /// What became of each, in the same order.
    package var files: [CheckedFile]
    /// Whether warnings are errors.
    package var isStrict: Bool

    package init(of paths: [String], _ plugins: PluginSet, isStrict: Bool) {
        self.paths = paths
        self.isStrict = isStrict
        files = paths.map { ClinicFile($0, in: PathwayFolder(of: $0)).check(plugins) }
    }

    package var mistakes: [FileMistakes] { files.map(\.mistakes) }

    private var diagnostics: [Diagnostic] { mistakes.flatMap(\.diagnostics) }
    package var errors: Int { diagnostics.count { $0.severity == .error } }
    package var warnings: Int { diagnostics.count - errors }
    package var isGood: Bool { errors == 0 && (!isStrict || warnings == 0) }

    package var json: JSON {
        [
            "ok": .bool(isGood), "files": JSON(paths), "errors": JSON(errors), "warnings": JSON(warnings),
            "compiled": .object(compiled), "diagnostics": .array(mistakes.flatMap(\.json)),
        ]
    }

    /// The checksum of what each pathway compiles to, by its file.
    private var compiled: [JSON.Member] {
        zip(paths, files).compactMap { path, file in
            file.pathway.map { pathway in
                JSON.Member(path, .string(PathwayArtifact.checksum(of: PathwayArtifact.bytes(of: pathway))))
            }
        }
    }
}

extension FileMistakes {
    /// The diagnostics as `--json` tells them.
    package var json: [JSON] { diagnostics.map { $0.json(in: folder) } }
}
