/// What stands on a picture, whichever form draws it.
extension Picture {
    /// Whether a way of the pathway itself leads somewhere, wherever a case is.
    var leadsFromAnywhere: Bool { arrows.contains { $0.from.isEmpty && !$0.to.isEmpty } }

    /// What is said of a state and asked for in it, in lines of a picture.
    func shownFacts(of box: Box) -> [String] {
        let (mark, tasks) = (overlay?.boxes[box.path], Set(box.tasks))
        let facts = box.facts.map { fact in
            let shown = mark?.signed(fact) ?? fact
            return shown == fact && tasks.contains(fact) ? "– \(fact)" : shown
        }
        return ((mark?.shown ?? []) + facts).flatMap { Self.wrapped($0, to: 40) }
    }

    /// What is said of a way, in lines of a picture. What is new always is.
    func shownWords(of arrow: Arrow, withConditions: Bool) -> [String] {
        let mark = overlay?.arrows[arrow.id]
        let shown = withConditions ? arrow.shownConditions : []
        let new = arrow.allConditions.filter { mark?.news.contains($0) == true && !shown.contains($0) }
        return arrow.saidFirst.map { mark?.signed($0) ?? $0 } + (mark?.shown ?? [])
            + (shown + new).map { mark?.signed($0) ?? $0 }
    }

    /// What stands above it.
    var head: [String] { ["\(title), version \(version)"] + notes }

    /// What stands under its title: which part it is, the levels of care, what is laid over it.
    var notes: [String] {
        let scale = levels.map { "\($0.bar)\u{A0}\($0.name)" }.joined(separator: ", ")
        return [part, levels.isEmpty ? nil : "levels of care, low to high: \(scale)"].compactMap { $0 }
            + (overlay?.head ?? [])
    }

    /// Where a case begins; nil where that is on another page.
    var begin: Box? { boxes.first { $0.isFirst && !$0.path.contains(".") } }

    /// Breaks a text into lines of about so many letters.
    static func wrapped(_ text: String, to width: Int) -> [String] {
        var lines: [String] = []
        for word in text.split(separator: " ") {
            if let last = lines.last, last.count + word.count < width {
                lines[lines.count - 1] = "\(last) \(word)"
            } else {
                lines.append(String(word))
            }
        }
        return lines
    }
}

extension Picture.Box {
    /// What it is called, and what that is.
    var shownTitle: [String] {
        let note: String? =
            switch kind {
            case .end(let outcome): "closes: \(outcome)"
            case .regions: "(all at once)"
            case .history: "back to where it was"
            case .elsewhere(let page): "(\(page))"
            case .state, .group, .done: nil
            }
        return [showsFirst ? "▸ \(title)" : title, note].compactMap { $0 }.flatMap { Picture.wrapped($0, to: 30) }
    }

    /// Whether it is told that a case begins there: of what closes it that is no matter.
    var showsFirst: Bool {
        switch kind {
        case .end, .history: false
        case .state, .group, .regions, .done, .elsewhere: isFirst
        }
    }

    /// How long a stay is, and what is asked for in it.
    var facts: [String] {
        [level.map { "level of care: \($0.name) \($0.bar)" }, stay].compactMap { $0 } + sessions + aside + tasks
    }
}

extension Picture.Arrow {
    /// What it is called, and what begins it.
    var saidFirst: [String] {
        [isSafety ? "SAFETY" : nil, name == cause ? nil : name, cause].compactMap { $0 }
    }

    /// What has to be so, each as a line.
    var allConditions: [String] { conditions.map { "if \($0)" } }

    /// What is told on the way itself: no more than fits.
    var shownConditions: [String] {
        let shown = allConditions.prefix(3)
        return conditions.count > 3 ? shown + ["and \(conditions.count - 3) more"] : Array(shown)
    }
}

extension Picture.Level {
    /// How high it is, of how many.
    var bar: String { String(repeating: "▰", count: rank) + String(repeating: "▱", count: count - rank) }
}
