package import PathwayModel

/// Who speaks: the operating system says it, and nothing that somebody can set.
extension ClinicFolder {
    /// Who acts, in the roles that the settings give: the user for whom the process's account speaks, or another for whom
    /// that user may act. Without users whoever is named is believed.
    ///
    /// - Parameter named: with `--as`.
    package func actor(as named: String? = nil) throws(Failure) -> Actor {
        let account = parts.account()
        guard let users = settings.users else { return Actor(name: named ?? account, roles: nil) }
        guard let speaker = settings.user(of: account) else {
            throw Failure(
                .notPermitted, Refusal.Code.notPermitted,
                "the clinic's settings name no user with the account '\(account)'",
                hint: "add one to 'users' in \(Settings.file): by that name, or with 'account: \(account)'")
        }
        guard let named, named != speaker.key else { return speaker.value.actor(named: speaker.key) }
        guard let other = users[named] else {
            throw Failure(
                .notPermitted, Refusal.Code.notPermitted, "the clinic's settings name no user '\(named)'",
                hint: "those for whom \(speaker.key) may act: \(settings.listed(speaker.value.delegate))")
        }
        guard speaker.value.delegate.contains(named) else {
            let delegates = users.filter { $0.value.delegate.contains(named) }.keys
            throw Failure(
                .notPermitted, Refusal.Code.notPermitted,
                "\(speaker.key) may not act for \(named); who may: \(settings.shown(delegates) ?? "nobody")",
                hint: "'delegate: [\(named)]' for '\(speaker.key)' under 'users' in \(Settings.file) lets them")
        }
        return other.actor(named: named, speaker: speaker.key)
    }

    /// Whether it is a trial: without users anybody may do anything, and is who they say they are.
    package var isTrial: Bool { settings.users == nil }

    /// What is said where it is one.
    package static let trialNote =
        "this clinic names no users: anybody may do anything, and is who they say they are ('users' in \(Settings.file))"
}

extension Settings {
    /// Those of some names who are users.
    fileprivate func listed(_ names: Set<String>) -> String {
        let known = names.filter { users?[$0] != nil }.sorted()
        return known.isEmpty ? "nobody else" : known.joined(separator: ", ")
    }
}
