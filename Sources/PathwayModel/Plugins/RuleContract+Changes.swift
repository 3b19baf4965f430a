extension RuleContract {
    /// How it is another than one from before, in words: what a clinic is told before it lets the change in.
    package func changes(from before: RuleContract) -> [String] {
        var changes: [String] = []
        for parameter in before.parameters where !parameters.contains(where: { $0.name == parameter.name }) {
            changes.append("no longer has the parameter '\(parameter.name)'")
        }
        for parameter in parameters {
            guard let old = before.parameters.first(where: { $0.name == parameter.name }) else {
                changes.append("\(parameter.isRequired ? "needs" : "may take") the parameter '\(parameter.name)'")
                continue
            }
            if old.type != parameter.type || old.names != parameter.names || old.fieldKind != parameter.fieldKind {
                changes.append("takes other values as '\(parameter.name)'")
            }
            if parameter.isRequired, !old.isRequired { changes.append("needs the parameter '\(parameter.name)'") }
        }
        let (old, new) = (before.reads.words(only: before.only), reads.words(only: only))
        let added = new.filter { !old.contains($0) }
        if !added.isEmpty { changes.append("reads \(added.joined(separator: ", "))") }
        let dropped = old.filter { !new.contains($0) }
        if !dropped.isEmpty { changes.append("no longer reads \(dropped.joined(separator: ", "))") }
        return changes
    }
}
