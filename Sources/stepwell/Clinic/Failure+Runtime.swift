import PathwayModel
import StepwellRuntime

extension Failure {
    init(_ error: StoreError, _ place: ClinicPlace) { self.init(error, path: place.storePath) }

    /// A store's trouble in words, with what to do.
    init(_ error: StoreError, path: String) {
        switch error {
        case .busy: self.init(.busy, "busy", "another process holds the store", hint: "try again in a moment")
        case .missing(let path):
            self.init(
                .missing, "no_store", "there is no store '\(path)'",
                hint: "restore the last backup with 'stepwell restore'")
        case .newer(let found, let known):
            self.init(
                .unavailable, "newer_store",
                "the store '\(path)' has schema \(found), and this program knows \(known) at most",
                hint: "use the Stepwell that wrote it, or a newer one")
        case .damaged(let detail):
            self.init(
                .unavailable, "damaged_store", "the store '\(path)' is damaged or is no store: \(detail)",
                hint: "nothing was changed; restore the last backup with 'stepwell restore'")
        case .full: self.init(.unavailable, "disk_full", "there is no room left for the store '\(path)'")
        case .readOnly: self.init(.unavailable, "read_only", "the store '\(path)' cannot be written to")
        case .exists(let path): self.init(.badData, "exists", "there is a file '\(path)' already")
        case .versionTaken(let pathway, let version):
            self.init(RuntimeError.versionChanged(pathway: pathway, version: version))
        case .unavailable(let detail):
            self.init(.unavailable, "store_unavailable", "the store is not available: \(detail)")
        }
    }

    init(_ error: RuntimeError) {
        switch error {
        case .store(let error): self.init(error, path: "stepwell.db")
        case .noSuchCase(let id): self.init(.missing, "no_such_case", "there is no case '\(id)'")
        case .noSuchPathway(let name):
            self.init(
                .missing, "no_such_pathway", "there is no pathway '\(name)' that compiles",
                hint: "'stepwell check' says what is wrong")
        case .versionChanged(let pathway, let version):
            self.init(
                .badData, "version_changed",
                "cases run on version \(version) of \(pathway), and the file says something else now",
                hint: "give the changed pathway a new version")
        case .definitionUnreadable(let digest, let detail):
            self.init(
                .unavailable, "definition_unreadable",
                "the definition \(digest.prefix(12)) that the case runs on cannot be used: \(detail)")
        case .journalUnreadable(let id, let detail):
            self.init(
                .unavailable, "journal_unreadable", "the journal of case \(id) cannot be read: \(detail)",
                hint: "nothing was changed; 'stepwell doctor' looks at the whole store")
        case .notBegun(let first):
            self.init(
                .badData, "not_begun", "the case began at \(first.rfc3339()); before that there is nothing to tell")
        case .timeGoesBack(let last):
            self.init(
                .badData, "time_goes_back", "the case's last input was at \(last.rfc3339()); --at cannot lie before it",
                hint: "say with --occurred that something happened earlier")
        case .busy: self.init(.busy, "busy", "the case changed under every attempt", hint: "try again in a moment")
        case .tooMuchDue(let until, let limit):
            self.init(
                .badData, "too_much_due",
                "time brings more to the case than the \(limit) things that one command takes: it came as far as "
                    + until.rfc3339(),
                hint: "'stepwell advance' keeps what it comes to, and can be given again; or ask --at an earlier time")
        case .linkedEnrollment(let pathway, let detail):
            self.init(.refused, "linked_enrollment", "the linked case of \(pathway) cannot be enrolled: \(detail)")
        }
    }

    /// Runs something of the runtime's, with its errors in words.
    static func telling<Product>(_ body: () throws(RuntimeError) -> Product) throws -> Product {
        do { return try body() } catch { throw Failure(error) }
    }

    static func tellingStore<Product>(_ body: () throws(StoreError) -> Product) throws -> Product {
        do { return try body() } catch { throw Failure(error, path: "stepwell.db") }
    }
}
