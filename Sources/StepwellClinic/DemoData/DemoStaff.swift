import PathwayModel
import StepwellRuntime

/// Who acts for invented patients: the clinic's users, or where it names none, accounts made up from roles.
struct DemoStaff {
    let clinic: Clinic

    /// Somebody who may act in one of these roles; nil where the clinic has nobody.
    func actor(in roles: [String]?, or usual: String, _ random: inout SeededNumbers) -> Actor? {
        guard let users = clinic.settings.users else {
            return Actor(name: "demo.\(roles?.first ?? usual)", roles: nil)
        }
        let able = users.filter { _, user in roles.map { !user.roles.isDisjoint(with: $0) } ?? true }.keys.sorted()
        guard !able.isEmpty else { return nil }
        let key = random.pick(able)
        return users[key]?.actor(named: key)
    }
}
