import CEL
import PathwayModel
import StepwellRuntime

/// The backups that a store was asked for: whoever erases a patient is told where the patient still stands.
struct KnownBackups {
    private static let resource = "backups"
    /// How many are remembered: one a night for a year, and some.
    private static let most = 400
    private static let attempts = 8

    /// The latest last.
    private(set) var paths: [String]
    private let revision: Int?

    init(in store: any CaseStore) throws(StoreError) {
        guard let kept = try store.resource(Self.resource) else {
            (paths, revision) = ([], nil)
            return
        }
        let json: JSON?
        do { json = try JSON.parse(kept.bytes) } catch { json = nil }
        guard let list = json?.array else { throw .damaged(detail: "its list of backups cannot be read") }
        (paths, revision) = (list.compactMap(\.string), kept.revision)
    }

    /// Those that are where they were written.
    var standing: [String] { paths.filter(FileReader.exists) }

    static func remember(_ path: String, in store: any CaseStore) throws(StoreError) {
        for _ in 0..<attempts {
            let known = try KnownBackups(in: store)
            guard known.paths.last != path else { return }
            let paths = known.paths.filter { $0 != path }.suffix(most - 1) + [path]
            let change = ResourceChange(name: resource, expected: known.revision, bytes: JSON(paths).bytes)
            if case .committed = try store.commit(CaseTransaction(changes: [], resources: [change])) { return }
        }
        throw .busy
    }
}
