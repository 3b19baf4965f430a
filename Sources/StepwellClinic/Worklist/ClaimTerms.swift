import CEL
package import PathwayModel
package import StepwellRuntime

extension Clinic {
    /// Until when what is claimed in a case at an instant is held.
    package func claimTerm(of text: String, from when: When) throws -> Input.Tending.Term {
        let start = try withCase(text) { id throws(RuntimeError) in try runner.look(at: id, when: when).now }
        func end(_ hours: Int) -> Timestamp { Timestamp(seconds: start.seconds + Int64(hours) * 3_600) }
        return Input.Tending.Term(until: end(settings.claimHours), safetyUntil: end(settings.safetyClaimHours))
    }
}

extension Clinic {
    /// Somebody who may see to what is owed: a user of the clinic's, where it names users.
    package func receiver(_ name: String) throws -> Input.Tending.Receiver {
        guard let users = settings.users else { return .init(name: name, roles: nil) }
        if let user = users[name] { return .init(name: name, roles: user.roles.union(user.delegate)) }
        let nearest = Suggestions.hint(for: name, among: users.keys.sorted())
        throw Failure(
            .badData, "no_such_user", "the clinic's settings name no user '\(name)'",
            hint: nearest ?? "users are \(Suggestions.listed(users.keys.sorted()))")
    }
}
