import CEL
import PathwayEngine
import PathwayModel
import StepwellClinic
import StepwellRuntime

/// A patient on a page: where they are, what is to be done, what can be decided, and room to write.
struct PatientSheet {
    /// Lines to write on.
    private static let lines = 8
    /// How many sessions are told.
    private static let mostSessions = 6

    let downtime: Downtime
    let page: PatientPage

    func sheet(_ file: String) -> Sheet {
        let cases = page.cases.filter(\.isOpen)
        let parts: [[HTML]] = [
            who, missing, work, cases.flatMap { CaseSection(seen: $0).parts }, results, sessions, consents,
            [HTML(.h2, "Written by hand"), notes, SheetWords.foot(downtime, of: name)],
        ]
        return Sheet(
            file: file, title: name, plainTitle: "A patient",
            inside: parts.flatMap(\.self))
    }

    private var name: HTML { SheetWords.patient(page.record.number, page.name) }

    private var who: [HTML] {
        let shown = ["first_name", "last_name", "name", "birth_date"]
        var pairs: [(HTML, HTML)] = []
        if !page.birthDates.isEmpty {
            pairs.append(("Born", page.birthDates.map { "\($0)" as HTML }.joined(" or ")))
        }
        let others = page.record.others.map(\.number).filter { $0 != page.record.number }
        if !others.isEmpty { pairs.append(("Other numbers", others.map { "\($0)" as HTML }.joined(", "))) }
        pairs += page.record.values.filter { !shown.contains($0.key) }.sorted { $0.key < $1.key }.map {
            (HTML.words($0.key.replacing("_", with: " ")), "\($0.value)")
        }
        return pairs.isEmpty ? [] : [HTML(.dl, pairs.map { HTML(.dt, $0.0) + HTML(.dd, $0.1) })]
    }

    private var missing: [HTML] {
        guard !page.damaged.isEmpty else { return [] }
        let ids = page.damaged.map { HTML.code($0.text) }.joined(", ")
        return [HTML(.p, [.style("warning")], "These cases of the patient's cannot be read: \(ids).")]
    }

    private var work: [HTML] {
        let entries = page.obligations.map(\.first)
        guard !entries.isEmpty else { return [HTML(.h2, "To be done"), HTML(.p, "Nothing now.")] }
        return [
            HTML(.h2, "To be done"),
            SheetWords.table(
                head: ["Due", "To be done", "By", "Who sees to it", "Done by, when", "What came of it"],
                entries.map { entry in
                    SheetWords.row(
                        [
                            SheetWords.due(entry), SheetWords.what(entry),
                            entry.task.role.map { "\($0)" } ?? "anybody", SheetWords.holder(entry),
                        ], blank: 2, isAlarm: entry.isSafety)
                }),
        ]
    }

    private var results: [HTML] {
        guard !page.scores.isEmpty else { return [] }
        return [
            HTML(.h2, "Last results"),
            SheetWords.table(
                head: ["Score", "Last", "Before", "New", "Date, by whom"],
                page.scores.map { series in
                    let latest = series.results.suffix(2).reversed().map { result -> HTML in
                        let band: HTML = result.band.map { " (\($0))" } ?? .nothing
                        let alarm: HTML = result.isSafety ? .strong(" !") : .nothing
                        return "\(result.value.words)" + band + alarm + ", \(result.date.description)"
                    }
                    return SheetWords.row(
                        ["\(series.name) (\(.code(series.instrument)))", latest[0], latest.count > 1 ? latest[1] : ""],
                        blank: 2)
                }),
        ]
    }

    private var sessions: [HTML] {
        let last = page.attendance.sessions.suffix(Self.mostSessions).reversed()
        guard !last.isEmpty else { return [] }
        let counts: HTML =
            "\(page.attendance.count(.attended)) attended, \(page.attendance.count(.noShow)) missed, \(page.attendance.count(.excused)) excused. The last ones: "
        let told = last.map { session in
            SheetWords.attendance(session.date, session.status) + (session.type.map { " (\($0))" } ?? .nothing)
        }
        return [HTML(.h2, "Sessions"), HTML(.p, counts + told.joined("; ") + ".")]
    }

    private var consents: [HTML] {
        guard !page.consents.isEmpty else { return [] }
        return [
            HTML(.h2, "Consents"),
            HTML(
                .ul,
                page.consents.map { consent in
                    HTML(
                        .li,
                        "\(consent.kind): " + (consent.isGranted ? "given" : .strong("revoked"))
                            + " on \(consent.date.description)")
                }),
        ]
    }

    private var notes: HTML {
        SheetWords.table(
            head: ["Date and time", "What was seen, said or done", "By whom", "Entered"],
            (0..<Self.lines).map { _ in
                HTML(
                    .tr, [.style("line")],
                    [HTML.nothing, .nothing, .nothing, SheetWords.box].map { HTML(.td, $0) })
            })
    }
}

/// A case on its patient's page.
private struct CaseSection {
    let seen: PatientCase

    var parts: [HTML] {
        [
            HTML(.h2, "\(seen.head.title)"),
            HTML(.p, "Case \(.code(seen.head.id.text)), version \(seen.head.version)."),
            HTML(.ul, (places + kept).map { HTML(.li, $0) }),
        ] + decisions
    }

    private var places: [HTML] {
        seen.stays.map { stay in
            guard let since = stay.since, let days = stay.days else { return "In \(.strong("\(stay.state.label)"))" }
            return
                "In \(.strong("\(stay.state.label)")) since \(since.date.description), \(days) \(days == 1 ? "day" : "days")"
        }
    }

    private var kept: [HTML] {
        let stays = seen.kept.stays.map { stay -> HTML in
            let who = stay.owner.map { ", \($0) sees to it" as HTML } ?? .nothing
            return stay.standsStill
                ? .strong("Stands still since the end of \(stay.until.description)") + who
                : "To move on by \(stay.until.description)" + who
        }
        let promises = seen.kept.promises.map { promise -> HTML in
            promise.until.map { "Promised until \($0.description): \(promise.title)" }
                ?? .strong("Promise broken: \(promise.title)")
        }
        let lost: [HTML] = seen.kept.isLost ? [.strong("Nobody owes this case anything: see to it.")] : []
        return stays + promises + lost
    }

    private var decisions: [HTML] {
        guard !seen.decisions.isEmpty else { return [] }
        return [HTML(.h3, "What can be decided")] + seen.decisions.map { HTML(.div, [.style("way")], lines(for: $0)) }
    }

    private func lines(for way: WayView) -> [HTML] {
        let who = way.by.map { $0.joined(separator: " or ") } ?? "anyone"
        let to = way.targets.isEmpty ? "" : " → " + way.targets.map { "\($0.label)" as HTML }.joined(", ")
        let state: HTML =
            way.isProposed
            ? .strong("proposed") + (way.owed?.due.map { ", due \($0.description)" } ?? .nothing)
            : way.notBefore.map { "not before \($0.date.description)" } ?? "not proposed"
        let head = HTML(.p, SheetWords.box + " \(.code(way.id))" + to + ": " + state + "; \(who) decides")
        let unmet = way.unmet.map { HTML(.li, words(for: $0)) }
        guard !unmet.isEmpty else { return [head] }
        return [head, HTML(.ul, unmet)]
    }

    /// What is not met, or not known, and what would meet it.
    private func words(for criterion: CriterionView) -> HTML {
        let known: HTML = if case .unknown = criterion.truth { "not known: " } else { "not met: " }
        let values = criterion.values.map { value -> HTML in
            value.value.map { "\($0.listed(as: value.name))" } ?? "\(value.name) never recorded"
        }
        let remedies = (criterion.remedies.map(\.text) + (criterion.rule?.wouldMeet ?? [])).map { "\($0)" as HTML }
        let now: HTML = values.isEmpty ? .nothing : " (" + values.joined("; ") + ")"
        let would: HTML = remedies.isEmpty ? .nothing : "; it would be with: " + remedies.joined(", or ")
        return known + .strong("\(criterion.label ?? criterion.id)") + now + would
    }
}
