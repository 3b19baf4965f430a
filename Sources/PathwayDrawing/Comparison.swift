package import PathwayModel

/// What is different between two versions of a pathway, as a picture of the new one with what is gone drawn in.
package struct Comparison {
    package let picture: Picture
    /// Whether anything that a picture or its list tells is different.
    package let isSame: Bool

    /// - Parameter name: what the old one is called: `version 2026.3`.
    package init(of new: Pathway, with old: Pathway, called name: String) {
        let (before, after) = (Picture(old), Picture(new))
        var differences = Differences(before, after)
        differences.compare()
        let beside = Besides(new).lines(since: Besides(old))
        isSame = differences.lines.isEmpty && beside.isEmpty
        var overlay = Overlay(caption: ["compared with \(name): \(differences.counts)"])
        if isSame {
            overlay.caption = [
                new.digest == old.digest
                    ? "the same as \(name)"
                    : "compared with \(name): nothing that is drawn or listed here has changed; the texts differ"
            ]
        }
        (overlay.boxes, overlay.arrows) = (differences.boxes, differences.arrows)
        if new.digest != old.digest {
            overlay.caption.append("not compared: what states and ways do, the words of messages and forms")
        }
        if !isSame { overlay.listing = Overlay.Listing("What has changed", differences.lines + beside) }
        picture = differences.merged.under(overlay)
    }
}

/// The states and ways of two pictures, side by side.
private struct Differences {
    private let old: Picture
    private let new: Picture
    /// The new picture with what is gone.
    private(set) var merged: Picture
    private(set) var boxes: [String: Overlay.Mark] = [:]
    private(set) var arrows: [String: Overlay.Mark] = [:]
    private(set) var lines: [String] = []

    init(_ old: Picture, _ new: Picture) {
        self.old = old
        self.new = new
        merged = new
    }

    var counts: String {
        let kinds = (Array(boxes.values) + Array(arrows.values)).map(\.kind)
        let parts = [(Overlay.Mark.Kind.added, "added"), (.gone, "gone"), (.changed, "changed")].compactMap {
            kind, word in
            let count = kinds.count { $0 == kind }
            return count == 0 ? nil : "\(count) \(word)"
        }
        return parts.isEmpty ? "nothing in the picture" : parts.joined(separator: ", ")
    }

    mutating func compare() {
        compareBoxes()
        compareArrows()
    }

    // MARK: States

    private mutating func compareBoxes() {
        let (before, after) = (Self.byPath(old), Self.byPath(new))
        merged.boxes = Self.merge(new.boxes, old.boxes, gone: { after[$0] == nil })
        for box in merged.allBoxes {
            switch (before[box.path], after[box.path]) {
            case (nil, let box?): note("state", box.path, Overlay.Mark(.added, ["added"]), box.told)
            case (let box?, nil): note("state", box.path, Overlay.Mark(.gone, ["gone"]), [])
            case (let before?, let after?):
                let change = Change(before.told, after.told)
                guard !change.lines.isEmpty else { continue }
                note("state", box.path, change.mark(on: after.facts), change.lines)
            case (nil, nil): continue
            }
        }
    }

    private mutating func note(_ what: String, _ path: String, _ mark: Overlay.Mark, _ more: [String]) {
        boxes[path] = mark
        lines.append("\(mark.kind.sign) \(what) \(path)")
        lines += more.map { "    \($0)" }
    }

    private static func byPath(_ picture: Picture) -> [String: Picture.Box] {
        Dictionary(picture.allBoxes.map { ($0.path, $0) }) { first, _ in first }
    }

    /// What is gone stands after what it stood after.
    private static func merge(
        _ new: [Picture.Box], _ old: [Picture.Box], gone: (String) -> Bool
    ) -> [Picture.Box] {
        var merged = new
        var place = 0
        for box in old {
            if let found = merged.firstIndex(where: { $0.path == box.path }) {
                merged[found].inside = merge(merged[found].inside, box.inside, gone: gone)
                place = found + 1
            } else if gone(box.path) {
                var box = box
                box.isFirst = false
                merged.insert(box, at: place)
                place += 1
            }
        }
        return merged
    }

    // MARK: Ways

    private mutating func compareArrows() {
        let pairs = Self.pairs(old.arrows, new.arrows)
        for arrow in new.arrows {
            guard let place = pairs[arrow.id] else {
                note(arrow, Overlay.Mark(.added, ["added"]), arrow.allConditions)
                continue
            }
            let change = Change(old.arrows[place].told, arrow.told)
            let own = [arrow.cause] + arrow.allConditions
            if !change.lines.isEmpty { note(arrow, change.mark(on: own), change.lines) }
        }
        let kept = Set(pairs.values)
        for place in old.arrows.indices where !kept.contains(place) {
            var arrow = old.arrows[place]
            arrow.id = "old \(arrow.id)"
            merged.arrows.append(arrow)
            note(arrow, Overlay.Mark(.gone, ["gone"]), [])
        }
    }

    /// Places among the old ways, by the ids of new ones: first of those that are called the same or, without a name, begin
    /// and lead the same, then of those that only lead the same.
    private static func pairs(_ old: [Picture.Arrow], _ new: [Picture.Arrow]) -> [String: Int] {
        var pairs: [String: Int] = [:]
        var free = Array(old.indices)
        for key in [\Picture.Arrow.exactKey, \Picture.Arrow.looseKey] {
            var places = Dictionary(grouping: free) { old[$0][keyPath: key] }
            for arrow in new where pairs[arrow.id] == nil {
                let key = arrow[keyPath: key]
                guard !key.isEmpty, let place = places[key]?.first else { continue }
                places[key]?.removeFirst()
                pairs[arrow.id] = place
            }
            let kept = Set(pairs.values)
            free.removeAll { kept.contains($0) }
        }
        return pairs
    }

    private mutating func note(_ arrow: Picture.Arrow, _ mark: Overlay.Mark, _ more: [String]) {
        arrows[arrow.id] = mark
        let from = arrow.from.isEmpty ? "anywhere" : arrow.from
        let target = arrow.to.isEmpty ? "" : " → \(arrow.to.joined(separator: " and "))"
        lines.append("\(mark.kind.sign) way from \(from): \(arrow.name ?? arrow.cause)\(target)")
        lines += more.map { "    \($0)" }
    }
}

/// What was told and no longer is, and what is told now.
private struct Change {
    private let gone: [String]
    private let new: [String]

    init(_ old: [String], _ new: [String]) {
        gone = old.filter { !new.contains($0) }
        self.new = new.filter { !old.contains($0) }
    }

    var lines: [String] { gone.map { "− \($0)" } + new.map { "+ \($0)" } }

    /// - Parameter own: the lines that what is marked has itself, where they are marked.
    func mark(on own: [String]) -> Overlay.Mark {
        let there = new.filter { own.contains($0) }
        let rest = new.filter { !own.contains($0) }.map { "+ \($0)" }
        return Overlay.Mark(.changed, ["changed"] + gone.map { "− \($0)" } + rest, news: Set(there))
    }
}

extension Picture.Box {
    /// All that is told of it.
    fileprivate var told: [String] {
        let what: String =
            switch kind {
            case .state: "a state"
            case .group: "states one of which a case is in"
            case .regions: "regions in all of which a case is at once"
            case .history(let deep): deep ? "back to where it was, all the way down" : "back to where it was"
            case .end(let outcome): "closes the case: \(outcome)"
            case .done: "what is around it is done"
            case .elsewhere: "on another page"
            }
        return [title, what] + facts + (isFirst ? ["begins here"] : [])
    }
}

extension Picture.Arrow {
    /// What it is called, and where it begins.
    fileprivate var exactKey: [String] { name.map { [from, $0] } ?? [from, "", cause] + to }

    /// Where it begins and leads; empty for one with a name, and for what happens in place.
    fileprivate var looseKey: [String] { name == nil && !to.isEmpty ? [from, "\(kind)"] + to : [] }

    /// All that is told of it.
    fileprivate var told: [String] {
        [cause] + (to.isEmpty ? [] : ["→ \(to.joined(separator: " and "))"]) + allConditions
            + [because].compactMap { $0 } + (isSafety ? ["nothing swallows it"] : [])
            + (kind == .refused ? ["is refused"] : [])
    }
}
