package import PathwayModel
package import PathwayProver

/// Something that guards somebody, and the pathway without it.
package struct Safeguard: Sendable {
    package var name: String
    package var without: Pathway

    package static func all(of pathway: Pathway) -> [Safeguard] {
        owners(of: pathway) + stays(of: pathway) + ways(of: pathway) + marks(of: pathway)
    }

    private init(_ name: String, _ pathway: Pathway, _ takeOut: (inout Pathway) -> Void) {
        self.name = name
        without = pathway
        takeOut(&without)
    }

    private static func owners(of pathway: Pathway) -> [Safeguard] {
        var all: [Safeguard] = []
        if let owner = pathway.states[Pathway.root].owner {
            all.append(
                Safeguard("owner of the pathway", pathway) { without in
                    // What is inside has it from there, unless it says otherwise.
                    for place in without.states.indices {
                        let around = without.states[place].parent.map { without.states[$0].owner }
                        if without.states[place].owner == owner, around == nil || around == .some(nil) {
                            without.states[place].owner = nil
                        }
                    }
                    for place in without.promises.indices where without.promises[place].owner == owner {
                        without.promises[place].owner = nil
                    }
                })
        }
        for (place, promise) in pathway.promises.enumerated() where !promise.isOfEngine && promise.owner != nil {
            all.append(Safeguard("owner of \(promise.id)", pathway) { $0.promises[place].owner = nil })
        }
        return all
    }

    private static func stays(of pathway: Pathway) -> [Safeguard] {
        pathway.states.indices.flatMap { place -> [Safeguard] in
            let state = pathway.states[place]
            var all: [Safeguard] = []
            if state.endsSafety {
                all.append(Safeguard("ends_safety of \(state.path)", pathway) { $0.states[place].endsSafety = false })
            }
            guard state.expected != nil else { return all }
            all.append(Safeguard("expected of \(state.path)", pathway) { $0.states[place].expected = nil })
            if let parent = state.parent, state.owner != pathway.states[parent].owner {
                all.append(
                    Safeguard("owner of \(state.path)", pathway) { without in
                        without.states[place].owner = pathway.states[parent].owner
                    })
            }
            return all
        }
    }

    private static func ways(of pathway: Pathway) -> [Safeguard] {
        pathway.transitions.indices.flatMap { place -> [Safeguard] in
            let transition = pathway.transitions[place]
            let name = "\(pathway.states[transition.source].path)#\(transition.id)"
            var all: [Safeguard] = []
            if case .decision(var decision) = transition.trigger {
                for check in transition.checks where check.criterion.hard != nil {
                    all.append(
                        Safeguard("hard of \(name)", pathway) { without in
                            without.transitions[place].checks.removeAll { $0.criterion.id == check.criterion.id }
                            without.transitions[place].when = transition.when?.softened(check.criterion.id)
                        })
                }
                if decision.within != nil {
                    decision.within = nil
                    all.append(
                        Safeguard("within of \(name)", pathway) {
                            $0.transitions[place].trigger = .decision(decision)
                        })
                }
            }
            if transition.isSafety {
                all.append(Safeguard("safety of \(name)", pathway) { $0.transitions[place].isSafety = false })
                all.append(
                    Safeguard("the way \(pathway.name(of: TransitionIndex(place)))", pathway) { without in
                        without.states[transition.source.position].transitions.removeAll { $0.position == place }
                    })
            }
            return all
        }
    }

    private static func marks(of pathway: Pathway) -> [Safeguard] {
        var all: [Safeguard] = []
        for place in pathway.tasks.indices where !Pathway.isBuiltIn(task: pathway.tasks[place].name) {
            let task = pathway.tasks[place]
            if task.isSafety {
                all.append(Safeguard("safety of \(task.name)", pathway) { $0.tasks[place].isSafety = false })
            }
            if case .always = task.byHand { continue }
            all.append(Safeguard("by_hand of \(task.name)", pathway) { $0.tasks[place].byHand = .always })
        }
        for (place, promise) in pathway.promises.enumerated() where promise.isSafety {
            all.append(Safeguard("safety of \(promise.id)", pathway) { $0.promises[place].isSafety = false })
        }
        for (place, message) in pathway.messages.enumerated() where message.isSafety {
            all.append(Safeguard("safety of \(message.name)", pathway) { $0.messages[place].isSafety = false })
        }
        return all
    }
}

extension Condition {
    /// The same where a criterion is one that a reason overrides.
    fileprivate func softened(_ id: String) -> Condition {
        switch self {
        case .all(let parts): return .all(parts.map { $0.softened(id) })
        case .any(let parts): return .any(parts.map { $0.softened(id) })
        case .not(let part): return .not(part.softened(id))
        case .criterion(var criterion):
            if criterion.id == id { criterion.hard = nil }
            return .criterion(criterion)
        }
    }
}

/// What a proof says of a pathway from which one thing after another is taken out.
package struct SafeguardTorture {
    private let pathway: Pathway
    private let limit: Swift.Duration
    /// Safeguards of which the prover says that something else keeps the same.
    private let named: Set<String>
    private let against: Set<String>

    /// - Parameter limit: how long each proof may take.
    package init(_ pathway: Pathway, proving limit: Swift.Duration) {
        self.pathway = pathway
        self.limit = limit
        let whole = Self.prove(pathway, limit)
        named = Set(whole.redundancies.map(\.safeguard))
        against = Self.complaints(whole)
    }

    /// What is said of the pathway without a safeguard, that is not said with it; nil where nothing is, and the prover does
    /// not name it as kept twice either.
    package func verdict(without safeguard: Safeguard) -> String? {
        let found = Self.complaints(Self.prove(safeguard.without, limit)).subtracting(against).sorted()
        guard found.isEmpty else { return found.joined(separator: ", ") }
        return named.contains(safeguard.name) ? "kept twice" : nil
    }

    private static func prove(_ pathway: Pathway, _ limit: Swift.Duration) -> ProverReport {
        Prover(pathway, holders: Set(pathway.roles)).prove(within: limit)
    }

    private static func complaints(_ report: ProverReport) -> Set<String> {
        Set(
            report.findings.filter(\.isAgainst).map { finding in
                let name = [finding.property.rawValue, finding.subject].filter { !$0.isEmpty }.joined(separator: " ")
                return finding.verdict == .violated ? "VIOLATED \(name)" : "not decided \(name)"
            })
    }
}

extension Finding {
    /// Whether it is neither proved nor owed.
    package var isAgainst: Bool {
        switch verdict {
        case .proved, .owed: false
        case .violated, .notDecided: true
        }
    }
}
