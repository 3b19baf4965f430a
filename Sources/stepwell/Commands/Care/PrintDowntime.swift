import ArgumentParser
import CEL
import PathwayModel
import PathwayPaper
import StepwellClinic
import StepwellRuntime

/// `downtime`: pages to print for a day on which there may be no computer.
struct PrintDowntime: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "downtime",
        abstract: "Write pages to print for a day without a computer: lists by role, attendance, a page a patient.",
        discussion: """
            stepwell downtime --out paper
            stepwell downtime --out paper --date 2026-02-01

            HTML that asks nobody for anything, for its owner alone: print 'everything.html', or single pages by \
            'index.html'. It holds patients' data: destroy it afterwards. 'downtime' in the settings lets 'run' write it \
            every day.
            """)

    @Option(
        help: ArgumentHelp("The folder to write, in place of what 'downtime' wrote there before.", valueName: "dir"))
    var out: String

    @Option(help: ArgumentHelp("The day that it is for. Without it: today.", valueName: "date"))
    var date: String?

    @OptionGroup var actor: ActorOptions
    @OptionGroup var clinic: ClinicOptions

    func run() throws {
        let clinic = try clinic.open(to: .downtime, as: actor)
        let zone = try clinic.zone()
        let day = try date.map { When.date(try TimeOptions.date($0, "--date")) }
        let when = try day ?? clinic.clock.map { .clock($0) } ?? .instant(clinic.now())
        let downtime = try Looking.see(.downtime, in: clinic, Onlooker(named: actor.user)) { clinic in
            try Progress.during("reading") { try clinic.downtime(at: when, in: zone) }
        }
        let folder = DowntimeFolder(out)
        let files = DowntimePages(downtime).files
        try folder.write(files)
        if self.clinic.json {
            Output.json(
                [
                    "folder": .string(folder.path), "date": .string(downtime.date.description),
                    "worklists": JSON(downtime.worklists.count), "attendance": JSON(downtime.attendance.count),
                    "patients": JSON(downtime.patients.count), "files": JSON(files.map(\.path)),
                ], ifLost: Output.carriedOut)
        } else {
            let counts = [
                Self.counted(downtime.worklists.count, "worklist"),
                Self.counted(downtime.attendance.count, "attendance list"),
                Self.counted(downtime.patients.count, "patient"),
            ].joined(separator: ", ")
            Output.line(
                "the pages for \(downtime.date) are in \(Line(out)): \(Line(counts))", ifLost: Output.carriedOut)
            Output.note("they hold patients' data: destroy them once what was written is entered")
        }
        try self.clinic.tell(leftOut: downtime.damaged)
    }

    private static func counted(_ count: Int, _ what: String) -> String { "\(count) \(what)\(count == 1 ? "" : "s")" }
}
