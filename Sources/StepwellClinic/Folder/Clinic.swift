package import StepwellRuntime

/// A clinic, opened: its folder, its store, and what runs its cases.
package struct Clinic {
    package let folder: ClinicFolder
    package let store: any CaseStore
    package let runner: CaseRunner

    package var settings: Settings { folder.settings }

    /// Opens a clinic's store.
    package init(_ folder: ClinicFolder) throws {
        self.folder = folder
        do { store = try folder.parts.stores.open(at: folder.storePath) } catch {
            throw Failure(error, path: folder.storePath)
        }
        runner = CaseRunner(
            store: store, plugins: folder.plugins, current: { folder.current($0) }, newID: { ShortName.random() },
            roles: { folder.settings.users?[$0]?.roles })
    }
}
