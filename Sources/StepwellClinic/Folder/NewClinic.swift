import Foundation
import StepwellRuntime

/// Begins clinics, and completes those that lack a part: version control keeps settings and pathways, and no store.
package struct NewClinic {
    /// The paths of what was made.
    package private(set) var made: [String] = []
    /// The paths of what was there, and was left as it is.
    package private(set) var kept: [String] = []

    /// Whether its settings name no users.
    package private(set) var isTrial = true

    /// Whether the folder had a part of a clinic already.
    package var isCompleted: Bool { !kept.isEmpty }

    private let folder: String

    /// Writes what a clinic's folder lacks: a store, a folder of pathways, and where there are no settings, these and an
    /// example with its tests.
    ///
    /// - Parameters:
    ///   - example: files by their path in the pathways' folder.
    ///   - isSimulated: whether its clock is.
    package init(
        in folder: String, example: [(path: String, bytes: [UInt8])], isSimulated: Bool, _ parts: ClinicParts
    ) throws {
        self.folder = folder
        let file = "\(folder)/\(Settings.file)"
        let settings = FileReader.exists(file) ? try ClinicFolder(folder, parts).settings : nil
        if let settings, isSimulated, !settings.isSimulated {
            throw Failure(
                .badData, "exists", "the clinic in '\(folder)' has the system's clock: --demo is for new ones",
                hint: "leave --demo out, or say 'clock: simulated' in '\(file)'")
        }
        isTrial = settings?.users == nil
        if settings != nil { kept.append(file) }
        if settings == nil { try makeExample(example) } else { try makePathways() }
        let store = StorePlace((settings ?? Settings()).store, in: folder)
        if store.isAddress || store.isMissing {
            try makeStore(store, parts.stores)
        } else {
            kept.append(store.location)
        }
        // The settings come last: a folder is a clinic once it has them.
        if settings == nil { try write([NewFile(file, Array(Self.text(isSimulated: isSimulated).utf8))]) }
        guard !made.isEmpty else {
            throw Failure(
                .badData, "exists", "there is a clinic in '\(folder)' already: '\(file)'; it lacks nothing")
        }
    }

    /// The files of the example that are missing, beside whatever pathways there are.
    private mutating func makeExample(_ example: [(path: String, bytes: [UInt8])]) throws {
        let files = example.map { NewFile("\(folder)/Pathways/\($0.path)", $0.bytes) }
        kept += files.map(\.path).filter(FileReader.exists)
        try write(files.filter { !FileReader.exists($0.path) })
    }

    /// A clinic that has settings has pathways of its own, or is to get them.
    private mutating func makePathways() throws {
        let pathways = "\(folder)/Pathways"
        guard !FileReader.isFolder(pathways) else { return kept.append(pathways) }
        try FileMask.asGiven { try makeFolder(pathways) }
        made.append(pathways)
    }

    private mutating func makeStore(_ store: StorePlace, _ stores: any CaseStoreOpener) throws {
        if !store.isAddress {
            let parent = URL(fileURLWithPath: store.location).deletingLastPathComponent().path
            if !FileReader.isFolder(parent) { try makeFolder(parent) }
        }
        do throws(StoreError) {
            _ = try stores.create(at: store.location)
            made.append(store.location)
        } catch {
            // Another machine may have made the one behind an address.
            guard store.isAddress, error == .exists(path: store.location) else {
                throw Failure(error, path: store.location)
            }
            kept.append(store.location)
        }
    }

    private mutating func write(_ files: [NewFile]) throws {
        try FileWriter.writeNew(files)
        made += files.map(\.path)
    }

    private func makeFolder(_ path: String) throws {
        do { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) } catch {
            throw Failure(.unavailable, "cannot_write", "the folder '\(path)' cannot be made")
        }
    }

    private static func text(isSimulated: Bool) -> String {
        """
        # The settings of this clinic. 'stepwell doctor' checks them.
        stepwell: 1
        store: stepwell.db
        clock: \(isSimulated ? "simulated        # for trials: --at may lie ahead of the real clock" : "system")
        channel: file            # where messages go for which a pathway names no channel
        messages: outbox         # the folder that the file channel writes to
        # users: {jdoe: {name: J. Doe, roles: [clinician, administrator]}}   # without users anybody may do anything

        """
    }
}
