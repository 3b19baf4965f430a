import StepwellRuntime

/// The backups that a store was asked for: whoever erases a patient is told where the patient still stands.
struct KnownBackups {
    private static let kept = KeptTexts(resource: "backups", what: "backups")
    /// How many are remembered: one a night for a year, and some.
    private static let most = 400

    /// The latest last.
    let paths: [String]

    init(in store: any CaseStore) throws(StoreError) { paths = try Self.kept.read(store) }

    /// Those that are where they were written.
    var standing: [String] { paths.filter(FileReader.exists) }

    static func remember(_ path: String, in store: any CaseStore) throws(StoreError) {
        try kept.change(in: store) { paths in
            paths.last == path ? nil : paths.filter { $0 != path }.suffix(most - 1) + [path]
        }
    }
}
