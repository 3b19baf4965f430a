package import StepwellRuntime

/// A clinic, opened: its folder, its store, and what runs its cases.
package struct Clinic {
    package let folder: ClinicFolder
    package let store: any CaseStore
    package let runner: CaseRunner

    package var settings: Settings { folder.settings }

    /// Opens a clinic's store.
    package init(_ folder: ClinicFolder) throws {
        do { self.init(folder, try folder.parts.stores.open(at: folder.storePath)) } catch {
            throw Failure(error, path: folder.storePath)
        }
    }

    private init(_ folder: ClinicFolder, _ store: any CaseStore) {
        self.folder = folder
        self.store = store
        runner = CaseRunner(
            store: store, plugins: folder.plugins, current: { folder.current($0) }, newID: { ShortName.random() },
            roles: { folder.settings.users?[$0]?.roles },
            entitlement: { folder.settings.entitlement(to: $0, of: $1) },
            farCase: { (id, actor) throws(StoreError) in
                guard let site = folder.settings.onlySite(of: actor) else { return nil }
                let sight = Sight(of: site, store)
                return try sight.sees(id) ? nil : folder.settings.refusal(of: sight.place(of: id), actor)
            },
            holders: { roles in folder.settings.users.map { _ in folder.settings.shownUsers(in: roles) ?? "nobody" } },
            onCall: folder.settings.whoIsOnCall)
    }

    /// The same clinic over a store that holds less, for who sees less.
    func over(_ store: SeenStore) -> Clinic { Clinic(folder, store) }

    /// The same clinic with its plugins and who is on call as they are now, for who keeps one open for long; nil where they
    /// are the same, or cannot be read.
    package func asItIsNow() -> Clinic? {
        let now: ClinicFolder
        do { now = try ClinicFolder(folder.path, folder.parts) } catch { return nil }
        guard now.plugins.editions != folder.plugins.editions || now.settings.onCall != settings.onCall
        else { return nil }
        return Clinic(now, store)
    }
}
