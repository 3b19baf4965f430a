import PathwayModel
import PathwayProver
import Testing

extension Proofs {
    /// Whatever guards somebody is taken out of the shipped pathways, one thing at a time.
    struct SafeguardTests {
        @Test(
            "without a safeguard a verdict turns, or something else is named that keeps the same",
            arguments: ["iop_basic"])
        func isMissed(_ name: String) throws {
            let pathway = try CorpusFile.shipped(name).compiled()
            let whole = Self.prove(pathway)
            let named = Set(whole.redundancies.map(\.safeguard))
            let against = Set(whole.findings.filter(\.isAgainst).map { "\($0.property) \($0.subject)" })
            let safeguards = Safeguard.all(of: pathway)
            #expect(safeguards.count >= 10)
            for safeguard in safeguards {
                let findings = Self.prove(safeguard.without).findings.filter(\.isAgainst)
                let isSeen = findings.contains { !against.contains("\($0.property) \($0.subject)") }
                #expect(isSeen || named.contains(safeguard.name), "\(name): \(safeguard.name)")
            }
        }

        private static func prove(_ pathway: Pathway) -> ProverReport {
            Prover(pathway, holders: Set(pathway.roles)).prove(within: .seconds(8))
        }
    }
}

/// Something that guards somebody, and the pathway without it.
private struct Safeguard {
    var name: String
    var without: Pathway

    static func all(of pathway: Pathway) -> [Safeguard] {
        stays(of: pathway) + ways(of: pathway) + marks(of: pathway)
    }

    private init(_ name: String, _ pathway: Pathway, _ takeOut: (inout Pathway) -> Void) {
        self.name = name
        without = pathway
        takeOut(&without)
    }

    private static func stays(of pathway: Pathway) -> [Safeguard] {
        pathway.states.indices.flatMap { place -> [Safeguard] in
            let state = pathway.states[place]
            guard state.expected != nil else { return [] }
            var all = [Safeguard("expected of \(state.path)", pathway) { $0.states[place].expected = nil }]
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
