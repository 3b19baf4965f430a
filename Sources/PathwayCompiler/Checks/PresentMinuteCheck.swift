import PathwayModel

/// Automatic transitions that compare with the present minute, at which nothing looks.
enum PresentMinuteCheck {
    static func diagnostics(of pathway: CompiledPathway) -> [Diagnostic] {
        guard let now = pathway.variables.firstIndex(of: .now) else { return [] }
        return pathway.behavior.transitions.flatMap { transition -> [Diagnostic] in
            guard case .automatic = transition.trigger else { return [] }
            return (transition.when?.criteria ?? []).compactMap { criterion in
                guard case .expression(let program) = criterion.body, program.variables.contains(now) else {
                    return nil
                }
                return Diagnostic(
                    .comparesNow, "'now' is looked at when something happens, not each minute", at: criterion.span,
                    hint: "use 'after', or compare dates")
            }
        }
    }
}
