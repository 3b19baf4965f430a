/// Something that comes with the program and that a clinic may take into its folder: a file, and its tests.
package struct ShippedPart: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        case pathway
        case instrument
        case shared

        /// Where such files stand in the folder of pathways.
        var folder: String {
            switch self {
            case .pathway: ""
            case .instrument: "instruments/"
            case .shared: "shared/"
            }
        }

        var words: String {
            switch self {
            case .pathway: "pathway"
            case .instrument: "instrument"
            case .shared: "shared part"
            }
        }
    }

    package let kind: Kind
    package let name: String
    /// What it is, in a line.
    package let title: String

    /// Its path in the folder of pathways.
    package var path: String { "\(kind.folder)\(name).yaml" }

    /// What `stepwell add` takes for it.
    package var words: String {
        switch kind {
        case .pathway, .instrument: "\(kind.rawValue) \(name)"
        case .shared: "shared/\(name)"
        }
    }

    /// How a pathway comes to use it.
    package var next: String {
        switch kind {
        case .pathway: "stepwell check, then stepwell test"
        case .instrument: "name it in a pathway: instruments: {\(name): {}}"
        case .shared: "name it in a pathway: include: [\(path)]"
        }
    }

    init?(path: String, title: String) {
        guard path.hasSuffix(".yaml"), !path.hasSuffix(".test.yaml") else { return nil }
        let parts = path.dropLast(".yaml".count).split(separator: "/").map(String.init)
        let folder = parts.dropLast().map { "\($0)/" }.joined()
        guard let name = parts.last, let kind = Kind.allCases.first(where: { $0.folder == folder }) else { return nil }
        (self.kind, self.name, self.title) = (kind, name, title)
    }
}
