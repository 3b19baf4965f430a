import CEL
import PathwayModel

/// Messages and escalations to somebody whom neither the pathway nor the clinic knows, and tasks that are nobody's.
enum RecipientCheck {
    private static let patient = "patient"

    static func diagnostics(of pathway: CompiledPathway) -> [Diagnostic] {
        unknown(in: pathway) + withoutRole(in: pathway)
    }

    private static func unknown(in pathway: CompiledPathway) -> [Diagnostic] {
        let (roles, settings) = (pathway.symbols.roles, pathway.plugins.recipients)
        let known = [patient] + roles.names + settings.sorted()
        // What was probably meant is looked for so many times.
        var searches = 0
        return pathway.behavior.recipients.compactMap { recipient in
            let name = recipient.name
            guard name != patient, !roles.contains(name), !settings.contains(name) else { return nil }
            searches += 1
            let near = searches > Reader.maximumSearches ? [] : Suggestions.nearest(to: name, among: known)
            // Without roles any name is taken, but for one that was to be another.
            guard !roles.isEmpty || near.contains(patient) else { return nil }
            return Diagnostic(
                .unknownRecipient, "'\(name)' is neither the patient nor a role of this pathway, and gets nothing",
                at: recipient.span,
                hint: Suggestions.hint(near.first.map { [$0] } ?? [])
                    ?? "add it to 'roles', or to 'recipients' in the settings")
        }
    }

    private static func withoutRole(in pathway: CompiledPathway) -> [Diagnostic] {
        let roles = pathway.symbols.roles.names
        guard !roles.isEmpty, pathway.isFinished else { return [] }
        return pathway.declared.tasks.compactMap { entry in
            guard let form = entry.value, !form.role.isPresent else { return nil }
            return Diagnostic(
                .taskWithoutRole, "the task '\(entry.name)' has no role, so that it is nobody's", at: entry.key.span,
                hint: "add role: one of \(Suggestions.listed(roles))")
        }
    }
}
