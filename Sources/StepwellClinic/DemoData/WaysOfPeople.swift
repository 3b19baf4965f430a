import PathwayEngine
import PathwayModel

/// The ways on from where a case is that an event takes, by how usual they are.
struct WaysOfPeople {
    /// What mostly comes next, and leads on.
    private(set) var usual: Set<TransitionIndex> = []
    /// What may happen to anybody there: a pause, a close before its time.
    private(set) var rare: [TransitionIndex] = []
    /// Decisions that end the case where others may yet lead on.
    private(set) var lastResorts: Set<TransitionIndex> = []
    /// Events that are noted and move nothing.
    private(set) var noted: [EventIndex] = []

    init(_ ways: [Explanation.Way], _ one: CaseInPlay) {
        let pathway = one.pathway
        let refused = ways.filter { pathway.transitions[$0.transition].refuse != nil && $0.truth != .no }
            .flatMap { pathway.transitions[$0.transition].events?.map { $0 } ?? [] }
        let open = ways.filter { way in
            let transition = pathway.transitions[way.transition]
            guard let events = transition.events, transition.refuse == nil, way.truth != .no,
                !transition.targets.isEmpty
            else { return false }
            return events.contains { pathway.events[$0].kind == .declared && !refused.contains($0) }
        }.map(\.transition)
        let decided = ways.filter { pathway.transitions[$0.transition].decision != nil }.map(\.transition)
        for index in open {
            let transition = pathway.transitions[index]
            let isInner = (open + decided).contains { other in
                pathway.isDescendant(pathway.transitions[other].source, of: transition.source)
            }
            let hasBetter = (open + decided).contains { other in
                let beside = pathway.transitions[other]
                return beside.source == transition.source && !one.reading.isClosing(beside)
            }
            if transition.source != Pathway.root, !isInner, !one.reading.isClosing(transition) || !hasBetter {
                usual.insert(index)
            } else if let event = transition.events?.first(where: { _ in true }), pathway.events[event].payload.isEmpty
            {
                rare.append(index)
            }
        }
        for index in decided where one.reading.isClosing(pathway.transitions[index]) {
            let source = pathway.transitions[index].source
            let leadsOn = (open + decided).contains { other in
                let beside = pathway.transitions[other]
                return !one.reading.isClosing(beside)
                    && (beside.source == source || pathway.isDescendant(beside.source, of: source))
            }
            if leadsOn { lastResorts.insert(index) }
        }
        noted = pathway.events.indices.map { EventIndex($0) }.filter {
            pathway.events[$0].isLogged && pathway.events[$0].kind == .declared
        }
    }
}
