import CEL
import PathwayModel
import StepwellClinic
import StepwellRuntime

/// A patient's page as people read it: who it is, where, what is to be done, how the scores go, what was said and agreed.
struct PatientPageWords {
    let page: PatientPage
    /// Whether everything is shown, however much it is.
    let isWhole: Bool
    /// What the clocks show where the cases are.
    let clocks: CaseClocks
    /// What is called recent.
    private static let most = 10

    private let paint = Paint.output

    var lines: [Line] {
        head
            + section("Cases", page.cases.flatMap(lines)) + section("To be done", page.obligations.flatMap(lines))
            + section("Scores", page.scores.flatMap { ScoreLines(series: $0, isWhole: isWhole).lines })
            + section("Sessions", attendance) + section("Messages", messages) + section("Consents", consents)
    }

    private func section(_ title: String, _ lines: [Line]) -> [Line] {
        lines.isEmpty ? [] : ["", paint.bold(title)] + lines
    }

    // MARK: Who

    private var head: [Line] {
        let born = page.birthDates.isEmpty ? nil : "born \(page.birthDates.joined(separator: " or "))"
        let who = [page.name, born].compactMap(\.self).joined(separator: ", ")
        let shown = who.isEmpty ? "" : ": \(who)"
        return ["\(paint.bold("patient \(page.record.number)"))\(shown)"] + Self.kept(page.record)
    }

    /// Other numbers, and what is kept.
    static func kept(_ record: PatientView) -> [Line] {
        record.others.map { link -> Line in
            let who = (link.by ?? "nobody") + (link.speaker.map { " (by \($0))" } ?? "")
            return "  also \(link.number), said by \(who) on \(link.at.rfc3339().prefix(10)): \(link.reason)"
        } + record.values.sorted { $0.key < $1.key }.map { "  \($0.key) \($0.value)" }
    }

    // MARK: Cases

    private func lines(_ one: PatientCase) -> [Line] {
        let head = one.head
        let number = head.patient == page.record.number ? "" : ", number \(head.patient)"
        let title: Line = "  \(paint.bold(head.id.text))  \(head.title), \(head.pathway) \(head.version)\(number)"
        guard one.isOpen else {
            return [title, "      \(head.status.words)" + (one.closed.map { Line(" on \($0)") } ?? "")]
        }
        let owners = one.owners.isEmpty ? "" : "; \(one.owners.joined(separator: ", "))"
        let stays = one.stays.map { stay -> Line in
            let since = stay.since.map { " since \($0.date)" } ?? ""
            let days = stay.days.map { $0 == 1 ? ", 1 day" : ", \($0) days" } ?? ""
            return "      in \(paint.bold(stay.state.label))\(since)\(days)\(owners)"
        }
        let ends = one.kept.stays.map { stay -> Line in
            stay.standsStill
                ? "      \(paint.red("stands still since the end of \(stay.until)")): usually \(stay.usually)"
                : "      stands still after \(stay.until): usually \(stay.usually)"
        }
        let lost: [Line] = one.kept.isLost ? ["      \(paint.red("nobody owes it anything: see 'stepwell lost'"))"] : []
        return [title] + stays + ends + lost + one.decisions.map(line)
    }

    /// `step_down → Outpatient [step_down]: waits for sessions, attendance; clinician decides`
    private func line(_ way: WayView) -> Line {
        let who = way.by.map { $0.joined(separator: " or ") } ?? "anyone"
        let due = way.owed?.due.map { ", due \($0)" } ?? ""
        let unmet = way.unmet.map { $0.label ?? $0.id }.uniqued.joined(separator: ", ")
        let stands =
            way.isProposed
            ? "proposed\(due)" : way.notBefore.map { "not before \($0.date)" } ?? "waits for \(unmet)"
        return "      \(way.id)\(way.targets.arrow): \(stands); \(who) decides"
    }

    // MARK: What is to be done

    private func lines(_ obligation: PatientObligation) -> [Line] {
        let entry = obligation.first
        let mark = entry.isSafety ? paint.red("! ") : "  "
        let late = WorklistLines.late(entry)
        let when = entry.isOverdue ? paint.yellow(late) : Line(late)
        let whose = entry.holder.map { "\($0.shown) until \($0.until.minute)" } ?? entry.task.role ?? "anybody"
        let what: Line = "\(mark)\(when)  \(whose)  \(entry.name): \(entry.task.title)"
        var more: [String] = []
        if page.cases.count > 1 {
            more.append("case \(obligation.cases.map(\.text).uniqued.joined(separator: " and "))")
        }
        if let why = entry.why { more.append(why) }
        if let note = entry.holder?.note { more.append("note: \(note)") }
        if let until = entry.snoozedUntil { more.append("put off until \(until)") }
        return [what] + (more.isEmpty ? [] : ["      \(paint.dim(more.joined(separator: "; ")))"])
    }

    // MARK: Sessions

    private var attendance: [Line] {
        let record = page.attendance
        guard !record.sessions.isEmpty else { return [] }
        let rate = record.rate.map { ", came to \(Int(($0 * 100).rounded()))%" } ?? ""
        let counts = "  \(record.count(.attended)) attended, \(record.count(.noShow)) missed, "
        let head: Line = "\(counts)\(record.count(.excused)) excused\(rate)"
        return [head]
            + recent(record.sessions) { session in
                let what =
                    switch session.status {
                    case .attended: Line("attended")
                    case .noShow: paint.yellow("missed  ")
                    case .excused: Line("excused ")
                    }
                return "  \(session.date)  \(what)" + (session.type.map { "  \($0)" } ?? "")
            }
    }

    /// The latest, with how many came before.
    private func recent<Row>(_ rows: [Row], _ line: (Row) -> Line) -> [Line] {
        let left = rows.count - Self.most
        guard !isWhole, left > 0 else { return rows.map(line) }
        return ["  and \(left) before: --wide shows all"] + rows.suffix(Self.most).map(line)
    }

    // MARK: Messages

    private var messages: [Line] {
        // What went to staff as planned is the staff's; what did not is somebody's to see.
        let told = page.messages.filter { $0.message.kind == .message || $0.status == .failed }
        return recent(told.sorted { $0.message.at < $1.message.at }) { row in
            let when = clocks.time(row.settled ?? row.message.at, of: row.message.effect.id)
            let what = "\(row.message.subject) to \(row.message.recipient)"
            return "  \(when)  \(what): \(status(of: row))"
        }
    }

    private func status(of row: OutboxRow) -> Line {
        let by = row.channel.map { " by \($0)" } ?? ""
        let why = row.reason.map { " (\($0))" } ?? ""
        return switch row.status {
        case .sent: "sent\(by)"
        case .waiting: "waits\(why)"
        case .failed: "\(paint.red("failed"))\(by)\(why)"
        case .withheld: "\(paint.yellow("withheld"))\(why)"
        }
    }

    // MARK: Consents

    private var consents: [Line] {
        let given = page.consents.map { consent -> Line in
            let stands = consent.isGranted ? Line("given") : paint.yellow("revoked")
            return "  \(consent.kind): \(stands) on \(consent.date), case \(consent.id)"
        }
        let releases = page.releases.map { release -> Line in
            let until = release.expires.map { "until \($0)" } ?? "without an end"
            let stands = release.revoked.map { paint.yellow("revoked on \($0)") } ?? Line(until)
            let told: Line = "  to tell \(release.recipient) of \(release.what), for \(release.purpose)"
            return "\(told): signed \(release.signed), \(stands) [\(release.id)]"
        }
        return given + releases
    }
}
