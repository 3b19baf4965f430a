extension Evaluator {
    /// `all` and `exists` are `&&` and `||` over the elements; the others need every element.
    mutating func comprehension(_ instruction: Instruction) -> Outcome {
        let start = Int(instruction.first)
        guard let macro = Comprehension(rawValue: instruction.kind) else { return Self.mismatch() }
        let range = value(links[start])
        let pairs: [(Value, Value)]
        switch range {
        case .value(.list(let elements)):
            let isSingle = links[start + 2] < 0
            pairs = elements.enumerated().map { isSingle ? ($1, .null) : (.int(Int64($0)), $1) }
        case .value(.map(let entries)):
            charge(.map(entries))
            guard steps >= 0 else { return Self.costExceeded }
            pairs = entries.inOrder
        case .value: return .error(EvaluationError(.noSuchOverload, "Only a list or a map can be gone through"))
        case .unknown, .error: return range
        }
        let slots = (first: Int(links[start + 1]), second: Int(links[start + 2]))
        let outer = (locals[slots.first], slots.second < 0 ? nil : locals[slots.second])
        defer {
            locals[slots.first] = outer.0
            if let second = outer.1 { locals[slots.second] = second }
        }

        var run = Run()
        for pair in pairs {
            steps &-= 1
            guard steps >= 0 else { return Self.costExceeded }
            locals[slots.first] = .value(pair.0)
            if slots.second >= 0 { locals[slots.second] = .value(pair.1) }
            if visit(macro, pair, bodies: (links[start + 3], links[start + 4]), &run) { return .value(.bool(run.decided)) }
        }
        if let missing = run.missing { return missing }
        switch macro {
        case .all: return .value(.bool(true))
        case .exists: return .value(.bool(false))
        case .existsOne: return .value(.bool(run.count == 1))
        case .map, .mapWhere, .filter: return .value(.list(run.elements))
        case .transformMap, .transformMapWhere, .transformMapEntry, .transformMapEntryWhere:
            return .value(.map(run.entries))
        }
    }

    /// What was gathered so far.
    struct Run {
        var missing: Outcome?
        var elements: [Value] = []
        var entries: [Value: Value] = [:]
        var count = 0
        var decided = false

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

    /// One element; true where it decides the whole.
    private mutating func visit(
        _ macro: Comprehension, _ pair: (Value, Value), bodies: (Int32, Int32), _ run: inout Run
    ) -> Bool {
        switch macro {
        case .all, .exists:
            let answer = truth(bodies.0)
            if answer == .other { run.missing = merged(run.missing, pending) }
            run.decided = macro == .exists
            return answer == (macro == .all ? .no : .yes)
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
        case .map, .transformMap, .transformMapEntry: gather(macro, pair.0, bodies.0, &run)
        case .mapWhere, .transformMapWhere, .transformMapEntryWhere:
            switch truth(bodies.0) {
            case .yes: gather(macro, pair.0, bodies.1, &run)
            case .no: break
            case .other: run.missing = merged(run.missing, pending)
            }
        }
        return false
    }

    private mutating func gather(_ macro: Comprehension, _ key: Value, _ body: Int32, _ run: inout Run) {
        switch value(body) {
        case .value(let value):
            switch macro {
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
