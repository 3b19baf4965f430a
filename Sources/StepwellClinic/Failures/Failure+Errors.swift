import PathwayModel
package import StepwellRuntime

extension Failure {
    /// What stands behind an error of ours; nil for one that is not ours.
    ///
    /// What is built on stores, cases and plugins throws their errors as they are: whoever tells a person asks here,
    /// in one place.
    package init?(describing error: any Error) {
        switch error {
        case let failure as Failure: self = failure
        case let error as StoreError: self.init(error)
        case let error as RuntimeError: self.init(error)
        case let failure as PluginFailure: self.init(.unavailable, "plugin_refused", failure.reason, hint: failure.hint)
        case let refusal as Refusal: self.init(refusal)
        default: return nil
        }
    }

    /// A store's trouble in words, with what to do.
    package init(_ error: StoreError, path: String = Settings().store) {
        switch error {
        case .busy: self.init(.busy, "busy", "another process holds the store", hint: "try again in a moment")
        case .missing(let path):
            self.init(
                .missing, "no_store", "there is no store '\(path)'",
                hint: "restore the last backup with 'stepwell restore', or begin one with 'stepwell init'")
        case .newer(let found, let known):
            self.init(
                .unavailable, "newer_store",
                "the store '\(path)' has schema \(found), and this program knows \(known) at most",
                hint: "use the Stepwell that wrote it, or a newer one")
        case .damaged(let detail):
            self.init(
                .unavailable, "damaged_store", "the store '\(path)' is damaged or is no store: \(detail)",
                hint: "nothing was changed; restore the last backup with 'stepwell restore'")
        case .lost(let detail): self.init(.unavailable, "commits_lost", detail)
        case .full: self.init(.unavailable, "disk_full", "there is no room left for the store '\(path)'")
        case .readOnly: self.init(.unavailable, "read_only", "the store '\(path)' cannot be written to")
        case .exists(let path): self.init(.badData, "exists", "there is a file '\(path)' already")
        case .versionTaken(let pathway, let version):
            self.init(RuntimeError.versionChanged(pathway: pathway, version: version))
        case .unavailable(let detail):
            self.init(.unavailable, "store_unavailable", "the store is not available: \(detail)")
        }
    }

    /// Why a backup could not be written: what concerns the file that was to be, under its name.
    init(_ error: StoreError, backup: String) {
        switch error {
        case .full: self.init(.unavailable, "disk_full", "there is no room left for the backup '\(backup)'")
        case .readOnly: self.init(.unavailable, "read_only", "the backup '\(backup)' cannot be written there")
        case .busy, .missing, .newer, .damaged, .lost, .exists, .versionTaken, .unavailable: self.init(error)
        }
    }

    package init(_ error: RuntimeError) {
        switch error {
        case .store(let error): self.init(error)
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
        case .caseDamaged(let id):
            self.init(
                .unavailable, "case_damaged", "what the store holds of case \(id) is not what was kept",
                hint: "nothing was changed; 'stepwell doctor' says where it differs")
        case .notBegun(let first):
            self.init(
                .badData, "not_begun",
                "the case began at \(first); before that there is nothing to tell")
        case .timeGoesBack(let last):
            self.init(
                .badData, "time_goes_back",
                "the case's last input was at \(last); --at cannot lie before it",
                hint: "say with --occurred that something happened earlier")
        case .busy: self.init(.busy, "busy", "the case changed under every attempt", hint: "try again in a moment")
        case .tooMuchDue(let until, let limit):
            self.init(
                .badData, "too_much_due",
                "time brings more to the case than the \(limit) things that one command takes: it came as far as \(until)",
                hint: "'stepwell advance' keeps what it comes to, and can be given again; or ask --at an earlier time")
        case .linkedEnrollment(let pathway, let detail):
            self.init(.refused, "linked_enrollment", "the linked case of \(pathway) cannot be enrolled: \(detail)")
        }
    }

    /// - Parameter plugin: its name, or its folder as somebody wrote it.
    package init(_ failure: PluginFailure, plugin: String) {
        self.init(.unavailable, "plugin_refused", "the plugin '\(plugin)': \(failure.reason)", hint: failure.hint)
    }

    /// Does something with a plugin, and names it where that fails.
    package static func naming<Product>(plugin: String, _ body: () throws -> Product) throws -> Product {
        do { return try body() } catch let failure as PluginFailure { throw Failure(failure, plugin: plugin) }
    }
}
