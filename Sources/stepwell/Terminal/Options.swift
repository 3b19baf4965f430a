import ArgumentParser
import Foundation
import PathwayModel
import StepwellClinic
import StepwellRuntime

/// What every command of a clinic takes.
struct ClinicOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The clinic's folder. Without it: from the current folder upward.", valueName: "dir"))
    var clinic: String?

    @Flag(help: "Print JSON.")
    var json = false

    func folder() throws -> ClinicFolder { try ClinicFolder.find(clinic, Program.parts) }

    /// The clinic's folder, for who may do this.
    func folder(to right: Right, as actor: ActorOptions) throws -> ClinicFolder {
        let folder = try folder()
        try folder.require(right, as: actor.user)
        tellOfTrial(folder, right)
        return folder
    }

    /// Opens the clinic for who may do this. What only shows something is opened with `see`.
    ///
    /// - Parameter subject: whose audit keeps that it was refused.
    func open(
        to right: Right, as actor: ActorOptions? = nil, about subject: RightSubject = .clinic
    ) throws -> Clinic {
        let clinic = try openWithoutRight()
        try clinic.require(right, as: actor?.user, about: subject)
        tellOfTrial(clinic.folder, right)
        return clinic
    }

    /// Opens the clinic and looks at something that is about patients, if who asks may.
    ///
    /// - Parameter subject: whose audit keeps that it was refused.
    func see<Screen: ShowsPatients>(
        _ door: Door, _ emergency: EmergencyOptions, about subject: RightSubject = .clinic,
        _ make: (Clinic) throws -> Screen
    ) throws -> (clinic: Clinic, screen: Screen) {
        let looked = try Looking.look(door, in: openWithoutRight(), emergency.onlooker, about: subject, make)
        return (looked.clinic, looked.screen)
    }

    /// Opens the clinic, and says where its store has lost something: for inputs, whose rights are asked for where they
    /// are carried out, and for what looks for mistakes.
    func openWithoutRight() throws -> Clinic {
        let clinic = try Clinic(try folder())
        if let lost = try clinic.store.lost() { Output.note("warning: \(lost)") }
        return clinic
    }

    /// Says to who changes something by hand that anybody may. Scripts are told by 'init' and 'doctor'.
    func tellOfTrial(_ folder: ClinicFolder, _ right: Right) {
        guard folder.isTrial, !right.isOfReading, !json, Screen.columns(of: STDERR_FILENO) != nil else { return }
        Output.note("note: \(ClinicFolder.trialNote)")
    }

    /// Prints a list's JSON, and fails where cases are left out of it because they are damaged.
    func tell(_ list: JSON, leavingOut damaged: [CaseID]) throws {
        Output.json(list)
        try tell(leftOut: damaged)
    }

    /// Fails where cases were left out of a list because they are damaged.
    func tell(leftOut damaged: [CaseID]) throws {
        guard let failure = Failure(damaged: damaged) else { return }
        throw ToldInJSON.error(failure, isJSON: json)
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
        if let said = try said { return said }
        return clinic.settings.isSimulated ? nil : .clock(SystemClock.now)
    }

    /// The instant that a person says; nil where nobody does.
    var said: When? { get throws { try at.map { try Self.parse($0, "--at") } } }

    static func date(_ text: String, _ option: String) throws -> CalendarDate {
        guard let date = CalendarDate(text) else {
            throw Failure(.usage, "bad_date", "\(option): '\(text)' is no date", hint: "write 2026-01-31")
        }
        return date
    }

    static func parse(_ text: String, _ option: String) throws -> When {
        if let date = CalendarDate(text) { return .date(date) }
        if let instant = Timestamp(rfc3339: text) { return .instant(instant) }
        throw Failure(
            .usage, "bad_time", "\(option): '\(text)' is no time", hint: "write 2026-01-31 or 2026-01-31T09:00:00Z")
    }
}
