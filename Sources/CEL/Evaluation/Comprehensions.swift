extension Evaluator {
    /// `all` and `exists` are `&&` and `||` over the elements; the others need every element.
    mutating func comprehension(_ instruction: Instruction) -> Outcome {
        let start = Int(instruction.first)
        guard let macro = Comprehension(rawValue: instruction.kind) else { return Self.mismatch() }
        let range = value(links[start])
        let slots = (first: Int(links[start + 1]), second: Int(links[start + 2]))
        let outer = (locals[slots.first], slots.second < 0 ? nil : locals[slots.second])
        defer {
            locals[slots.first] = outer.0
            if let second = outer.1 { locals[slots.second] = second }
        }

        var run = Run(macro: macro, slots: slots, bodies: (links[start + 3], links[start + 4]))
        switch range {
        case .value(.list(let elements)):
            for (place, element) in elements.enumerated() {
                // One name is the element's, two are its place's and its own.
                let pair: (Value, Value) = slots.second < 0 ? (element, .null) : (.int(Int64(place)), element)
                if visit(pair, &run) { break }
            }
        case .value(.map(let entries)):
            steps &-= entries.keys.reduce(0) { $0 &+ 1 &+ Cost.of($1) }
            guard steps >= 0 else { return Self.costExceeded }
            for pair in entries.inOrder where visit(pair, &run) { break }
        case .value: return .error(EvaluationError(.noSuchOverload, "Only a list or a map can be gone through"))
        case .unknown, .error: return range
        }
        return steps < 0 ? Self.costExceeded : run.result
    }

    /// What was gathered so far.
    struct Run {
        let macro: Comprehension
        let slots: (first: Int, second: Int)
        let bodies: (Int32, Int32)
        var missing: Outcome?
        var elements: [Value] = []
        var entries: [Value: Value] = [:]
        var count = 0
        /// The answer that an element gave for all of them.
        var decision: Bool?

        var result: Outcome {
            if let decision { return .value(.bool(decision)) }
            if let missing { return missing }
            return switch macro {
            case .all: .value(.bool(true))
            case .exists: .value(.bool(false))
            case .existsOne: .value(.bool(count == 1))
            case .map, .mapWhere, .filter: .value(.list(elements))
            case .transformMap, .transformMapWhere, .transformMapEntry, .transformMapEntryWhere: .value(.map(entries))
            }
        }

        /// Adds the entries of a map; an outcome says why not.
        mutating func add(_ value: Value) -> Outcome? {
            guard case .map(let new) = value else { return .error(Calculation.mismatch) }
            for (key, value) in new {
                guard Lookup.entry(key, in: entries) == nil else { return .error(Lookup.repeatedKey) }
                entries[key] = value
            }
            return nil
        }
    }

    /// One element; true where nothing after it matters.
    private mutating func visit(_ pair: (Value, Value), _ run: inout Run) -> Bool {
        steps &-= 1
        guard steps >= 0 else { return true }
        locals[run.slots.first] = .value(pair.0)
        if run.slots.second >= 0 { locals[run.slots.second] = .value(pair.1) }
        let bodies = run.bodies
        switch run.macro {
        case .all, .exists:
            let answer = truth(bodies.0)
            if answer == .other { run.missing = merged(run.missing, pending) }
            if answer == (run.macro == .all ? .no : .yes) { run.decision = run.macro == .exists }
            return run.decision != nil
        case .existsOne:
            switch truth(bodies.0) {
            case .yes: run.count += 1
            case .no: break
            case .other: run.missing = merged(run.missing, pending)
            }
        case .filter:
            switch truth(bodies.0) {
            case .yes: run.elements.append(pair.0)
            case .no: break
            case .other: run.missing = merged(run.missing, pending)
            }
        case .map, .transformMap, .transformMapEntry: gather(pair.0, bodies.0, &run)
        case .mapWhere, .transformMapWhere, .transformMapEntryWhere:
            switch truth(bodies.0) {
            case .yes: gather(pair.0, bodies.1, &run)
            case .no: break
            case .other: run.missing = merged(run.missing, pending)
            }
        }
        return false
    }

    private mutating func gather(_ key: Value, _ body: Int32, _ run: inout Run) {
        switch value(body) {
        case .value(let value):
            switch run.macro {
            case .transformMap, .transformMapWhere: run.entries[key] = value
            case .transformMapEntry, .transformMapEntryWhere:
                guard let failure = run.add(value) else { return }
                run.missing = merged(run.missing, failure)
            case .all, .exists, .existsOne, .map, .mapWhere, .filter: run.elements.append(value)
            }
        case .unknown(let ids): run.missing = merged(run.missing, .unknown(ids))
        case .error(let error): run.missing = merged(run.missing, .error(error))
        }
    }
}
