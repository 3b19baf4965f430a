import PathwayEngine
import PathwayModel

/// A safeguard beside which another one stands that would keep the same alone.
package struct Redundancy: Hashable, Sendable {
    /// The safeguard, as the pathway's author wrote it.
    package var safeguard: String
    /// What keeps the same.
    package var because: String
}

/// Which safeguards a proof does not rest on, and what it rests on in their place.
extension Proving {
    var redundancies: [Redundancy] {
        guard course.isWhole else { return [] }
        return redundantStays + redundantOwners + redundantDecisions + redundantHands + redundantMarks
            + redundantWays
    }

    // MARK: Somebody owes something

    /// Lengths of stays in which something else keeps every case.
    private var redundantStays: [Redundancy] {
        pathway.states.indices.map { StateIndex($0) }.compactMap { place in
            guard pathway.states[place].expected != nil,
                let others = keepers(wherever: { $0.isActive(place) }, but: "expected of \(name(of: place))")
            else { return nil }
            return Redundancy(safeguard: "expected of \(name(of: place))", because: others)
        }
    }

    /// Owners of stays that would be somebody's without them.
    private var redundantOwners: [Redundancy] {
        pathway.states.indices.map { StateIndex($0) }.compactMap { place in
            guard pathway.states[place].expected != nil, pathway.states[place].owner != nil else { return nil }
            if let others = keepers(wherever: { $0.isActive(place) }, but: "expected of \(name(of: place))") {
                return Redundancy(safeguard: "owner of \(name(of: place))", because: others)
            }
            guard let outer = pathway.owner(around: place) else { return nil }
            return Redundancy(safeguard: "owner of \(name(of: place))", because: "without one it is the \(outer)'s")
        }
    }

    /// Times for decisions, where a case is kept whether or not it is decided.
    private var redundantDecisions: [Redundancy] {
        pathway.transitions.indices.map { TransitionIndex($0) }.compactMap { index in
            let source = pathway.transitions[index].source
            guard pathway.transitions[index].decision?.within != nil,
                let others = keepers(wherever: { $0.isActive(source) }, but: "")
            else { return nil }
            return Redundancy(safeguard: "within of \(pathway.name(of: index))", because: others)
        }
    }

    /// Tasks that may not be ticked off, where who ticks them off leaves nobody unseen.
    private var redundantHands: [Redundancy] {
        pathway.tasks.indices.compactMap { task in
            if case .always = pathway.tasks[task].byHand { return nil }
            guard !pathway.asksForRecord(TaskIndex(task)), let others = keepers(wherever: { _ in true }, but: "") else {
                return nil
            }
            return Redundancy(safeguard: "by_hand of \(pathway.tasks[task].name)", because: others)
        }
    }

    /// What keeps each case that is so, but for one thing; nil where nothing else keeps some of them.
    private func keepers(wherever isMeant: (CaseState) -> Bool, but one: String) -> String? {
        var told: [String] = []
        for node in nodes where course.nodes[node].state.status == .open && isMeant(course.nodes[node].state) {
            let keeping = course.nodes[node].state.configuration.flatMap { keepers(in: $0) }.filter { $0 != one }
            guard let first = keeping.first else { return nil }
            if !keeping.contains(where: told.contains) { told.append(first) }
        }
        return told.isEmpty ? nil : "a case stays on somebody's list by \(told.joined(separator: ", "))"
    }

    // MARK: Marks

    /// Ways that are marked, where the record that they wait for is somebody's task as well.
    private var redundantWays: [Redundancy] {
        pathway.transitions.indices.compactMap { index in
            let transition = pathway.transitions[index]
            guard transition.isSafety, let events = transition.events else { return nil }
            let tasks = pathway.reactions.filter { opensSafety($0.actions) && !$0.events.isDisjoint(with: events) }
                .flatMap(\.actions).compactMap { action in
                    if case .openTask(let task, _) = action { pathway.tasks[task].name } else { nil }
                }
            guard let task = tasks.first else { return nil }
            return Redundancy(
                safeguard: "the way \(pathway.name(of: TransitionIndex(index)))",
                because: "what it waits for opens '\(task)' wherever the case is")
        }
    }

    /// Tasks and promises that are marked, and would be kept and seen to all the same.
    private var redundantMarks: [Redundancy] {
        let demanded = demanded
        return pathway.tasks.indices.map { TaskIndex($0) }.filter { isSafety($0) && demanded[$0] == nil }.map { task in
            Redundancy(
                safeguard: "safety of \(pathway.tasks[task].name)",
                because: "it is on the list of the \(pathway.tasks[task].role ?? "clinic") by its date all the same")
        }
            + pathway.promises.filter { $0.isSafety && !isAboutSafety($0) }.map { promise in
                Redundancy(
                    safeguard: "safety of \(promise.id)",
                    because: "it asks for nothing that is marked, and its breach is somebody's task all the same")
            }
    }
}

extension Pathway {
    /// Whose a stay is where it says nothing: the owner of what is around it.
    fileprivate func owner(around place: StateIndex) -> String? {
        var around = states[place].parent
        while let outer = around {
            if let owner = states[outer].owner { return owner }
            around = states[outer].parent
        }
        return states[Pathway.root].owner
    }
}
