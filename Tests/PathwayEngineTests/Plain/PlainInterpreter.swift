/// A second interpreter of pathways, slow and obvious, written from the language's reference and from Appendix D of
/// SCXML. It shares nothing with the engine, so that where both come to the same both are likely right.
struct PlainInterpreter {
    enum Input {
        case enroll
        case send(String)
        case record([(field: String, value: PlainCase.Value)])
        case attend
        case complete(String)
        case decide(String, hasReason: Bool)
        case wake
    }

    /// Why an input does not come to its end.
    enum Stop: Error, Equatable {
        case refused(String)
        /// It goes round without coming to rest.
        case endless
    }

    let pathway: PlainPathway
    let states: [PlainState]
    private let places: [String: Int]
    private let parents: [String: String]
    /// The state that each transition stands on, by its key.
    let sources: [String: String]
    /// What has not come to rest by then never does: these pathways are small.
    static let roundsToRest = 200
    var now: Int
    var state = PlainCase()
    /// Internal events that wait.
    var queue: [String] = []
    var isAccepted = false
    var isByTime = false
    /// Fields that were recorded or set, and no due date has followed yet.
    var touched: Set<String> = []
    /// The transitions that the latest input took, in order.
    var taken: [String] = []

    init(_ pathway: PlainPathway, at now: Int) {
        self.pathway = pathway
        self.now = now
        states = pathway.states
        places = Dictionary(uniqueKeysWithValues: states.enumerated().map { ($1.name, $0) })
        parents = Dictionary(
            uniqueKeysWithValues: states.flatMap { state in state.children.map { ($0.name, state.name) } })
        sources = Dictionary(
            states.flatMap { state in state.transitions.map { ($0.key, state.name) } }, uniquingKeysWith: { $1 })
    }

    // MARK: The tree

    func named(_ name: String) -> PlainState { states[place(name)] }
    func place(_ name: String) -> Int { places[name] ?? 0 }
    func parent(_ name: String) -> String? { parents[name] }

    /// What is around a state, from the inside out, the pathway itself last.
    func ancestors(_ name: String) -> [String] {
        var around: [String] = []
        var next = parents[name]
        while let name = next {
            around.append(name)
            next = parents[name]
        }
        return around
    }

    func isDescendant(_ name: String, of other: String) -> Bool { ancestors(name).contains(other) }

    var day: Int { Self.day(of: now) }
    static func day(of instant: Int) -> Int { instant / 86_400 }

    func holds(_ condition: PlainGuard) -> Bool { state.truth(of: condition, on: day) == true }

    /// The active states in document order.
    var active: [PlainState] { states.filter { state.active.contains($0.name) } }

    var isClosed: Bool { state.status != .open }

    // MARK: Inputs

    /// Gives an input: all of it happens, or nothing.
    ///
    /// - Returns: the code with which it was refused.
    mutating func give(_ input: Input) throws(Stop) -> String? {
        let before = state
        (queue, isAccepted, isByTime, taken, touched) = ([], false, false, [], [])
        do {
            try perform(input)
            try finish()
            return nil
        } catch {
            guard case .refused(let code) = error else { throw error }
            state = before
            taken = []
            return code
        }
    }

    private mutating func perform(_ input: Input) throws(Stop) {
        if case .wake = input {
            isByTime = true
            return
        }
        if state.status == .ended, !state.tasks.values.contains(where: \.isOpen) { throw .refused("not_accepted") }
        switch input {
        case .enroll: enter(descendants(of: pathway.root.name), continuing: [])
        case .send(let event):
            isAccepted = event == "c" && !isClosed
            state.happened[event, default: 0] += 1
            try process(event)
            try refuseUnless(isAccepted)
        case .record(let entries):
            let wasClosed = isClosed
            for entry in entries { try store(entry.value, in: entry.field) }
            for entry in entries { try process("recorded.\(entry.field)") }
            try refuseUnless(isAccepted || !wasClosed)
        case .attend:
            let wasClosed = isClosed
            try refuseUnless(active.contains(where: \.hasSessions))
            state.attended += 1
            try process("session.attended")
            try refuseUnless(isAccepted || !wasClosed)
        case .complete(let task):
            guard state.tasks[task]?.isOpen == true else { throw .refused("no_such_task") }
            complete(task)
        case .decide(let id, let hasReason): try decide(id, hasReason)
        case .wake: break
        }
    }

    private func refuseUnless(_ accepted: Bool) throws(Stop) {
        guard !accepted else { return }
        if case .closed = state.status { throw .refused("case_closed") }
        throw .refused("not_accepted")
    }

    private mutating func store(_ value: PlainCase.Value, in field: String) throws(Stop) {
        guard Self.admits(value, field) else { throw .refused("invalid_value") }
        state.values[field] = (value, day)
        touched.insert(field)
    }

    static func admits(_ value: PlainCase.Value, _ field: String) -> Bool {
        switch (field, value) {
        case ("x", .number(let number)): (0...9).contains(number)
        case ("y", .number(let number)): (-100...100).contains(number)
        case (_, .bool): field == "flag"
        case (_, .number): false
        }
    }

    /// The innermost decision of this id that stands on an active state; of one state's, one that holds comes first.
    private mutating func decide(_ id: String, _ hasReason: Bool) throws(Stop) {
        var candidates: [(depth: Int, holds: Bool, transition: PlainTransition)] = []
        for source in active + (isClosed ? [] : [pathway.root]) {
            for transition in source.transitions where hasWaited(transition, source) {
                guard let decision = transition.decision, decision.id == id else { continue }
                let holds = decision.criteria.allSatisfy { self.holds($0.guard) }
                candidates.append((ancestors(source.name).count, holds, transition))
            }
        }
        let deepest = candidates.map(\.depth).max()
        let nearest = candidates.filter { $0.depth == deepest }
        guard let chosen = nearest.first(where: \.holds) ?? nearest.first, let decision = chosen.transition.decision
        else { return try refuseUnless(false) }
        for criterion in decision.criteria where !holds(criterion.guard) {
            if let code = criterion.hard { throw .refused(code) }
        }
        if !chosen.holds {
            guard decision.mayOverride else {
                let unmet = decision.criteria.first { !holds($0.guard) }
                throw .refused(unmet?.id ?? "not_accepted")
            }
            guard hasReason else { throw .refused("reason_required") }
        }
        try microstep([chosen.transition])
    }
}
