import PathwayModel
import StepwellClinic
import StepwellRuntime

/// What a change of a plugin does, in lines that a clinic can agree to.
enum ProposalWords {
    /// `install lace 1.1.0 in place of 1.0.0`
    static func head(_ proposal: PluginProposal) -> String {
        let to = proposal.to.map { " \($0)" } ?? ""
        let from = proposal.from.map { from in
            proposal.to == nil ? " \(from)" : proposal.to == from ? " again" : " in place of \(from)"
        }
        return "\(proposal.change.rawValue) \(proposal.plugin)\(to)\(from ?? "")"
    }

    static func lines(_ proposal: PluginProposal) -> [String] {
        let impact = proposal.impact
        var lines = [head(proposal)]
        lines += impact.rules.map { rule in
            "  rule \(rule.name) \(rule.changes.isEmpty ? "is gone" : rule.changes.joined(separator: ", "))"
        }
        lines += impact.channels.map { "  channel \($0) is gone: what is to leave by it waits" }
        for cases in impact.cases { lines += Self.lines(cases) }
        lines += impact.files.map { "  \($0.path) no longer compiles: \($0.mistake)" }
        if let unread = impact.unread { lines.append("  the open cases cannot be looked at: \(unread.message)") }
        return lines + (proposal.grants.map { Self.lines($0) } ?? [])
    }

    private static func lines(_ cases: PluginImpact.Cases) -> [String] {
        let open = "\(cases.open) open case\(cases.open == 1 ? "" : "s")"
        let head = "  \(cases.pathway) \(cases.version): \(open)"
        guard !cases.unasked.isEmpty else { return ["\(head), whose rules are asked anew"] }
        return [head]
            + cases.unasked.sorted { $0.key < $1.key }.map { rule, reason in
                "    what rests on \(rule) becomes unknown: \(reason)"
            }
    }

    /// What a plugin gets.
    static func lines(_ grants: PluginGrants) -> [String] {
        func line(_ what: String, _ names: [String]) -> String {
            "  \(what): \(names.isEmpty ? "none" : names.joined(separator: ", "))"
        }
        return [
            line("gets from the environment", grants.environment), line("may reach", grants.hosts),
            line("may read besides its own folder", grants.readable),
            line("is handed where the settings say so, the secrets", grants.secrets),
            "  may write: /tmp, which goes with the process",
            grants.isUnwalled
                ? "  runs WITHOUT a sandbox, as the settings say: \(WithoutSandbox.sentence)" : "  runs in a sandbox",
        ]
    }
}
