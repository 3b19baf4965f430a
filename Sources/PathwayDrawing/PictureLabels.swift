/// What stands on a picture, whichever form draws it.
extension Picture {
    /// Whether a way of the pathway itself leads somewhere, wherever a case is.
    var leadsFromAnywhere: Bool { arrows.contains { $0.from.isEmpty && !$0.to.isEmpty } }

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
            case .state, .group, .done: nil
            }
        return [title, note].compactMap { $0 }.flatMap { Picture.wrapped($0, to: 30) }
    }

    /// What is asked for in it.
    var facts: [String] {
        ([stay].compactMap { $0 } + sessions + tasks.map { "– \($0)" }).flatMap { Picture.wrapped($0, to: 34) }
    }
}

extension Picture.Arrow {
    /// What it is called, and what begins it.
    var saidFirst: [String] {
        [isSafety ? "SAFETY" : nil, name == cause ? nil : name, cause].compactMap { $0 }
    }

    /// What is told on the way itself: no more than fits.
    var shownConditions: [String] {
        let shown = conditions.prefix(3).map { "if \($0)" }
        return conditions.count > 3 ? shown + ["and \(conditions.count - 3) more"] : Array(shown)
    }
}
