package import CEL
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

    /// - Parameters:
    ///   - today: what is past on that date is told.
    ///   - stores: opens the store of the clinic whose pathways they are; nil to look at the files alone.
    ///   - tell: called before each file, with how many were looked at.
    package init(
        of paths: [String], _ plugins: PluginSet, isStrict: Bool, today: CalendarDate? = nil,
        stores: (any CaseStoreOpener)? = nil, _ tell: (Int) -> Void = { _ in }
    ) {
        self.paths = paths
        self.isStrict = isStrict
        var uses: [PathwayFolder: PathwayUse] = [:]
        files = paths.enumerated().map { place, path in
            tell(place)
            let folder = PathwayFolder(of: path)
            let use = stores.map { uses[folder] ?? PathwayUse(of: folder, $0) }
            uses[folder] = use
            return ClinicFile(path, in: folder).check(plugins, today: today, use: use)
        }
    }

    /// What could not be looked at, and why.
    package var notes: [String] {
        guard let unread = files.lazy.compactMap(\.unread).first else { return [] }
        return ["whether cases run on another text is not known: \(unread.message)"]
    }

    package var mistakes: [FileMistakes] { files.map(\.mistakes) }

    private var diagnostics: [Diagnostic] { mistakes.flatMap(\.diagnostics) }
    package var errors: Int { diagnostics.count { $0.severity == .error } }
    package var warnings: Int { diagnostics.count { $0.severity == .warning } }
    package var advice: Int { diagnostics.count { $0.severity == .advice } }
    package var isGood: Bool { errors == 0 && (!isStrict || warnings == 0) }

    package var json: JSON { json(with: nil) }

    /// - Parameter proof: what was proved besides; nil where nobody asked.
    package func json(with proof: ProofView?) -> JSON {
        [
            "ok": .bool(isGood && proof?.isGood ?? true), "files": JSON(paths), "errors": JSON(errors),
            "warnings": JSON(warnings), "advice": JSON(advice), "compiled": .object(compiled),
            "promises": .object(promises.map { .init($0.path, JSON($0.ids)) }),
            "diagnostics": .array(mistakes.flatMap(\.json)), "notes": JSON(notes),
            "proofs": proof?.json ?? .object([]),
        ]
    }

    /// What each pathway promises, by its file: it is watched in every case.
    package var promises: [(path: String, ids: [String])] {
        zip(paths, files).compactMap { path, file in
            guard let promises = file.pathway?.promises, !promises.isEmpty else { return nil }
            return (path, promises.map(\.id))
        }
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
