import PathwayModel
import StepwellClinic
import StepwellRuntime

/// What there is, what to do with it, and how it is entered afterwards.
struct IndexSheet {
    let downtime: Downtime
    let worklists: [Sheet]
    let attendance: [Sheet]
    let patients: [Sheet]

    func sheet(_ file: String) -> Sheet {
        Sheet(
            file: file, title: "A day without a computer: \(downtime.clinic)",
            plainTitle: "A day without a computer",
            inside: head + contents + onTheDay + afterwards
                + [SheetWords.foot(downtime)])
    }

    private var head: [HTML] {
        var head: [HTML] = [
            HTML(.p, "For \(.strong("\(downtime.date.description)")), as everything stood at \(downtime.made.minute)."),
            HTML(
                .p, [.style("warning")],
                "\(.strong("These pages hold patients' data.")) Whoever has them can read everything about every patient here. Keep the paper and this folder locked away, and destroy both once what was written is entered."
            ),
        ]
        if let behind = downtime.behind { head.append(HTML(.p, [.style("warning")], "\(behind.sentence)")) }
        if !downtime.damaged.isEmpty {
            let ids = downtime.damaged.map { HTML.code($0.text) }.joined(", ")
            head.append(
                HTML(
                    .p, [.style("warning")],
                    "\(.strong("Something is missing.")) These cases cannot be read, or not whole: \(ids)."))
        }
        return head
    }

    // MARK: Contents

    private var contents: [HTML] {
        [
            HTML(.h2, "Contents"),
            HTML(
                .p,
                "All of it in one file, to print it at once: "
                    + Self.link(to: DowntimePages.whole, .words(DowntimePages.whole)) + "."),
        ] + list("What is to be done, by role", worklists) + list("Attendance", attendance)
            + list("Patients with an open case", patients)
    }

    private func list(_ title: HTML, _ sheets: [Sheet]) -> [HTML] {
        guard !sheets.isEmpty else { return [HTML(.h3, title), HTML(.p, "None.")] }
        return [
            HTML(.h3, title),
            HTML(.ul, sheets.map { HTML(.li, Self.link(to: $0.file, $0.title) + " (" + .code($0.file) + ")") }),
        ]
    }

    private static func link(to file: String, _ inside: HTML) -> HTML { HTML(.a, [.link(file)], inside) }

    // MARK: What to do

    private var onTheDay: [HTML] {
        [
            HTML(.h2, "While there is no computer"),
            HTML(
                .ol,
                [
                    "What is marked with ! is about somebody's safety: it comes first, and somebody's name stands beside it.",
                    "Write who did what, and when to the minute: on the list, or on the patient's page.",
                    "Nothing on paper reminds or escalates: go through the lists once an hour.",
                    "A new patient gets a sheet of their own.",
                ].map { (text: HTML) in HTML(.li, text) }),
        ]
    }

    private var afterwards: [HTML] {
        let commands: [(HTML, String)] = [
            ("A result", "stepwell record P-17 phq9.total=14 --at TIME --as USER"),
            ("Attendance", "stepwell attend P-17 attended --type group --at TIME --as USER"),
            ("A task that was done", "stepwell complete P-17 first_contact --at TIME --as USER"),
            ("Something that happened", "stepwell send P-17 contact --with result=reached --at TIME --as USER"),
            ("A decision", "stepwell decide P-17 admit --at TIME --as USER"),
            ("A consent", "stepwell consent P-17 treatment --at TIME --as USER"),
            ("A new patient", "stepwell enroll PATHWAY --patient P-99 --at TIME --as USER"),
        ]
        return [
            HTML(.h2, "Entering it afterwards"),
            HTML(
                .ol,
                HTML(
                    .li,
                    "Before \(.code("stepwell run")) or \(.code("stepwell advance")) goes on: time does not go back, and they bring every case to now."
                ),
                HTML(.li, "Patient by patient, in the order in which it happened, what is about safety first."),
                HTML(
                    .li,
                    "TIME is when it happened, such as \(.code("\(downtime.made.text)")); USER is who wrote it. Who enters it acts for them (\(.code("delegate")) in the settings), and the history names both."
                ),
                HTML(
                    .li,
                    "Where a command ends with \(.code("time_goes_back")), something is on record already that came later: say \(.code("--occurred TIME")) in place of \(.code("--at TIME"))."
                ),
                HTML(
                    .li,
                    "Then \(.code("stepwell advance --all")), and \(.code("stepwell worklist")): what is still there was not entered, or not done."
                )),
            SheetWords.table(
                head: ["On paper", "To enter"], commands.map { SheetWords.row([$0.0, .code($0.1)]) }),
        ]
    }
}
