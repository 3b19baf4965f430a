import ArgumentParser
import CEL
import PathwayModel
import StepwellClinic
import StepwellRuntime

/// `worklist`: what is to be done, by role.
struct Worklist: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "worklist",
        abstract: "List what is to be done in all cases, safety tasks first, then the latest.",
        discussion: """
            stepwell worklist --role clinician
            stepwell worklist --mine --due 2026-02-01

            Open tasks, owed decisions, cases that stand still, sessions of which nothing was recorded, and cases to \
            which nobody owes anything. What one cause asks for one patient stands together.
            """)

    @Option(help: "Only what this role has to do.")
    var role: String?

    @Flag(help: "Only what you have claimed, and what your roles have to do and nobody has claimed.")
    var mine = false

    @Option(
        help: "Only what the members of this team have claimed, and what their roles have to do and nobody has claimed."
    )
    var team: String?

    @Option(help: ArgumentHelp("Only what is due by this day, and all that is about safety.", valueName: "date"))
    var due: String?

    @Option(help: "Only cases in this state, by its path or the end of that.")
    var state: String?

    @Flag(help: "With what is put off.")
    var snoozed = false

    @OptionGroup var actor: ActorOptions
    @OptionGroup var emergency: EmergencyOptions

    @OptionGroup var clinic: ClinicOptions
    @OptionGroup var page: PageOptions
    @OptionGroup var table: TableOptions
    @OptionGroup var time: TimeOptions

    /// Rows that a terminal shows unless somebody says how many: nobody reads more at once.
    private static let mostShown = 200

    func validate() throws {
        if mine, team != nil { throw ValidationError("--mine and --team are given one at a time") }
    }

    func run() throws {
        let list = try clinic.see(.worklist, emergency) { clinic in
            try clinic.worklist(try request(in: clinic), part)
        }.screen
        PageOptions.tell(list.page.next)
        if let behind = list.behind { Output.note("note: \(behind.sentence)") }
        guard !self.clinic.json else { return try self.clinic.tell(list.json, leavingOut: list.damaged) }
        tell(list)
        for note in notes(list) { Output.note("\(note)") }
        try self.clinic.tell(leftOut: list.damaged)
    }

    /// Elsewhere than on a terminal the list is whole unless somebody says less.
    private var part: PageRequest {
        var part = page.request
        if part.limit == nil, !clinic.json, !table.csv, Screen.columns() != nil { part.limit = Self.mostShown }
        return part
    }

    private func request(in clinic: Clinic) throws -> WorklistRequest {
        var request = WorklistRequest()
        request.role = role
        request.due = try due.map { try TimeOptions.date($0, "--due") }
        request.state = state
        request.withSnoozed = snoozed
        request.when = try time.asked(in: clinic)
        if mine { request.whose = .init(try clinic.folder.actor(as: actor.user)) }
        if let team { request.whose = try clinic.whose(team: team) }
        request.reader = try clinic.folder.actor()
        request.isOwn = mine
        return request
    }

    private func tell(_ list: WorklistView) {
        if table.csv { return Output.rows(WorklistColumns.csv(list).lines) }
        Output.lines(list.emergencies.flatMap(WorklistLines.lines))
        guard !list.rows.isEmpty else {
            if list.emergencies.isEmpty { Output.note("\(nothing(list))") }
            return
        }
        if table.width.wide {
            table.width.tell(WorklistColumns.table(list))
        } else {
            Output.lines(list.rows.flatMap(WorklistLines().lines))
        }
        let more = list.count - list.rows.count
        if more > 0 { Output.line("\(more) more row\(more == 1 ? "" : "s"): --limit says how many are shown") }
    }

    private func notes(_ list: WorklistView) -> [String] {
        var notes: [String] = []
        if list.brokenPromises > 0 {
            let count = list.brokenPromises
            notes.append("\(count) promise\(count == 1 ? " is" : "s are") broken and not seen to")
        }
        if list.snoozed > 0 { notes.append("\(list.snoozed) put off until later: --snoozed shows them") }
        return notes
    }

    /// What to say of an empty list: a mistyped role has no tasks either.
    private func nothing(_ list: WorklistView) -> String {
        guard let role, !list.roles.isEmpty else { return "nothing to do" }
        return "nothing to do for '\(role)'; open tasks are for \(list.roles.joined(separator: ", "))"
    }
}
