package import CEL
import Foundation
package import PathwayCompiler
import PathwayModel
package import StepwellRuntime

/// A folder of pathways: where `include` and instruments are looked for.
package struct PathwayFolder: Hashable, Sendable {
    /// As the reader of a message would write it, ending in a slash; empty for the current folder.
    package let prefix: String

    /// The folder that a file belongs to: the nearest `Pathways` upward, else the file's own.
    package init(of file: String) {
        let parts = file.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        if let index = parts.dropLast().lastIndex(of: "Pathways") {
            prefix = parts[...index].joined(separator: "/") + "/"
        } else if !file.hasPrefix("/"), let above = Self.above(file) {
            prefix = above
        } else {
            prefix = parts.count > 1 ? parts.dropLast().joined(separator: "/") + "/" : ""
        }
    }

    package init(folder: String) { prefix = folder.hasSuffix("/") || folder.isEmpty ? folder : folder + "/" }

    /// Whether the current folder itself stands in a `Pathways`.
    private static func above(_ file: String) -> String? {
        guard !file.hasPrefix("../") else { return nil }
        let current = FileManager.default.currentDirectoryPath.split(separator: "/")
        guard let index = current.lastIndex(of: "Pathways") else { return nil }
        let up = current.count - 1 - index
        return String(repeating: "../", count: up)
    }

    /// The path of a file inside the folder; nil for one that stands elsewhere.
    package func inside(_ file: String) -> String? {
        if prefix.isEmpty || file.hasPrefix(prefix) { return String(file.dropFirst(prefix.count)) }
        guard prefix.hasPrefix("../") else { return nil }
        let up = prefix.split(separator: "/").count
        let current = FileManager.default.currentDirectoryPath.split(separator: "/").suffix(up)
        return (current.map(String.init) + [file]).joined(separator: "/")
    }

    /// The bytes of a file inside the folder. Links that lead outside are not followed.
    package func bytes(_ path: String) -> [UInt8]? {
        let whole = prefix + path
        guard let real = RealPath.ifAny(whole), let root = RealPath.ifAny(prefix.isEmpty ? "." : prefix),
            real.hasPrefix(root == "/" ? root : root + "/")
        else { return nil }
        return FileReader.bytes(whole)
    }

    /// - Parameters:
    ///   - today: `check` tells what is past on that date.
    ///   - others: bytes that stand for files of the folder.
    package func compiler(
        _ plugins: PluginSet, today: CalendarDate? = nil, with others: [String: [UInt8]] = [:]
    ) -> PathwayCompiler {
        let settings = clinicSettings
        var carries = settings?.carries ?? Settings.usualChannels
        for name in plugins.channels.keys where carries[name] == nil {
            // A plugin's channel carries nothing until the clinic says so.
            carries[name] = plugins.isLinked(channel: name) ? Set(Sensitivity.allCases) : []
        }
        return PathwayCompiler(
            rules: plugins.signatures, channels: carries.keys.sorted(), carries: carries,
            defaultChannel: settings?.channel, recipientChannels: settings?.recipientChannels ?? [:],
            recipients: Set((settings?.recipients ?? [:]).keys), today: today
        ) { others[$0] ?? bytes($0) }
    }

    /// The folder of the clinic whose pathways would stand here, also seen from inside.
    var clinic: String? {
        let whole = FilePath.absolute(prefix.isEmpty ? "." : prefix)
        guard whole.split(separator: "/").last == "Pathways" else { return nil }
        guard prefix.hasSuffix("Pathways/") else { return "\(prefix).." }
        let folder = prefix.dropLast("Pathways/".count)
        return folder.isEmpty ? "." : folder == "/" ? "/" : String(folder.dropLast())
    }

    /// The settings of that clinic, where there are any that can be read.
    var clinicSettings: Settings? {
        clinic.flatMap { FileReader.bytes(FilePath.of(Settings.file, in: $0)) }.flatMap { Settings.read($0).settings }
    }
}
