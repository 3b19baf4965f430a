import PathwayModel
import StepwellRuntime

/// Who acts for invented patients: the clinic's users, or where it names none, accounts made up from roles.
struct DemoStaff {
    let clinic: Clinic

    /// Somebody who may act in one of these roles; nil where the clinic has nobody.
    ///
    /// - Parameter other: who it may not be.
    func actor(
        in roles: [String]?, or usual: String, but other: String?, _ random: inout SeededNumbers
    ) -> Actor? {
        guard let users = clinic.settings.users else {
            let name = "demo.\(roles?.first ?? usual)"
            return Actor(name: name == other ? "\(name)_2" : name, roles: nil)
        }
        let able = users.filter { key, user in
            key != other && roles.map { !user.roles.isDisjoint(with: $0) } ?? true
        }.keys.sorted()
        guard !able.isEmpty else { return nil }
        let key = random.pick(able)
        return users[key]?.actor(named: key)
    }
}
