package import StepwellRuntime

/// Begins clinics.
package enum NewClinic {
    /// Writes a clinic's folder: an example with its tests, a store, and settings.
    ///
    /// - Parameters:
    ///   - example: files by their path in the pathways' folder.
    ///   - isSimulated: whether its clock is.
    /// - Returns: the paths of what was written.
    package static func begin(
        in folder: String, example: [(path: String, bytes: [UInt8])], isSimulated: Bool, _ stores: any CaseStoreOpener
    ) throws -> [String] {
        let settings = "\(folder)/\(Settings.file)"
        guard !FileReader.exists(settings) else {
            throw Failure(.badData, "exists", "there is a clinic in '\(folder)' already: '\(settings)'")
        }
        let files = example.map { NewFile("\(folder)/Pathways/\($0.path)", $0.bytes) }
        try FileWriter.writeNew(files)
        let store = "\(folder)/\(Settings().store)"
        do { _ = try stores.create(at: store) } catch { throw Failure(error, path: store) }
        // The settings come last: a folder is a clinic once it has them.
        try FileWriter.writeNew([NewFile(settings, Array(text(isSimulated: isSimulated).utf8))])
        return [settings, store] + files.map(\.path)
    }

    private static func text(isSimulated: Bool) -> String {
        """
        # The settings of this clinic. 'stepwell doctor' checks them.
        stepwell: 1
        store: stepwell.db
        clock: \(isSimulated ? "simulated        # for trials: --at may lie ahead of the real clock" : "system")
        channel: file            # where messages go for which a pathway names no channel
        messages: outbox         # the folder that the file channel writes to
        # users: {jdoe: {name: J. Doe, roles: [clinician]}}   # without users anyone acts in any role

        """
    }
}

extension ClinicFolder {
    /// Puts a backup where there is no store.
    package func restore(_ backup: String) throws {
        guard FileReader.exists(backup) else {
            throw Failure(.missing, "no_such_file", "there is no file '\(backup)'")
        }
        do { try parts.stores.restore(from: backup, to: storePath) } catch { throw Failure(error, path: backup) }
    }
}
