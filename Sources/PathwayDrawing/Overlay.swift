/// What is laid over a picture: marks on its states and ways, and what is said of them all.
package struct Overlay: Sendable {
    /// What is said of one state or way. Each kind has a sign, words and a line of its own: none is told by color alone.
    package struct Mark: Hashable, Sendable {
        package enum Kind: Hashable, Sendable, CaseIterable {
            /// The case is there.
            case here
            /// The case was there, or took that way.
            case passed
            /// Cases are there.
            case occupied
            case added, gone, changed
        }

        package var kind: Kind
        /// A line each.
        package var words: [String]
        /// Which lines of what is marked are new: these have a sign of their own.
        package var news: Set<String>

        package init(_ kind: Kind, _ words: [String], news: Set<String> = []) {
            self.kind = kind
            self.words = words
            self.news = news
        }
    }

    /// Lines in order, under what they are called: the way that a case went, or what is different.
    package struct Listing: Sendable {
        package var title: String
        package var lines: [String]

        package init(_ title: String, _ lines: [String]) {
            self.title = title
            self.lines = lines
        }
    }

    /// What it is about: a line each.
    package var caption: [String]
    /// By the state's path.
    package var boxes: [String: Mark] = [:]
    /// By the way's id.
    package var arrows: [String: Mark] = [:]
    package var listing: Listing?

    package init(caption: [String]) { self.caption = caption }
}

extension Overlay.Mark.Kind {
    /// What stands before the words.
    var sign: String {
        switch self {
        case .here: "●"
        case .passed: "✓"
        case .occupied: "◆"
        case .added: "+"
        case .gone: "−"
        case .changed: "~"
        }
    }

    /// What the sign stands for.
    fileprivate var meaning: String {
        switch self {
        case .here: "here"
        case .passed: "was here, or went this way"
        case .occupied: "open cases"
        case .added: "added"
        case .gone: "gone"
        case .changed: "changed"
        }
    }
}

extension Overlay.Mark {
    /// A line of what is marked, with a sign where it is new.
    func signed(_ line: String) -> String { news.contains(line) ? "\(Kind.added.sign) \(line)" : line }

    /// The sign before the first line.
    var shown: [String] {
        guard let first = words.first else { return [kind.sign] }
        return ["\(kind.sign) \(first)"] + words.dropFirst()
    }
}

extension Overlay {
    /// The signs that stand on the picture, each with what it means.
    var legend: String? {
        let used = Set([boxes, arrows].flatMap(\.values).map(\.kind))
        guard !used.isEmpty else { return nil }
        return Mark.Kind.allCases.filter { used.contains($0) }.map { "\($0.sign) \($0.meaning)" }
            .joined(separator: ", ")
    }

    /// The caption with the legend.
    var head: [String] { caption + (legend.map { [$0] } ?? []) }
}
