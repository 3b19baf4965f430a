import ArgumentParser
import Foundation
import PathwayModel
import StepwellRuntime

/// What every command of a clinic takes.
struct ClinicOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The clinic's folder. Without it: from the current folder upward.", valueName: "dir"))
    var clinic: String?

    @Flag(help: "Print JSON.")
    var json = false

    func open() throws -> Clinic { try Clinic(in: clinic) }
}

/// What commands take that list something.
struct TableOptions: ParsableArguments {
    @Flag(help: "Print CSV, for a spreadsheet.")
    var csv = false

    /// Prints a table, or says that there is nothing.
    func tell(_ table: Table, orNote nothing: @autoclosure () -> String) {
        if csv {
            Output.lines(table.csv)
        } else if table.isEmpty {
            Output.note(nothing())
        } else {
            Output.lines(table.lines)
        }
    }
}

/// What commands take that change something.
struct TrialOptions: ParsableArguments {
    @Flag(help: "Show what would happen, and keep nothing.")
    var dryRun = false
}

/// When: what commands that look at a case take.
struct TimeOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The date or instant to act at or to look at: 2026-01-31, 2026-01-31T09:00:00Z.", valueName: "time"))
    var at: String?

    /// The instant a reader asks about; nil for now.
    func asked(in clinic: Clinic) throws -> When? {
        if let at { return try Self.parse(at, "--at") }
        return clinic.settings.isSimulated ? nil : .clock(SystemClock.now)
    }

    static func parse(_ text: String, _ option: String) throws -> When {
        if let date = CalendarDate(text) { return .date(date) }
        if let instant = Timestamp(rfc3339: text) { return .instant(instant) }
        throw Failure(
            .usage, "bad_time", "\(option): '\(text)' is no time", hint: "write 2026-01-31 or 2026-01-31T09:00:00Z")
    }
}

/// What every input takes.
struct InputOptions: ParsableArguments {
    @OptionGroup var time: TimeOptions

    @Option(help: ArgumentHelp("When it happened, where that was earlier.", valueName: "time"))
    var occurred: String?

    @OptionGroup var trial: TrialOptions

    @Option(
        help: ArgumentHelp("Makes repeating the command the same request: it is carried out once.", valueName: "id"))
    var requestID: String?

    @Option(name: .customLong("as"), help: ArgumentHelp("Who acts. Without it: the account's name.", valueName: "user"))
    var user: String?

    /// - Parameter last: what a simulated clock shows; asked only where it is needed.
    func command(_ input: Input, in clinic: Clinic, last: () throws -> Timestamp?) throws -> Command {
        if let requestID, requestID.isEmpty || requestID.utf8.count > 200 {
            throw Failure(.usage, "bad_request_id", "--request-id has 1 to 200 bytes")
        }
        return Command(
            input, by: try actor(in: clinic), at: try instant(in: clinic, last: last),
            occurred: try occurred.map { try TimeOptions.parse($0, "--occurred") }, request: requestID,
            isDryRun: trial.dryRun)
    }

    /// When the input happens: now, or what `--at` says if the clinic's clock may be ahead.
    func instant(in clinic: Clinic, last: () throws -> Timestamp?) throws -> When {
        guard let at = time.at else {
            let now = SystemClock.now
            return clinic.settings.isSimulated ? .instant(try last() ?? now) : .clock(now)
        }
        let when = try TimeOptions.parse(at, "--at")
        guard !clinic.settings.isSimulated else { return when }
        let isAhead =
            switch when {
            case .instant(let instant), .clock(let instant): instant > SystemClock.now
            // Noon of a date lies at most fourteen hours before noon of the same date in UTC.
            case .date(let date): Timestamp(seconds: Int64(date.daysSinceEpoch) * 86_400 - 7_200) > SystemClock.now
            }
        guard !isAhead else {
            throw Failure(
                .badData, "ahead_of_clock", "--at lies ahead of the clock",
                hint: "only a clinic with 'clock: simulated' in its settings may run ahead")
        }
        return when
    }

    func actor(in clinic: Clinic) throws -> Actor {
        let account = user ?? NSUserName()
        guard let users = clinic.settings.users else { return Actor(name: account, roles: nil) }
        guard let known = users[account] else {
            throw Failure(
                .notPermitted, "not_permitted", "the clinic's settings name no user '\(account)'",
                hint: "add it to 'users' in \(Settings.file), or say who acts with --as")
        }
        return Actor(name: account, roles: known.roles)
    }
}

/// The one place that asks the system for the time.
enum SystemClock {
    static var now: Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(seconds: Int64(time.tv_sec), nanoseconds: Int32(time.tv_nsec))
    }
}
