import CShippedFiles

/// What the program brings along: pathways, what they share, and instruments, each with its tests. They are part of the
/// program, so that it has them anywhere.
package enum ShippedPathways {
    package typealias File = (path: String, bytes: [UInt8])

    /// All files by their path in the pathways' folder.
    package static let files = (0..<shipped_file_count()).map { shipped_file_at($0).read }

    /// The example that `stepwell init` writes, with the instruments that it uses.
    package static let example: [File] = {
        let names = ["iop_basic"] + ["phq9", "gad7", "cssrs"].map { "instruments/\($0)" }
        return names.flatMap { ["\($0).yaml", "\($0).test.yaml"] }.flatMap { path in files.filter { $0.path == path } }
    }()
}

extension shipped_file {
    var read: (path: String, bytes: [UInt8]) {
        (String(cString: path), Array(UnsafeBufferPointer(start: bytes, count: count)))
    }
}
