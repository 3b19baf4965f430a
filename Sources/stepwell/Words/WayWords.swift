import CEL
import PathwayEngine
import PathwayModel

/// A way on, with everything it depends on.
struct WayWords {
    /// What it takes to go that way.
    enum Kind: Hashable {
        case decision
        case automatic
        case event
        /// An event that leads nowhere else.
        case inPlace

        init(_ transition: Transition) {
            switch transition.trigger {
            case .decision: self = .decision
            case .automatic: self = .automatic
            case .event: self = transition.targets.isEmpty ? .inPlace : .event
            }
        }
    }

    let view: CaseView
    let paint: Paint

    private var pathway: Pathway { view.pathway }

    func lines(for way: Explanation.Way) -> [String] {
        switch Kind(pathway.transitions[way.transition]) {
        case .decision: lines(decision: way)
        case .automatic: lines(automatic: way)
        case .event, .inPlace: lines(event: way)
        }
    }

    func targets(_ transition: Transition) -> String {
        transition.targets.isEmpty
            ? "" : " → " + transition.targets.map { pathway.title(of: $0) }.joined(separator: ", ")
    }

    // MARK: Decisions

    private func lines(decision way: Explanation.Way) -> [String] {
        let transition = pathway.transitions[way.transition]
        let who = transition.by.map { $0.joined(separator: " or ") } ?? "anyone"
        let standing: String
        if way.isProposed {
            standing = paint.green("proposed")
        } else if let notBefore = way.notBefore {
            standing = "not before \(view.zone.date(of: notBefore))"
        } else {
            standing = "not proposed, \(way.unmet.count) of \(way.criteria.count) criteria not met"
        }
        var lines = ["  \(paint.bold(transition.id))\(targets(transition)): \(standing); \(who) decides"]
        if let because = transition.because { lines.append("      \(because)") }
        lines += criteria(way)
        if !way.isProposed, case .decision(let decision) = transition.trigger {
            lines.append("      \(override(way, transition, decision))")
        }
        return lines
    }

    private func override(
        _ way: Explanation.Way, _ transition: Transition, _ decision: Transition.Decision
    ) -> String {
        let criteria = transition.when?.criteria ?? []
        let hard = way.unmet.filter { report in criteria.contains { $0.id == report.id && $0.hard != nil } }
        guard hard.isEmpty else {
            let names = hard.map { "'\($0.label ?? $0.id)'" }.joined(separator: " and ")
            return "nobody can decide this while \(names) \(hard.count == 1 ? "is" : "are") not met"
        }
        return decision.overridable ? "can be decided all the same, with a reason" : "cannot be decided until then"
    }

    // MARK: Time and events

    private func lines(automatic way: Explanation.Way) -> [String] {
        let transition = pathway.transitions[way.transition]
        let name = transition.id.hasPrefix("#") ? "" : paint.bold(transition.id)
        let when = way.notBefore.map { ", not before \(view.zone.date(of: $0))" } ?? ""
        let head = name + targets(transition)
        let shown =
            head.isEmpty ? pathway.name(of: way.transition) : head.hasPrefix(" ") ? String(head.dropFirst()) : head
        return ["  \(shown)\(when)\(because(transition))"] + criteria(way)
    }

    private func lines(event way: Explanation.Way) -> [String] {
        let transition = pathway.transitions[way.transition]
        guard case .event(let events) = transition.trigger else { return [] }
        let words = EventWords(pathway: pathway)
        let names = events.count > 4 ? ["one of \(events.count) events"] : events.map { words.name(of: $0) }
        let declared = events.map { pathway.events[$0] }
        let who = transition.by ?? (declared.count == 1 ? declared[0].by : nil)
        let by = who.map { ", from \($0.joined(separator: " or "))" } ?? ""
        let after = way.notBefore.map { ", not before \(view.zone.date(of: $0))" } ?? ""
        return [
            "  \(paint.bold(names.joined(separator: " or ")))\(by)\(targets(transition))\(after)\(because(transition))"
        ]
            + criteria(way, saysWhatWouldMeetThem: false)
    }

    private func because(_ transition: Transition) -> String { transition.because.map { " (\($0))" } ?? "" }

    /// - Parameter saysWhatWouldMeetThem: what an event asks for is no aim.
    private func criteria(_ way: Explanation.Way, saysWhatWouldMeetThem: Bool = true) -> [String] {
        let words = CriterionWords(pathway: pathway, paint: paint)
        return way.criteria.flatMap { words.lines(for: $0, saysWhatWouldMeetIt: saysWhatWouldMeetThem) }
            + way.checks.filter { !$0.truth.isTrue }.flatMap { words.lines(for: $0) }
    }

    /// Events that a case takes where it is, in one line: those that its guards do not rule out.
    func others(_ ways: [Explanation.Way]) -> String {
        let words = EventWords(pathway: pathway)
        let names = ways.filter { $0.truth != .no }.flatMap { way -> [String] in
            let transition = pathway.transitions[way.transition]
            guard transition.refuse == nil, case .event(let events) = transition.trigger, events.count <= 4 else {
                return []
            }
            return events.map { words.name(of: $0) }
        }
        return names.uniqued.joined(separator: ", ")
    }
}

/// Events as people call them.
struct EventWords {
    let pathway: Pathway

    func name(of index: EventIndex) -> String {
        let event = pathway.events[index]
        return switch event.kind {
        case .declared: event.name
        case .recordedField(let field): "a new \(pathway.fields[field].label ?? pathway.fields[field].name)"
        case .recordedInstrument(let instrument): "a new \(pathway.instruments[instrument].title)"
        case .session(.attended): "an attended session"
        case .session(.noShow): "a missed session"
        case .session(.excused): "an excused session"
        case .taskDone(let task): "'\(pathway.tasks[task].title)' is done"
        case .taskOverdue(let task): "'\(pathway.tasks[task].title)' is overdue"
        case .consented(let kind): kind.map { "consent to \($0)" } ?? "a consent"
        case .stateDone(let state): "\(pathway.title(of: state)) completes"
        }
    }
}
