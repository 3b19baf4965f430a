import PathwayModel

/// What made a task about somebody's safety necessary in a case: which entries, and of these which results.
struct SafetyAlarms {
    /// The instruments whose results did, by entry; of an entry without any, all that it recorded may have.
    private var instruments: [Int: Set<InstrumentIndex>] = [:]

    /// - Parameter history: the case's entries with their facts, in order.
    init(in history: [(entry: Int, facts: [Fact])], of pathway: Pathway) {
        // What a task that is asked for again was opened for before.
        var causes: [TaskIndex: Set<InstrumentIndex>] = [:]
        for (entry, facts) in history {
            for fact in facts {
                if case .taskOpened(let opening) = fact, pathway.tasks[opening.task].isSafety {
                    let cause = Self.instrument(of: opening.cause, in: pathway)
                    if let cause { causes[opening.task, default: []].insert(cause) }
                    note(entry, cause.map { [$0] } ?? [])
                }
                if case .taskAskedAgain(let task, _) = fact, pathway.tasks[task].isSafety {
                    note(entry, causes[task] ?? [])
                }
            }
        }
    }

    private mutating func note(_ entry: Int, _ causes: Set<InstrumentIndex>) {
        instruments[entry] = (instruments[entry] ?? []).union(causes)
    }

    /// Whether the result of an instrument that one of these entries recorded may be why.
    func came(of instrument: InstrumentIndex, inAnyOf entries: [Int]) -> Bool {
        entries.contains { entry in
            guard let named = instruments[entry] else { return false }
            return named.isEmpty || named.contains(instrument)
        }
    }

    private static func instrument(of cause: TaskCause?, in pathway: Pathway) -> InstrumentIndex? {
        guard case .event(let event)? = cause?.trigger, case .recordedInstrument(let place) = pathway.events[event].kind
        else { return nil }
        return place
    }
}
