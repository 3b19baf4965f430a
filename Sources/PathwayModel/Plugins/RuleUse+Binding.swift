extension RuleUse {
    /// The use, asked of a plugin's rule as it is now: which plugin answers is the clinic's to say, and not the
    /// pathway's. A rule that is no longer the one that the pathway was checked against is asked nothing.
    package func bound(to signature: RuleSignature) -> RuleUse {
        if let objection = objection(to: signature.contract) {
            return RuleUse(
                rule: rule, parameters: parameters, checked: checked, reads: [], plugin: signature.plugin,
                objection: objection)
        }
        return RuleUse(
            rule: rule, parameters: parameters, checked: checked, reads: signature.reads,
            only: signature.contract.scope(with: parameters), plugin: signature.plugin)
    }

    /// Why a rule that takes and reads this cannot be asked with these parameters; nil where it can.
    package func objection(to contract: RuleContract) -> String? {
        for (name, value) in parameters.sorted(by: { $0.key < $1.key }) {
            guard let parameter = contract.parameters.first(where: { $0.name == name }) else {
                return "it no longer has the parameter '\(name)', which this version of the pathway gives it"
            }
            guard parameter.type.admits(value) else {
                return "its parameter '\(name)' no longer takes what this version of the pathway gives it"
            }
        }
        let missing = contract.parameters.first { $0.isRequired && parameters[$0.name] == nil }
        if let missing {
            return "it now needs the parameter '\(missing.name)', which this version of the pathway does not give it"
        }
        return checked.flatMap { widened(from: $0, to: contract) }
    }

    /// What of a patient's record a rule reads beyond what it read when the pathway was checked. The time is nobody's
    /// record.
    private func widened(from checked: RuleContract, to contract: RuleContract) -> String? {
        let (before, after) = (checked.scope(with: parameters), contract.scope(with: parameters))
        let added = contract.reads.subtracting(checked.reads).subtracting([.now, .today])
        var words = added.words()
        if !added.contains(.data), contract.reads.contains(.data), !before.hasData(of: after) { words.append("data") }
        if !added.contains(.results), contract.reads.contains(.results), !before.hasResults(of: after) {
            words.append("results")
        }
        guard !words.isEmpty else { return nil }
        return "it now reads more than when this version of the pathway was checked: \(words.joined(separator: ", "))"
    }
}

extension RuleScope {
    fileprivate func hasData(of other: RuleScope) -> Bool { Self.holds(data, other.data) }
    fileprivate func hasResults(of other: RuleScope) -> Bool { Self.holds(results, other.results) }

    /// Whether names hold others; nil stands for all names.
    private static func holds(_ names: Set<String>?, _ others: Set<String>?) -> Bool {
        guard let names else { return true }
        return others.map { $0.isSubset(of: names) } ?? false
    }
}

extension Pathway {
    /// The pathway with its rules bound to the plugins at hand. A rule that no plugin has is asked of nobody, and gives
    /// no answer.
    package func bound(to signatures: @autoclosure () -> [RuleSignature]) -> Pathway {
        guard !ruleUses.isEmpty else { return self }
        let known = Dictionary(signatures().map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        var bound = self
        bound.ruleUses = ruleUses.map { use in known[use.rule].map { use.bound(to: $0) } ?? use }
        return bound
    }
}
