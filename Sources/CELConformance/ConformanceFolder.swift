package import Foundation

/// The cases of a folder's `*.json` files, each a list of cases, by the files' names.
package struct ConformanceFolder {
    package let cases: [ConformanceCase]

    /// - Throws: what Foundation throws where a file cannot be read or is no list of cases.
    package init(_ folder: URL) throws {
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .filter { $0.pathExtension == "json" }
            .sorted { $0.lastPathComponent < $1.lastPathComponent }
        cases = try files.flatMap { try JSONDecoder().decode([ConformanceCase].self, from: Data(contentsOf: $0)) }
    }
}
