import Foundation
package import PathwayModel

/// What a clinic keeps of a plugin it has let in: what it was then, and how often it has died since.
package struct PluginRecord: Hashable, Sendable {
    /// SHA-256 of the folder when it was installed; another one is refused.
    package var digest: String
    package var version: String
    /// Deaths since its last good answer.
    package var deaths = 0
    /// Why it is no longer started; nil while it is.
    package var quarantine: String?

    package init(digest: String, version: String) {
        self.digest = digest
        self.version = version
    }

    package var json: JSON {
        .compact([
            "digest": .string(digest), "version": .string(version), "deaths": .int(Int64(deaths)),
            "quarantine": JSON(quarantine),
        ])
    }

    init?(_ json: JSON) {
        guard let digest = json["digest"]?.string, let version = json["version"]?.string else { return nil }
        self.init(digest: digest, version: version)
        deaths = json["deaths"]?.int ?? 0
        quarantine = json["quarantine"]?.string
    }
}

/// The records of a clinic's plugins: a small file each, in a folder that only its owner may read.
package struct PluginRecords: Sendable {
    private let folder: String

    /// - Parameter clinic: the clinic's folder.
    package init(clinic: String) { folder = "\(clinic)/.stepwell/plugins" }

    /// - Parameter name: judged by `PluginNames` before it comes here.
    package func record(of name: String) -> PluginRecord? {
        guard PluginNames.isName(name) else { return nil }
        do {
            let bytes = try FileFacts.bytes("\(folder)/\(name).json", atMost: 65_536)
            return PluginRecord(try JSON.parse(bytes))
        } catch {
            return nil
        }
    }

    package func save(_ record: PluginRecord, of name: String) throws(PluginFailure) {
        guard PluginNames.isName(name) else { throw PluginFailure("'\(LogText.safe(name))' is no plugin's name") }
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            let url = URL(fileURLWithPath: "\(folder)/\(name).json")
            try Data(record.json.indented().utf8 + [0x0A]).write(to: url, options: .atomic)
        } catch {
            throw PluginFailure("the record '\(folder)/\(name).json' cannot be written")
        }
    }
}
