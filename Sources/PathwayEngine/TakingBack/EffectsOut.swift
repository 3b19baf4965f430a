import PathwayModel

/// Effects that steps had the first time and that were not taken back since, so that none of them happens twice.
struct EffectsOut {
    private var places: [Effect: [EffectPlace]] = [:]

    /// - Parameter takenBack: what nobody is to get any more; it stands for nothing that is said now.
    init(of steps: [PastStep], without takenBack: Set<EffectPlace>) {
        for step in steps {
            for (effect, place) in step.effects where !takenBack.contains(place) {
                places[effect, default: []].append(place)
            }
        }
    }

    /// Whether an effect is out already: the first that is stands for this one.
    mutating func takes(_ effect: Effect) -> Bool {
        guard places[effect]?.isEmpty == false else { return false }
        places[effect]?.removeFirst()
        return true
    }

    /// What of these is not out yet. Each takes what came of its own entry, then what is left of the others.
    mutating func takes(_ again: [(effect: Effect, entry: Int)]) -> [Effect] {
        var others: [Effect?] = []
        for (effect, entry) in again { others.append(takes(effect, of: entry) ? nil : effect) }
        var unsaid: [Effect] = []
        for case .some(let effect) in others where !takes(effect) { unsaid.append(effect) }
        return unsaid
    }

    private mutating func takes(_ effect: Effect, of entry: Int) -> Bool {
        guard let place = places[effect]?.firstIndex(where: { $0.entry == entry }) else { return false }
        places[effect]?.remove(at: place)
        return true
    }

    /// Effects that are out and that nothing comes to any more, in the order in which they came about.
    var leftOver: [(effect: Effect, place: EffectPlace)] {
        places.flatMap { effect, places in places.map { (effect, $0) } }
            .sorted { $0.place < $1.place }
    }
}

extension Effect {
    /// Whether it begins another case.
    var isEnrollment: Bool { if case .enroll = self { true } else { false } }
}
