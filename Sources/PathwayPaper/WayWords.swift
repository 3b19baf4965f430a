import PathwayModel

/// A way on: who or what takes it, on which criteria, and what it does.
struct WayWords {
    let words: PathwayWords
    private var pathway: Pathway { words.pathway }

    func item(_ index: TransitionIndex) -> HTML {
        let way = pathway.transitions[index]
        var parts = [HTML(.p, head(way) + words.sources(at: way.head))]
        if let because = way.because { parts.append(HTML(.p, "Why: \(because)")) }
        if let condition = way.when { parts.append(words.conditions(condition)) }
        parts += requirements(way)
        if !way.actions.isEmpty { parts.append(HTML(.p, "Then it \(words.words(for: way.actions)).")) }
        if let decision = way.decision { parts += duties(decision, way) }
        return HTML(.li, [.id(PathwayWords.id(of: index)), .style("way")], parts)
    }

    /// In a line, with a link to where it is told in full.
    func line(_ index: TransitionIndex) -> HTML { head(pathway.transitions[index], index) }

    /// Where it leads, with a link to where it is told in full.
    func target(_ index: TransitionIndex) -> HTML {
        let way = pathway.transitions[index]
        let titles = way.targets.map { pathway.states[$0].title ?? pathway.states[$0].path }
        let safety: HTML = way.isSafety ? "\(HTML(.span, [.style("mark")], "safety")) " : .nothing
        return safety + .link(PathwayWords.id(of: index), "\(titles.joined(separator: " and "))")
    }

    private func head(_ way: Transition, _ index: TransitionIndex? = nil) -> HTML {
        let cause = cause(of: way)
        let told = index.map { HTML.link(PathwayWords.id(of: $0), cause) } ?? HTML.strong(cause)
        let target: HTML = way.targets.isEmpty ? .nothing : " \u{2192} \(words.links(way.targets))"
        let name: HTML = way.givenID.map { " \(.code($0))" } ?? .nothing
        let safety: HTML = way.isSafety ? "\(HTML(.span, [.style("mark")], "safety")) " : .nothing
        return safety + told + target + name
    }

    private func cause(of way: Transition) -> HTML {
        switch way.trigger {
        case .decision: return "\(words.people(way.by)) decides"
        case .event(let events):
            let from: HTML = way.by == nil ? .nothing : " from \(words.people(way.by))"
            return "On \(words.words(for: events))\(from)" + (way.after.map { ", after \($0.text)" } ?? .nothing)
        case .automatic: return way.after.map { "After \($0.text)" } ?? "By itself, once this is so"
        }
    }

    private func requirements(_ way: Transition) -> [HTML] {
        if let refuse = way.refuse {
            return [HTML(.p, "It is refused: \(refuse.message ?? refuse.code).")]
        }
        let own = way.checks.filter { $0.criterion.hard == nil }
        guard !own.isEmpty else { return [] }
        return [
            HTML(.p, "Once it is so, this is required, or it is refused:"),
            HTML(
                .ul,
                own.map { check in
                    HTML(
                        .li,
                        words.item(check.criterion)
                            + (check.message.map { " Else: \u{201C}\($0)\u{201D}" } ?? .nothing))
                }),
        ]
    }

    private func duties(_ decision: Transition.Decision, _ way: Transition) -> [HTML] {
        let who = words.people(way.by)
        let isFree = way.when == nil
        var facts: [HTML] = [
            isFree
                ? "No criteria: \(who) judges."
                : decision.overridable
                    ? "It is proposed while its criteria are met. With a reason \(who) may decide it all the same, but never against what no reason passes."
                    : "It is proposed while its criteria are met, and cannot be decided otherwise."
        ]
        if let within = decision.within { facts.append("Once proposed it is to be decided within \(within.text).") }
        facts += decision.remind.map { "A reminder goes out \($0.text) before." }
        facts += decision.escalate.map { "\($0.after.text) after that it goes to \($0.role)." }
        return [HTML(.p, [.style("more")], facts.joined(" "))]
    }
}

extension Transition {
    /// Where it begins: sources of its criteria stand with these.
    fileprivate var head: SourceSpan {
        let first = (when?.criteria ?? []).map(\.span.start.line).filter { $0 > span.start.line }.min()
        guard let first else {
            return when == nil ? span : SourceSpan(file: span.file, start: span.start, end: span.start)
        }
        return SourceSpan(
            file: span.file, start: span.start,
            end: SourceSpan.Position(line: first - 1, column: span.start.column + 1))
    }
}
