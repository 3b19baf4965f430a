/// Pictures of parts, for what is too large for one page: a page for a state or a level of care.
extension Picture {
    /// How many innermost states a page holds.
    private static let mostOnPage = 20
    /// How many ways into a page are drawn.
    private static let mostComing = 8

    /// What pages there are: levels of care, and the outermost states that a page holds.
    package var pageNames: [String] {
        let named = Set(allBoxes.compactMap(\.level?.name))
        return levels.map(\.name).filter { named.contains($0) } + folded.sorted()
    }

    /// The states of a level of care, or one state with all inside it, by its path or the end of it; with the states that
    /// ways lead from and to.
    ///
    /// - Returns: nil where there are none.
    package func page(_ name: String) -> Picture? {
        var chosen = chosen(name)
        guard !chosen.isEmpty else { return nil }
        let inside = Set(chosen.flatMap(\.andInside).map(\.path))
        func isAround(_ path: String) -> Bool { chosen.contains { $0.path.hasPrefix("\(path).") } }
        var page = self
        page.part = "page \(name)"
        page.arrows = arrows.filter { arrow in
            inside.contains(arrow.from) || arrow.to.contains { inside.contains($0) }
        }
        let titles = Dictionary(allBoxes.map { ($0.path, $0.title) }) { first, _ in first }
        let coming = page.arrows.filter { !inside.contains($0.from) && !$0.from.isEmpty }
        if coming.count > Self.mostComing {
            // What would be more lines than boxes is told in the boxes.
            page.arrows.removeAll { way in coming.contains { $0.id == way.id } }
            let lines = Dictionary(grouping: coming.flatMap { way in way.to.map { ($0, way) } }) { $0.0 }.mapValues {
                ways in
                ways.map { _, way in "← \(way.name ?? way.cause), from \(titles[way.from] ?? way.from)" }
            }
            chosen = chosen.map { $0.telling(lines) }
        }
        let ends = Set(page.arrows.flatMap { [$0.from] + $0.to }).subtracting(inside)
        page.boxes = chosen + allBoxes.filter { ends.contains($0.path) }.map { $0.elsewhere("on another page") }
        let around = arrows.filter { isAround($0.from) && !$0.to.isEmpty && !page.arrows.map(\.id).contains($0.id) }
        if !around.isEmpty {
            let ways = around.map { way in
                "– \(way.name ?? way.cause) → \(way.to.map { titles[$0] ?? $0 }.joined(separator: " and "))"
            }
            page.boxes.append(.around(ways))
        }
        return page
    }

    private func chosen(_ name: String) -> [Box] {
        var found: [Box] = []
        func look(_ boxes: [Box]) {
            for box in boxes {
                if box.level?.name == name { found.append(box) } else { look(box.inside) }
            }
        }
        look(boxes)
        if !found.isEmpty { return found }
        if let exact = allBoxes.first(where: { $0.path == name }) { return [exact] }
        let named = allBoxes.filter { $0.path.hasSuffix(".\(name)") }
        return named.count == 1 ? named : []
    }

    /// The paths of the outermost states that a page holds with all inside them.
    var folded: Set<String> {
        var found: Set<String> = []
        func look(_ boxes: [Box]) {
            for box in boxes where !box.inside.isEmpty {
                if box.andInside.count(where: \.inside.isEmpty) <= Self.mostOnPage {
                    found.insert(box.path)
                } else {
                    look(box.inside)
                }
            }
        }
        look(boxes)
        return found
    }
}

extension Picture.Box {
    /// The same closed, because it is drawn on another page.
    ///
    /// - Parameter keepsFirst: whether it is still told that a case begins there.
    func elsewhere(_ page: String, keepsFirst: Bool = false, telling lines: [String] = []) -> Picture.Box {
        var box = self
        if !keepsFirst { box.isFirst = false }
        (box.kind, box.stay, box.inside) = (.elsewhere(page), nil, [])
        (box.sessions, box.aside, box.tasks) = ([], lines, [])
        return box
    }

    /// The same with lines more, by the path of the box that they stand in.
    fileprivate func telling(_ lines: [String: [String]]) -> Picture.Box {
        var box = self
        box.aside += lines[path] ?? []
        box.inside = inside.map { $0.telling(lines) }
        return box
    }

    /// Ways that states around a page have, and that lead elsewhere.
    fileprivate static func around(_ ways: [String]) -> Picture.Box {
        Picture.Box(
            path: "(around)", title: "Ways of the states around", kind: .elsewhere("on another page"), isFirst: false,
            stay: nil, level: nil, sessions: [], aside: ways, tasks: [], inside: [])
    }
}
