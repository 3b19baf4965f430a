import PathwayModel
import StepwellClinic
import StepwellRuntime

/// Who is expected at the sessions of a type, with boxes for what became of it.
struct AttendanceSheet {
    /// Lines for those who come all the same.
    private static let others = 4

    let downtime: Downtime
    let list: Downtime.Attendance

    func sheet(_ file: String) -> Sheet {
        let lines = list.expected.map { expected in
            SheetWords.row(
                [
                    SheetWords.patient(expected.patient, expected.name), "\(expected.state.label)",
                    "\(expected.thisWeek) of \(expected.perWeek)",
                    expected.last.map { SheetWords.attendance($0.date, $0.status) } ?? "none on record", SheetWords.box,
                    SheetWords.box, SheetWords.box,
                ], blank: 2)
        }
        let blank = (0..<Self.others).map { _ in
            SheetWords.row(["", "", "", "", SheetWords.box, SheetWords.box, SheetWords.box], blank: 2)
        }
        return Sheet(
            file: file, title: "Attendance: \(list.type), \(list.title)", plainTitle: "An attendance list",
            isWide: true,
            inside: [
                HTML(
                    .p,
                    "For \(downtime.date.description). Pathways say how many sessions a week holds, and not on which days: strike out who is not expected today. Type for the computer: \(.code(list.type))."
                ),
                SheetWords.table(
                    head: [
                        "Patient", "In", "This week", "Last one", "Attended", "No-show", "Excused", "From, until",
                        "Recorded by",
                    ], lines + blank),
                SheetWords.foot(downtime),
            ])
    }
}
