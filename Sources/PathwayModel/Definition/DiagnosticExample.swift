/// A few lines that show a mistake, or the way around it, with the whole files that they stand for: a test compiles
/// those, so that no page of a diagnostic says what is not so.
package struct DiagnosticExample: Sendable {
    /// The lines as the page shows them.
    package let text: String
    /// Codes that come with a bad example beside its own.
    package let alsoFinds: Set<String>
    private let frame: ExampleFrame?
    private let whole: (@Sendable () -> String)?

    /// - Parameters:
    ///   - frame: what stands around the lines; without it that of the diagnostic.
    ///   - whole: what stands in the frame where the page shows less than the whole: a thousand lines, say.
    package init(
        _ text: String, in frame: ExampleFrame? = nil, alsoFinds: Set<String> = [],
        standsFor whole: (@Sendable () -> String)? = nil
    ) {
        self.text = text
        self.frame = frame
        self.alsoFinds = alsoFinds
        self.whole = whole
    }

    /// The example with the frame that it stands in, unless it has one of its own.
    package func standing(in frame: ExampleFrame) -> DiagnosticExample {
        DiagnosticExample(text, in: self.frame ?? frame, alsoFinds: alsoFinds, standsFor: whole)
    }

    /// The file that is checked, by its path in the pathways' folder.
    package var path: String { frame?.checked ?? "" }

    /// Every file of the example, by path.
    package var files: [String: [UInt8]] { frame?.files(around: whole?() ?? text) ?? [:] }
}

extension DiagnosticExample: ExpressibleByStringLiteral {
    package init(stringLiteral text: String) { self.init(text) }
}

/// What stands around the lines of an example.
package struct ExampleFrame: Sendable {
    /// The file that is checked.
    let checked: String
    private let path: String
    private let others: [String: String]
    private let text: @Sendable (String) -> [UInt8]

    /// - Parameters:
    ///   - path: the file that the lines stand in, which is also the one that is checked, unless another is given.
    ///   - others: files beside it.
    ///   - text: what the file holds, given the lines.
    package init(
        _ path: String, checked: String? = nil, with others: [String: String] = [:],
        text: @escaping @Sendable (String) -> [UInt8]
    ) {
        self.path = path
        self.checked = checked ?? path
        self.others = others
        self.text = text
    }

    /// The same frame with more files beside it.
    package func with(_ more: [String: String]) -> ExampleFrame {
        ExampleFrame(path, checked: checked, with: others.merging(more) { $1 }, text: text)
    }

    func files(around lines: String) -> [String: [UInt8]] {
        var files = others.mapValues { Array($0.utf8) }
        files[path] = text(lines)
        return files
    }
}
