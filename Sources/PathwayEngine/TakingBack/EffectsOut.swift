import PathwayModel

/// Effects that steps had the first time and that were not taken back since, so that none of them happens twice.
struct EffectsOut {
    /// An effect that is out, and the entry to which it came.
    private struct Said {
        var place: EffectPlace
        var entry: Int
    }

    private var said: [Effect: [Said]] = [:]

    /// - Parameter start: the entry from which on they are looked at. What was taken back, and what nobody is to get any
    ///   more, stands for nothing that is said now. That those on call were told stays as it was.
    init(of past: Past, from start: Int) {
        var seen = past.takenBack
        // As the case was told last; then what nothing came to then, and has gone all the same.
        for step in past.steps(from: start) + past.entered.filter({ $0.entry >= start }) {
            for out in step.effects where !out.effect.isPage && seen.insert(out.place).inserted {
                said[out.effect, default: []].append(Said(place: out.place, entry: step.entry))
            }
        }
        for effect in said.keys { said[effect]?.sort { $0.place < $1.place } }
    }

    /// The identity of an effect that is out already and came to an entry.
    mutating func take(_ effect: Effect, of entry: Int) -> EffectPlace? {
        said[effect]?.firstIndex { $0.entry == entry }.flatMap { said[effect]?.remove(at: $0).place }
    }

    /// The identity of an effect that is out already: the first that is left stands for this one.
    mutating func take(_ effect: Effect) -> EffectPlace? {
        said[effect]?.isEmpty == false ? said[effect]?.removeFirst().place : nil
    }

    /// Lets an effect stand for itself again.
    mutating func putBack(_ out: SaidEffect) {
        said[out.effect, default: []].append(Said(place: out.place, entry: out.place.entry))
    }

    /// Effects that are out and that nothing comes to any more, in the order in which they came about.
    var leftOver: [SaidEffect] {
        said.flatMap { effect, said in said.map { SaidEffect(effect, $0.place) } }.sorted { $0.place < $1.place }
    }
}

extension Effect {
    /// Whether it begins another case.
    var isEnrollment: Bool { if case .enroll = self { true } else { false } }

    /// Whether it tells those on call.
    var isPage: Bool { if case .page = self { true } else { false } }

    /// Whether it reminds of something before that is due.
    var isReminder: Bool {
        switch self {
        case .reminder, .decisionReminder: true
        case .message, .escalation, .decisionEscalation, .page, .enroll: false
        }
    }
}
