import CEL
package import PathwayModel
package import StepwellRuntime

extension Clinic {
    /// Until when what is claimed in a case at an instant is held.
    package func claimTerm(of text: String, from when: When) throws -> Input.Tending.Term {
        claimTerm(from: try withCase(text) { id throws(RuntimeError) in try runner.look(at: id, when: when).now })
    }

    /// Until when what is claimed at an instant is held.
    func claimTerm(from start: Timestamp) -> Input.Tending.Term {
        func end(_ hours: Int) -> Timestamp { Timestamp(seconds: start.seconds + Int64(hours) * 3_600) }
        return Input.Tending.Term(until: end(settings.claimHours), safetyUntil: end(settings.safetyClaimHours))
    }
}

extension Clinic {
    /// Somebody who may see to what is owed: a user of the clinic's, where it names users.
    package func receiver(_ name: String) throws -> Input.Tending.Receiver {
        if let known = knownReceiver(name) { return known }
        let users = settings.users ?? [:]
        let nearest = Suggestions.hint(for: name, among: users.keys.sorted())
        throw Failure(
            .badData, "no_such_user", "the clinic's settings name no user '\(name)'",
            hint: nearest ?? "users are \(Suggestions.listed(users.keys.sorted()))")
    }

    /// The same; nil for somebody whom the clinic does not know, or not any more.
    func knownReceiver(_ name: String) -> Input.Tending.Receiver? {
        guard let users = settings.users else { return .init(name: name, roles: nil) }
        return users[name].map { .init(name: name, roles: $0.roles.union($0.delegate)) }
    }
}
