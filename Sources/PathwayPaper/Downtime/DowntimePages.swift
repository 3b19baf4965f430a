import CEL
import PathwayModel
package import StepwellClinic
import StepwellRuntime

/// What is printed for a day without a computer: a page for each list and each patient, all of them once more in one file
/// to print, and an index.
///
/// No file's name says anything of a patient.
package struct DowntimePages {
    /// All of them, to be printed at once.
    static let whole = "everything.html"

    /// The index comes first.
    package let files: [NewFile]

    package init(_ downtime: Downtime) {
        let worklists = downtime.worklists.enumerated().map { place, list in
            WorklistSheet(downtime: downtime, list: list).sheet("worklist-\(place + 1).html")
        }
        let attendance = downtime.attendance.enumerated().map { place, list in
            AttendanceSheet(downtime: downtime, list: list).sheet("attendance-\(place + 1).html")
        }
        let patients = downtime.patients.enumerated().map { place, patient in
            PatientSheet(downtime: downtime, page: patient).sheet("patient-\(place + 1).html")
        }
        let index = IndexSheet(
            downtime: downtime, worklists: worklists, attendance: attendance, patients: patients
        ).sheet(DowntimeFolder.index)
        let all = [index] + worklists + attendance + patients
        files =
            [NewFile(DowntimeFolder.index, index.page(maker: DowntimeFolder.marker))]
            + all.dropFirst().map { NewFile($0.file, $0.page()) }
            + [NewFile(Self.whole, Sheet.page(of: all))]
    }
}

/// A page of it.
struct Sheet {
    var file: String
    /// What it is, in the index.
    var title: HTML
    /// What the program that shows it calls it: nothing of a patient.
    var plainTitle: String
    /// Whether it has many columns.
    var isWide = false
    var inside: [HTML]

    /// The page by itself.
    func page(maker: String? = nil) -> [UInt8] {
        Array("\(Page.document(plainTitle, maker: maker, [article]))\n".utf8)
    }

    /// Several, each of which begins a page.
    static func page(of sheets: [Sheet]) -> [UInt8] {
        Array("\(Page.document("Everything for a day without a computer", sheets.map(\.article)))\n".utf8)
    }

    private var article: HTML {
        HTML(.article, [.style(isWide ? "sheet wide" : "sheet")], [HTML(.h1, title)] + inside)
    }
}

/// What several pages say alike.
enum SheetWords {
    /// What it is of, when it was made, and what to do with it.
    static func foot(_ downtime: Downtime, of subject: HTML? = nil) -> HTML {
        HTML(
            .footer,
            HTML(
                .p,
                (subject.map { $0 + ". " } ?? .nothing)
                    + "\(downtime.clinic), for \(downtime.date.description), as it stood at \(downtime.made.minute). This paper holds patients' data: keep it locked away, and destroy it once it is entered."
            ))
    }

    static let box = HTML(.span, [.style("box")])

    static func table(_ style: String = "dense", head: [HTML], _ rows: [HTML]) -> HTML {
        HTML(.table, [.style(style)], .columns(head), HTML(.tbody, rows))
    }

    /// - Parameter count: cells after these that are written on by hand.
    static func row(_ cells: [HTML], blank count: Int = 0, isAlarm: Bool = false) -> HTML {
        let blank = (0..<count).map { _ in HTML(.td, [.style("write")]) }
        return HTML(.tr, isAlarm ? [.style("alarm")] : [], cells.map { HTML(.td, $0) } + blank)
    }

    /// `P-17 Ana Diaz`.
    static func patient(_ number: String, _ name: String?) -> HTML {
        .strong("\(number)") + (name.map { " \($0)" } ?? .nothing)
    }

    static func attendance(_ date: CalendarDate, _ status: AttendanceStatus) -> HTML {
        let became: HTML =
            switch status {
            case .attended: "attended"
            case .noShow: "no-show"
            case .excused: "excused"
            }
        return "\(date.description): " + became
    }

    /// `3 days late, was due 2026-01-06`, `due 2026-01-14`.
    static func due(_ entry: WorklistEntry) -> HTML {
        let due: HTML = entry.shownDue.map { "\($0)" } ?? "no date"
        return entry.lateness.words.map { late in .strong("\(late)") + ", was due " + due } ?? due
    }

    /// What is to be done, why, and what somebody should know of it.
    static func what(_ entry: WorklistEntry) -> HTML {
        var parts: [HTML] = [.words(entry.isSafety ? "! " : "") + .strong("\(entry.task.title)")]
        parts.append(" (\(HTML.code(entry.name)))")
        if let why = entry.why { parts.append(HTML(.div, [.style("more")], "\(why)")) }
        if let note = entry.holder?.note { parts.append(HTML(.div, [.style("more")], "note: \(note)")) }
        if let until = entry.snoozedUntil {
            parts.append(HTML(.div, [.style("more")], "put off until \(until.description)"))
        }
        return parts.joined()
    }

    static func holder(_ entry: WorklistEntry) -> HTML {
        entry.holder.map { "\($0.shown) until \($0.until.minute)" } ?? "nobody yet"
    }
}
