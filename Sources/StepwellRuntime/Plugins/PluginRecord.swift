import Foundation
package import PathwayModel

/// What a clinic keeps of a plugin it has let in: what it is, what it was before, and how often it has died since.
package struct PluginRecord: Hashable, Sendable {
    /// What was let in once: a version, and the SHA-256 of its files.
    package struct Build: Hashable, Sendable {
        package var version: String
        package var digest: String

        package init(version: String, digest: String) {
            self.version = version
            self.digest = digest
        }
    }

    /// How many builds from before are kept.
    package static let mostEarlier = 5

    /// What runs; other files are refused.
    package private(set) var current: Build
    /// What ran before, the newest first.
    package private(set) var earlier: [Build] = []
    /// It is not asked until somebody enables it.
    package var isDisabled = false
    /// Deaths since its last good answer.
    package var deaths = 0
    /// Why it is no longer started; nil while it is.
    package var quarantine: String?

    package var digest: String { current.digest }
    package var version: String { current.version }
    package var builds: [Build] { [current] + earlier }

    package init(_ build: Build) { current = build }

    /// Lets another build in, or one from before, and lets it run: what ran until now can be gone back to.
    package mutating func letIn(_ build: Build) {
        if build != current {
            let kept = [current] + earlier.filter { $0 != build }
            earlier = Array(kept.prefix(Self.mostEarlier))
            current = build
        }
        isDisabled = false
        forgetDeaths()
    }

    package mutating func forgetDeaths() {
        deaths = 0
        quarantine = nil
    }

    package var json: JSON {
        .compact([
            "digest": .string(digest), "version": .string(version), "deaths": .int(Int64(deaths)),
            "quarantine": JSON(quarantine), "disabled": isDisabled ? true : .null,
            "earlier": earlier.isEmpty ? .null : .array(earlier.map(\.json)),
        ])
    }

    init?(_ json: JSON) {
        guard let current = Build(json) else { return nil }
        self.init(current)
        earlier = (json["earlier"]?.array ?? []).compactMap { Build($0) }
        isDisabled = json["disabled"] == true
        deaths = json["deaths"]?.int ?? 0
        quarantine = json["quarantine"]?.string
    }
}

extension PluginRecord.Build {
    package var json: JSON { ["version": .string(version), "digest": .string(digest)] }

    fileprivate init?(_ json: JSON) {
        guard let digest = json["digest"]?.string, let version = json["version"]?.string else { return nil }
        self.init(version: version, digest: digest)
    }
}

/// The records of a clinic's plugins: a small file each, in a folder that only its owner may read.
package struct PluginRecords: Sendable {
    /// Where they lie, in a clinic's folder.
    package static let place = ".stepwell/plugins"

    let folder: String

    /// - Parameter clinic: the clinic's folder.
    package init(clinic: String) { folder = "\(clinic)/\(Self.place)" }

    /// - Parameter name: judged by `PluginNames` before it comes here.
    package func record(of name: String) -> PluginRecord? {
        guard PluginNames.isName(name) else { return nil }
        return KeptJSON.read("\(folder)/\(name).json").flatMap { PluginRecord($0) }
    }

    package func save(_ record: PluginRecord, of name: String) throws(PluginFailure) {
        guard PluginNames.isName(name) else { throw PluginFailure("'\(LogText.safe(name))' is no plugin's name") }
        guard KeptJSON.write(record.json, to: "\(folder)/\(name).json") else {
            throw PluginFailure("the record '\(folder)/\(name).json' cannot be written")
        }
    }

    /// Forgets a plugin.
    package func remove(_ name: String) throws(PluginFailure) {
        let path = "\(folder)/\(name).json"
        guard PluginNames.isName(name), unlink(path) == 0 || errno == ENOENT else {
            throw PluginFailure("the record '\(path)' cannot be removed")
        }
    }

    /// Every build that a record names.
    package var builds: [PluginRecord.Build] {
        let names: [String]
        do { names = try FileFacts.names(in: folder) } catch { return [] }
        return names.filter { $0.hasSuffix(".json") }
            .compactMap { record(of: String($0.dropLast(".json".count))) }.flatMap(\.builds)
    }
}
