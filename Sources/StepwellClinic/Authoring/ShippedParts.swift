import CEL
import PathwayCompiler
package import PathwayModel
package import StepwellRuntime

/// What comes with the program, and how a clinic takes it.
package struct ShippedParts: Sendable {
    let files: [String: [UInt8]]
    /// Pathways, then instruments, then what pathways share; each by name.
    package let all: [ShippedPart]

    /// - Parameter files: by their path in a folder of pathways.
    package init(_ files: [(path: String, bytes: [UInt8])]) {
        let byPath = Dictionary(files.map { ($0.path, $0.bytes) }, uniquingKeysWith: { first, _ in first })
        let parts = byPath.keys.sorted().compactMap { path in
            ShippedPart(path: path, title: byPath[path].map { Self.title(of: $0, path) } ?? "")
        }
        self.files = byPath
        all = ShippedPart.Kind.allCases.flatMap { kind in parts.filter { $0.kind == kind } }
    }

    /// The file's title; of one that has none, the first sentence of what is said above it.
    private static func title(of bytes: [UInt8], _ path: String) -> String {
        if let title = YAML.compose(bytes, file: path).document?["title"]?.text { return title }
        let line = String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
        return String(line.drop { "# ".contains($0) }.prefix { !".:".contains($0) })
    }

    /// What somebody names: `instrument phq9`, `shared/session_reminder`, or a name that only one has.
    package func part(_ words: [String]) throws(Failure) -> ShippedPart {
        let parts = words.flatMap { $0.split(separator: "/") }.map(String.init)
        let kind = parts.count > 1 ? Self.kind(parts[0]) : nil
        let given = parts.last ?? ""
        let name = given.hasSuffix(".yaml") ? String(given.dropLast(".yaml".count)) : given
        let among = all.filter { kind == nil || $0.kind == kind }
        if parts.count < 3, parts.count < 2 || kind != nil, let part = among.first(where: { $0.name == name }) {
            return part
        }
        let what = kind.map { "no \($0.words) '\(name)'" } ?? "nothing called '\(words.joined(separator: " "))'"
        let nearest = Suggestions.hint(for: name, among: among.map(\.name)).map { "\($0) " } ?? ""
        throw Failure(
            .missing, "no_such_part", "\(what) comes with stepwell",
            hint: "\(nearest)there are: \(among.map(\.words).joined(separator: ", "))")
    }

    private static func kind(_ word: String) -> ShippedPart.Kind? {
        ShippedPart.Kind.allCases.first { [$0.rawValue, "\($0.rawValue)s"].contains(word) }
    }

    /// Copies a part into a folder of pathways, with its tests and what it uses. What it uses and is there already stays as
    /// it is.
    ///
    /// - Throws: `exists` where the part itself is there.
    package func add(_ part: ShippedPart, to folder: String, _ plugins: PluginSet) throws -> AddedPart {
        let own = withTests(part.path)
        let used = uses(part, plugins).flatMap(withTests).filter { !own.contains($0) }
        let kept = used.filter { FileReader.exists("\(folder)/\($0)") }
        let new = own + used.filter { !kept.contains($0) }
        try FileWriter.writeNew(new.map { NewFile("\(folder)/\($0)", files[$0] ?? []) })
        return AddedPart(
            part: part, made: new.map { "\(folder)/\($0)" },
            kept: kept.map { path in
                AddedPart.Kept(
                    path: "\(folder)/\(path)", isOther: FileReader.bytes("\(folder)/\(path)") != files[path])
            })
    }

    private func withTests(_ path: String) -> [String] {
        [path, path.replacingSuffix(".yaml", with: ".test.yaml")].filter { files[$0] != nil }
    }

    /// The files that a pathway includes, and the instruments that it names.
    private func uses(_ part: ShippedPart, _ plugins: PluginSet) -> [String] {
        switch part.kind {
        case .instrument, .shared: []
        case .pathway:
            PathwayCompiler(rules: plugins.signatures, channels: nil) { files[$0] }
                .compile(part.path).files.keys.sorted()
        }
    }

    /// - Parameter folder: a folder of pathways, which may have some of them; nil where there is none.
    package func json(in folder: String?) -> JSON {
        [
            "parts": .array(
                all.map { part in
                    [
                        "add": .string(part.words), "kind": .string(part.kind.rawValue), "name": .string(part.name),
                        "title": .string(part.title), "here": .bool(part.isIn(folder)),
                    ]
                })
        ]
    }
}

extension ShippedPart {
    package func isIn(_ folder: String?) -> Bool { folder.map { FileReader.exists("\($0)/\(path)") } ?? false }
}

/// What came of adding a part.
package struct AddedPart: Hashable, Sendable {
    /// A file that was there, and was left as it is.
    package struct Kept: Hashable, Sendable {
        package var path: String
        /// Whether it is another text than the one that comes with the program.
        package var isOther: Bool
    }

    package var part: ShippedPart
    /// The paths of what was written.
    package var made: [String]
    package var kept: [Kept]

    package var json: JSON {
        [
            "added": .string(part.words), "files": JSON(made),
            "kept": .array(kept.map { ["file": .string($0.path), "differs": .bool($0.isOther)] }),
        ]
    }
}
