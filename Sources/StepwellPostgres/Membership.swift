import StepwellStore

/// Which clinics a role may use.
enum Membership {
    /// - Throws: `unavailable` where a location's clinic is none of them.
    static func check(_ location: PostgresLocation, _ connection: Connection) throws {
        let row = try connection.run(
            "SELECT EXISTS (SELECT 1 FROM stepwell.members WHERE role = current_user AND clinic = $1)",
            .text(location.clinic)
        ).first
        guard try row?.flag(0) == true else { throw try refusal(location, connection) }
    }

    /// What a role is told that is not admitted.
    static func refusal(_ location: PostgresLocation, _ connection: Connection) throws -> StoreError {
        guard let role = try connection.run("SELECT current_user::text").first?.text(0) else {
            throw ServerError.unreadable
        }
        return .unavailable(
            detail: "the role '\(role)' is not admitted to the clinic '\(location.clinic)': have the owner of the "
                + "tables run SELECT stepwell.admit('\(role)', '\(location.clinic)')")
    }
}
