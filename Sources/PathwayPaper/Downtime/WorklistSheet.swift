import PathwayModel
import StepwellClinic
import StepwellRuntime

/// What a role has to do, with room to write what came of it.
struct WorklistSheet {
    let downtime: Downtime
    let list: Downtime.Worklist

    private var role: HTML { list.role.map { "\($0)" } ?? "everybody" }

    func sheet(_ file: String) -> Sheet {
        let entries = list.rows.flatMap { row in row.entries.map { (row, $0) } }
        let safety = entries.count { $0.1.isSafety }
        var inside: [HTML] = [
            HTML(
                .p,
                "For \(downtime.date.description): \(entries.count) to do"
                    + (safety > 0 ? ", \(.strong("\(safety) about somebody's safety, marked with !"))" : "")
                    + ". What several roles may do stands on the list of each.")
        ]
        if list.isNobodys {
            inside.append(
                HTML(.p, [.style("warning")], "Nobody in the clinic has this role: somebody has to see to it."))
        }
        inside.append(
            SheetWords.table(
                head: ["Due", "Patient", "To be done", "Who sees to it", "Done by", "When", "What came of it"],
                entries.map { row, entry in
                    SheetWords.row(
                        [
                            SheetWords.due(entry), SheetWords.patient(entry.patient, row.secondIdentifier),
                            SheetWords.what(entry), SheetWords.holder(entry),
                        ], blank: 3, isAlarm: entry.isSafety)
                }))
        return Sheet(
            file: file, title: "To be done by \(role)", plainTitle: "A list of what is to be done", isWide: true,
            inside: inside + [SheetWords.foot(downtime)])
    }
}
