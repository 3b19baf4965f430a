extension Picture {
    /// All of it, where states that have a page of their own are closed boxes, and ways between the same two are one.
    package var overview: Picture {
        let folded = folded
        func fold(_ box: Box) -> Box {
            guard !folded.contains(box.path) else {
                return box.elsewhere("page \(box.path)", keepsFirst: true, telling: box.inside.map { "– \($0.title)" })
            }
            var open = box
            (open.sessions, open.tasks) = ([], [])
            open.inside = box.inside.map(fold)
            return open
        }
        var overview = self
        overview.part = "overview"
        overview.boxes = boxes.map(fold)
        let shown = Set(overview.allBoxes.map(\.path))
        func visible(_ path: String) -> String {
            var path = path[...]
            while !shown.contains(String(path)), let dot = path.lastIndex(of: ".") { path = path[..<dot] }
            return String(path)
        }
        overview.arrows = Self.merged(
            arrows.flatMap { arrow in
                Set(arrow.to.map(visible)).sorted().compactMap { target in
                    let source = visible(arrow.from)
                    guard source != target else { return nil }
                    var arrow = arrow
                    (arrow.from, arrow.to, arrow.conditions) = (source, [target], [])
                    return arrow
                }
            })
        overview.overlay = overlay?.seen(through: visible, arrows: Set(overview.arrows.map(\.id)))
        return overview
    }

    /// One way for all that have the same ends, those of safety and decisions apart.
    private static func merged(_ arrows: [Arrow]) -> [Arrow] {
        var merged: [Arrow] = []
        var names: [[String]] = []
        var places: [[String]: Int] = [:]
        for arrow in arrows {
            let key = [arrow.from] + arrow.to + ["\(arrow.kind == .decision)", "\(arrow.isSafety)"]
            let name = arrow.name ?? arrow.cause
            guard let place = places[key] else {
                places[key] = merged.count
                merged.append(arrow)
                names.append([name])
                continue
            }
            if !names[place].contains(name) { names[place].append(name) }
            if merged[place].kind != arrow.kind { merged[place].kind = .event }
        }
        for place in merged.indices {
            let shown = names[place].prefix(mostNames).joined(separator: ", ")
            let rest = names[place].count - mostNames
            (merged[place].name, merged[place].because) = (nil, nil)
            merged[place].cause = rest > 0 ? "\(shown) and \(rest) more" : shown
        }
        return merged
    }

    private static let mostNames = 4
}

extension Overlay {
    /// What is marked inside a closed box is marked on it.
    fileprivate func seen(through visible: (String) -> String, arrows shown: Set<String>) -> Overlay {
        var seen = self
        seen.boxes = [:]
        for kind in Mark.Kind.allCases {
            // The innermost says most.
            let inward = boxes.sorted { ($1.key.count, $0.key) < ($0.key.count, $1.key) }
            for (path, mark) in inward where mark.kind == kind {
                let place = visible(path)
                guard seen.boxes[place] == nil else { continue }
                seen.boxes[place] = place == path ? mark : Mark(kind, ["in \(path)"] + mark.words)
            }
        }
        seen.arrows = arrows.filter { shown.contains($0.key) }
        return seen
    }
}
