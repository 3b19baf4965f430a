import CEL
import PathwayModel

extension Pathway {
    /// States whose insides make no difference to anything outside of them: ways inside lead nowhere else and do nothing,
    /// and nobody asks where exactly the case is. A search takes them for one place.
    ///
    /// - Parameters:
    ///   - named: states that have to be told apart.
    ///   - slice: what counts as an effect.
    func insidesWithoutEffect(naming named: PlaceSet<State>, keeping slice: Slice) -> PlaceSet<State> {
        var merged = PlaceSet<State>()
        for place in states.indices.dropFirst() {
            let state = StateIndex(place)
            guard !merged.contains(state), states[place].kind == .compound || states[place].kind == .parallel,
                hasNoEffectInside(state, named, slice)
            else { continue }
            merged.formUnion(PlaceSet(inside(state).map { StateIndex($0) }))
        }
        return merged
    }

    private func hasNoEffectInside(_ state: StateIndex, _ named: PlaceSet<State>, _ slice: Slice) -> Bool {
        let inner = PlaceSet(inside(state).map { StateIndex($0) })
        guard inner.isDisjoint(with: named) else { return false }
        var heard = PlaceSet<Event>()
        for place in inner {
            let declared = states[place]
            guard declared.outcome == nil, declared.kind != .final,
                (declared.entry + declared.exit).allSatisfy({ $0.isIdle(in: slice) }),
                declared.tasks.isEmpty, declared.reactions.isEmpty, !declared.endsSafety
            else { return false }
            for index in declared.transitions {
                let transition = transitions[index]
                guard transition.actions.allSatisfy({ $0.isIdle(in: slice) }), !transition.isSafety,
                    transition.targets.allSatisfy({ inner.contains($0) })
                else { return false }
                heard.formUnion(transition.events ?? PlaceSet())
            }
        }
        // What is taken inside is not taken outside.
        return states.indices.allSatisfy { place in
            inner.contains(StateIndex(place))
                || states[place].transitions.allSatisfy { transitions[$0].events?.isDisjoint(with: heard) ?? true }
        }
    }

    /// The states that an expression asks about.
    func statesNamed(by programs: [Program]) -> PlaceSet<State> {
        programs.flatMap { calls(of: $0) }.reduce(into: PlaceSet()) { named, use in
            switch HostFunction(rawValue: use.call.id) {
            case .active, .enteredAt, .daysIn, .visits, .cameFrom, .attendanceSince:
                if let place = use.call.constants.last ?? nil { named.insert(StateIndex(Int(place))) }
            case .fresh, .freshWithin, .known, .recordedAt, .daysSince, .attendanceLast, .attendanceWithin,
                .attendanceOf, .occurrences, .dates, .openTasks, .task, .day, .businessDays, .consent, .decision, nil:
                break
            }
        }
    }
}
