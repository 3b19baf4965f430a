package import CEL
package import PathwayModel
package import StepwellRuntime

/// What `worklist` shows: all that somebody has to do, in all cases, what is about safety first, then what is latest for
/// the time that it had.
package struct WorklistView: Hashable, Sendable {
    package var page: Page<WorklistRow>
    /// How many rows there are, those behind the page among them.
    package var count: Int
    /// The roles of all that is to be done, whatever was asked for.
    package var roles: [String]
    /// Since when time has not been let go on, where that is long.
    package var behind: TimeBehind?
    /// Cases of which something may be missing here because they, or their tasks, cannot be read.
    package var damaged: [CaseID] = []
    /// How many promises are broken and not seen to, of what was asked for.
    package var brokenPromises = 0
    /// How much of what was asked for is put off, and not shown.
    package var snoozed = 0
    /// What was seen in an emergency and is to be looked into: of no case, and before all else.
    package var emergencies: [EmergencyAccess] = []

    package var rows: [WorklistRow] { page.rows }
    package var entries: [WorklistEntry] { rows.flatMap(\.entries) }

    package var json: JSON {
        let tasks = rows.enumerated().flatMap { place, row in row.entries.map { $0.json(row: place + 1) } }
        return .object(
            [
                .init("tasks", .array(tasks)), .init("broken_promises", JSON(brokenPromises)),
                .init("put_off", JSON(snoozed)),
            ] + (emergencies.isEmpty ? [] : [.init("emergency_access", .array(emergencies.map(\.json)))])
                + page.members + .ofList(behind, damaged: damaged))
    }
}

/// What a worklist is asked for.
package struct WorklistRequest: Hashable, Sendable {
    /// Only what this role has to do.
    package var role: String?
    /// Only what these have claimed, or what their roles have to do and nobody has claimed.
    package var whose: Whose?
    /// Only what is due by this day.
    package var due: CalendarDate?
    /// Only this patient's, under all numbers: then no other case is looked at.
    package var patient: String?
    /// Only cases that are in this state, by its path or the end of that.
    package var state: String?
    /// With what is put off.
    package var withSnoozed = false
    /// Who reads it: what was seen in an emergency is only for who may look into it.
    package var reader: Actor?
    /// Whether it is what the reader has to do.
    package var isOwn = false
    /// When it is asked of, in the past or in the future if nobody acts until then; nil for where the clock stands.
    package var when: When?

    package init() {}

    /// People, and the roles that they have.
    package struct Whose: Hashable, Sendable {
        package var people: Set<String>
        package var roles: Set<String>

        init(people: Set<String>, roles: Set<String>) {
            self.people = people
            self.roles = roles
        }

        /// A person's: with the roles for whose tasks they stand in.
        package init(_ person: Actor) {
            self.init(
                people: Set([person.name].compactMap { $0 }),
                roles: (person.roles ?? []).union(person.standsInFor))
        }
    }
}

extension Clinic {
    /// A team's: what its members have claimed, and what is for one of their roles.
    package func whose(team: String) throws -> WorklistRequest.Whose {
        let users = settings.users ?? [:]
        let members = users.filter { $0.value.team == team }
        guard !members.isEmpty else {
            let known = Set(users.values.compactMap(\.team)).sorted()
            throw Failure(
                .usage, "no_such_team", "no user of the clinic's is in the team '\(team)'",
                hint: known.isEmpty
                    ? "'team' under 'users' in \(Settings.file) says who is in one"
                    : "teams are \(Suggestions.listed(known))")
        }
        return WorklistRequest.Whose(
            people: Set(members.keys), roles: members.values.reduce(into: []) { $0.formUnion($1.roles) })
    }
}
