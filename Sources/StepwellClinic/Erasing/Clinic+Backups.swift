import StepwellRuntime

extension Clinic {
    /// Writes a copy of the store; whether the clinic remembers where, which it cannot where it may not write.
    package func backUp(to file: String) throws -> Bool {
        let path = FilePath.absolute(file)
        if FileReader.exists(path) { throw Failure(StoreError.exists(path: file)) }
        let isRemembered: Bool
        do throws(StoreError) {
            // Before it is made: what is left of one that is killed half-way is looked for there.
            try KnownBackups.remember(path, in: store)
            isRemembered = true
        } catch {
            switch error {
            case .busy, .full, .readOnly, .lost, .damaged: isRemembered = false
            case .missing, .newer, .exists, .versionTaken, .unavailable: throw error
            }
        }
        do throws(StoreError) { try store.backUp(to: file) } catch { throw Failure(error, backup: file) }
        return isRemembered
    }
}

extension ClinicFolder {
    /// Puts a backup where there is no store, without what was erased since: how many patients that were.
    package func restore(_ backup: String) throws -> Int {
        guard FileReader.exists(backup) else {
            throw Failure(.missing, "no_such_file", "there is no file '\(backup)'")
        }
        let list = try ErasureList(besideStore: storePlace.side)
        var erased = 0
        do {
            try parts.stores.restore(from: backup, to: storePath) { (copy) throws(StoreError) in
                erased = try copy.apply(list)
            }
        } catch { throw Failure(error, path: backup) }
        return erased
    }
}
