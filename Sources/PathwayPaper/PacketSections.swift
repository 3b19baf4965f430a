import CEL
import PathwayEngine
import PathwayModel
import StepwellClinic
import StepwellRuntime

/// The parts of a packet; of what is not told there is no part.
struct PacketSections {
    let packet: Packet
    /// Columns of a bar.
    private static let bar = 27

    var all: [PaperSection] {
        [course, fields, scores, attendance, plan, unmet, missed].compactMap(\.self)
    }

    private func table(_ caption: HTML, _ heads: [HTML], _ rows: [[HTML]]) -> HTML {
        HTML(
            .table, [.style("dense")], HTML(.caption, caption),
            .columns(heads),
            HTML(.tbody, rows.map { HTML(.tr, $0.map { HTML(.td, $0) }) }))
    }

    private func text(_ text: String?) -> HTML { text.map { "\($0)" } ?? .nothing }

    // MARK: Where

    private var course: PaperSection? {
        packet.stays.map { stays in
            let rows = stays.map { stay -> [HTML] in
                let plan = stay.planned.map { plan in
                    let minutes = plan.minutes.map { ", \($0) minutes each" } ?? ""
                    return "\(plan.perWeek) \(plan.type) a week\(minutes)"
                }
                let hours = stay.hoursAWeek.map { Value.double($0).shown }
                return [
                    "\(stay.state.title ?? stay.state.path)", text(stay.level), "\(stay.from.description)",
                    text(stay.until?.description ?? "goes on"), "\(plan.joined(separator: "; "))", text(hours),
                ]
            }
            let status: HTML = "The case is \(packet.head.status.words)."
            return PaperSection(
                "course", "Levels of care",
                [
                    HTML(.p, status),
                    table("Stays", ["Where", "Level", "From", "Until", "Planned", "Hours a week"], rows),
                ])
        }
    }

    private var fields: PaperSection? {
        guard !packet.fields.isEmpty else { return nil }
        let rows = packet.fields.map { field -> [HTML] in
            ["\(field.name)", "\(field.value)", text(field.date?.description)]
        }
        return PaperSection("fields", "On record", [table("What was asked for", ["Name", "Value", "Since"], rows)])
    }

    // MARK: Scores

    private var scores: PaperSection? {
        guard !packet.scores.isEmpty else { return nil }
        return PaperSection("scores", "Scores over time", packet.scores.map(table))
    }

    private func table(_ series: ScoreSeries) -> HTML {
        let rows = series.results.enumerated().map { place, result -> [HTML] in
            let earlier = place > 0 ? series.results[place - 1].value : nil
            let change = earlier.flatMap { ScoreSeries.change(from: $0, to: result.value) }
            let bar = series.bar(of: result.value, wide: Self.bar)
            return [
                "\(result.date.description)", "\(result.value.shown)", text(change),
                text(result.band?.replacing("_", with: " ")),
                bar.map { HTML.code($0) } ?? .nothing,
            ]
        }
        let bands = series.bands.map { "\($0.name) \($0.shown)" }.joined(separator: ", ")
        let caption: HTML = bands.isEmpty ? "\(series.name)" : "\(series.name): \(bands)"
        return table(caption, ["Date", "Score", "Change", "Severity", "Least to most"], rows)
    }

    // MARK: Sessions

    private var attendance: PaperSection? {
        packet.attendance.map { record in
            let rate = record.rate.map { ", \(Int(($0 * 100).rounded()))% of those that were not excused" } ?? ""
            let counts: HTML =
                "\(record.count(.attended)) attended, \(record.count(.noShow)) missed, \(record.count(.excused)) excused\(rate)."
            let rows = packet.weeks.map { week -> [HTML] in
                [
                    "\(week.monday.description)", text(week.planned.map(String.init)), "\(week.attended)",
                    "\(week.missed)", "\(week.excused)",
                ]
            }
            let heads: [HTML] = ["Week of", "Planned", "Attended", "Missed", "Excused"]
            return PaperSection(
                "attendance", "Attendance",
                rows.isEmpty
                    ? [HTML(.p, "No session is on record.")]
                    : [HTML(.p, counts), table("By week", heads, rows)])
        }
    }

    private var missed: PaperSection? {
        packet.missed.map { missed in
            let parts = missed.flatMap { one -> [HTML] in
                let type = one.type.map { ", \($0)" } ?? ""
                let steps = one.steps.map { HTML(.li, "\($0.date.description): \($0.words)") }
                let next = one.next.map { next in
                    "\(next.date.description): next session, \(Self.words(for: next.status))"
                }
                let done = steps + [HTML(.li, "\(next ?? "no session since")")]
                return [HTML(.h3, "Missed on \(one.date.description)\(type)"), HTML(.ul, done)]
            }
            return PaperSection(
                "missed", "Missed sessions, and what was done",
                parts.isEmpty ? [HTML(.p, "No session was missed.")] : parts)
        }
    }

    private static func words(for status: AttendanceStatus) -> String {
        switch status {
        case .attended: "attended"
        case .noShow: "missed"
        case .excused: "excused"
        }
    }

    // MARK: What comes

    private var plan: PaperSection? {
        packet.plan.map { plan in
            let rows = plan.map { date -> [HTML] in
                let kind: HTML =
                    switch date.kind {
                    case .due: "due"
                    case .done: "done"
                    case .stay: "a stay usually ends"
                    }
                return ["\(date.title)", kind, text(date.date?.description ?? "no date")]
            }
            return PaperSection(
                "plan", "Dates of the plan",
                rows.isEmpty ? [HTML(.p, "There are none.")] : [table("Dates", ["What", "", "Date"], rows)])
        }
    }

    private var unmet: PaperSection? {
        packet.unmet.map { ways in
            let parts = ways.flatMap { way -> [HTML] in
                let to = way.targets.map { $0.title ?? $0.path }.joined(separator: ", ")
                return [HTML(.h3, "For \(to)"), HTML(.ul, way.criteria.map(line))]
            }
            return PaperSection(
                "unmet", "What is not met for the lower level of care",
                parts.isEmpty
                    ? [HTML(.p, "Nothing is in the way, or no decision leads there from where the case is.")] : parts)
        }
    }

    private func line(_ criterion: CriterionView) -> HTML {
        let values = criterion.values.map { value in
            let date = value.date.map { " (\($0))" } ?? ""
            let shown = value.value.map { $0.listed(as: value.name) } ?? "\(value.name) never recorded"
            return "\(shown)\(date)"
        }
        let truth =
            criterion.truth.isTrue == criterion.isWanted
            ? "met" : criterion.truth.word == "unknown" ? "not known" : "not met"
        let more = (values + criterion.truth.waitingFor + criterion.reasons).filter { !$0.isEmpty }
        let rests: HTML = more.isEmpty ? .nothing : ": \(more.joined(separator: "; "))"
        return HTML(.li, "\(criterion.label ?? criterion.id): \(.strong(.words(truth)))\(rests)")
    }
}
