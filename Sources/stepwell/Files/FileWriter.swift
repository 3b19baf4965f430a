import Foundation

/// Writes files that do not exist yet.
enum FileWriter {
    /// All of them, or none where one is there already.
    static func writeNew(_ files: [(path: String, bytes: [UInt8])]) throws {
        if let taken = files.first(where: { FileReader.exists($0.path) }) {
            throw Failure(.badData, "exists", "there is a file '\(taken.path)' already; nothing was written")
        }
        for file in files {
            let url = URL(fileURLWithPath: file.path)
            do {
                try FileManager.default.createDirectory(
                    at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
                try Data(file.bytes).write(to: url, options: .withoutOverwriting)
            } catch {
                throw Failure(.unavailable, "cannot_write", "the file '\(file.path)' cannot be written")
            }
        }
    }
}
