/// Walks checked code. Three ways down, by what is wanted: a truth, an integer, or any value; the first two make no
/// `Value` on their way, and where there is no answer they leave why in `pending`.
struct Evaluator {
    /// The answer of a condition; `other`: unknown or an error, which `pending` holds.
    enum Truth { case no, yes, other }

    let host: any Host
    /// The code where it stands, for the time of the evaluation: copying it would count its three arrays each time.
    private let parts: UnsafeBufferPointer<Program.Parts>
    var locals: [Outcome]
    /// How many steps are left.
    var steps: Int
    /// Why the last part that was asked for has no answer.
    var pending: Outcome

    init(_ parts: UnsafeBufferPointer<Program.Parts>, host: any Host, steps: Int) {
        self.parts = parts
        self.host = host
        self.steps = steps
        pending = .value(.null)
        let slots = parts[0].code.slots
        locals = slots == 0 ? [] : Array(repeating: .value(.null), count: slots)
    }

    var instructions: [Instruction] { _read { yield parts[0].code.instructions } }
    var links: [Int32] { _read { yield parts[0].code.links } }
    var constants: [Value] { _read { yield parts[0].code.constants } }
    var isStrict: Bool { parts[0].code.isStrict }

    mutating func evaluate() -> Outcome {
        let outcome = value(parts[0].code.root)
        return steps < 0 ? Self.costExceeded : outcome
    }

    static var costExceeded: Outcome {
        .error(EvaluationError(.costExceeded, "The evaluation takes more steps than it may"))
    }

    static func mismatch() -> Outcome {
        .error(EvaluationError(.noSuchOverload, "An operation does not take values of these types"))
    }

    // MARK: Conditions

    mutating func truth(_ node: Int32) -> Truth {
        steps &-= 1
        let instruction = instructions[Int(node)]
        switch instruction.operation {
        case .bool: return instruction.number != 0 ? .yes : .no
        case .intRelation: return intRelation(instruction)
        case .numberRelation: return numberRelation(instruction)
        case .and: return logic(instruction, decisive: .no)
        case .or: return logic(instruction, decisive: .yes)
        case .not:
            switch truth(instruction.first) {
            case .no: return .yes
            case .yes: return .no
            case .other: return .other
            }
        case .relation: return relation(instruction)
        case .variable:
            return truth(of: hostVariable(instruction))
        case .int, .constant, .local, .field, .select, .index, .negate, .conditional, .arithmetic, .intArithmetic,
            .chain, .list, .map, .call, .builtin, .comprehension, .bind, .optional, .failure:
            steps &+= 1
            return truth(of: value(node))
        }
    }

    /// What the host gives costs as much as going through it.
    @inline(__always)
    mutating func hostVariable(_ instruction: Instruction) -> Outcome {
        let outcome = host.variable(Int(truncatingIfNeeded: instruction.number), steps: &steps)
        if case .value(.list(let elements)) = outcome { steps &-= elements.count }
        return outcome
    }

    mutating func truth(of outcome: Outcome) -> Truth {
        if case .value(let value) = outcome {
            if case .bool(let truth) = value { return truth ? .yes : .no }
            pending = Self.mismatch()
        } else {
            pending = outcome
        }
        return .other
    }

    /// `&&` and `||`: the decisive answer wins over what is not known, and that over an error.
    private mutating func logic(_ instruction: Instruction, decisive: Truth) -> Truth {
        var missing: Outcome?
        for place in 0..<Int(instruction.second) {
            let answer = truth(links[Int(instruction.first) + place])
            if answer == decisive { return decisive }
            if answer == .other { missing = merged(missing, pending) }
        }
        if let missing {
            pending = missing
            return .other
        }
        return decisive == .no ? .yes : .no
    }

    /// What is missing from both: unknowns together, else the first error.
    func merged(_ first: Outcome?, _ second: Outcome) -> Outcome {
        guard let first else { return second }
        switch (first, second) {
        case (.unknown(let left), .unknown(let right)): return .unknown(left.union(right))
        case (.unknown, _): return first
        case (_, .unknown): return second
        case (.error, _): return first
        case (.value, _): return second
        }
    }

    private mutating func relation(_ instruction: Instruction) -> Truth {
        guard let (left, right) = values(instruction.first, instruction.second),
            let relation = Syntax.Relation(rawValue: instruction.kind)
        else { return .other }
        switch Comparison.holds(left, relation, right, exactly: isStrict, steps: &steps) {
        case true?: return .yes
        case false?: return .no
        case nil:
            pending = Self.mismatch()
            return .other
        }
    }

    // MARK: Values

    /// Both values; nil leaves what is missing from both in `pending`.
    mutating func values(_ first: Int32, _ second: Int32) -> (Value, Value)? {
        switch (value(first), value(second)) {
        case (.value(let left), .value(let right)): return (left, right)
        case (.value, let missing), (let missing, .value):
            pending = missing
            return nil
        case (let left, let right):
            pending = merged(left, right)
            return nil
        }
    }

    mutating func value(_ node: Int32) -> Outcome {
        steps &-= 1
        guard steps >= 0 else { return Self.costExceeded }
        let instruction = instructions[Int(node)]
        switch instruction.operation {
        case .int: return .value(.int(instruction.number))
        case .bool: return .value(.bool(instruction.number != 0))
        case .constant: return .value(constants[Int(instruction.first)])
        case .variable: return hostVariable(instruction)
        case .local: return locals[Int(instruction.first)]
        case .field: return field(value(instruction.first), instruction)
        case .not, .and, .or, .relation, .intRelation, .numberRelation:
            steps &+= 1
            switch truth(node) {
            case .no: return .value(.bool(false))
            case .yes: return .value(.bool(true))
            case .other: return pending
            }
        case .intArithmetic:
            steps &+= 1
            return int(node).map { .value(.int($0)) } ?? pending
        case .chain:
            if instruction.kind == 1 {
                steps &+= 1
                return int(node).map { .value(.int($0)) } ?? pending
            }
            return chain(instruction)
        case .arithmetic:
            guard let (left, right) = values(instruction.first, instruction.second) else { return pending }
            return calculate(left, instruction.kind, right)
        case .negate:
            let operand = value(instruction.first)
            guard case .value(let number) = operand else { return operand }
            return Calculation.negated(number, isStrict: isStrict)
        case .conditional: return conditional(instruction)
        case .select: return select(instruction)
        case .index: return index(instruction)
        case .list: return list(instruction)
        case .map: return map(instruction)
        case .call:
            guard let arguments = arguments(instruction) else { return pending }
            let outcome = host.call(Int(truncatingIfNeeded: instruction.number), arguments, steps: &steps)
            if case .value(let value) = outcome { charge(value) }
            return outcome
        case .builtin:
            guard let arguments = arguments(instruction) else { return pending }
            return builtin(instruction, arguments)
        case .comprehension: return comprehension(instruction)
        case .bind:
            let slot = Int(truncatingIfNeeded: instruction.number)
            let outer = locals[slot]
            locals[slot] = value(instruction.first)
            defer { locals[slot] = outer }
            return value(instruction.second)
        case .optional: return optional(instruction)
        case .failure:
            guard case .string(let message) = constants[Int(instruction.first)] else { return Self.mismatch() }
            return .error(EvaluationError(instruction.kind == 1 ? .unboundName : .noSuchOverload, message))
        }
    }

    private mutating func conditional(_ instruction: Instruction) -> Outcome {
        let start = Int(instruction.first)
        let last = Int(instruction.second) - 1
        var place = 0
        while place < last {
            switch truth(links[start + place]) {
            case .yes: return value(links[start + place + 1])
            case .no: place += 2
            case .other: return pending
            }
        }
        return value(links[start + last])
    }

    private mutating func chain(_ instruction: Instruction) -> Outcome {
        let start = Int(instruction.first)
        var result = value(links[start])
        for place in 1..<Int(instruction.second) {
            let right = value(links[start + 2 * place])
            switch (result, right) {
            case (.value(let left), .value(let right)):
                result = calculate(left, UInt8(truncatingIfNeeded: links[start + 2 * place - 1]), right)
            case (.value, let missing), (let missing, .value): result = missing
            case (let left, let right): result = merged(left, right)
            }
        }
        return result
    }

    private mutating func calculate(_ left: Value, _ kind: UInt8, _ right: Value) -> Outcome {
        guard let operation = Syntax.Arithmetic(rawValue: kind) else { return Self.mismatch() }
        let result = Calculation.result(left, operation, right, isStrict: isStrict)
        if case .value(let value) = result { charge(value) }
        return result
    }

    /// What long results cost.
    mutating func charge(_ value: Value) { steps &-= Cost.of(value) }

    /// All arguments; nil leaves what is missing from all of them in `pending`.
    private mutating func arguments(_ instruction: Instruction) -> [Value]? {
        var arguments: [Value] = []
        arguments.reserveCapacity(Int(instruction.second))
        var missing: Outcome?
        for place in 0..<Int(instruction.second) {
            switch value(links[Int(instruction.first) + place]) {
            case .value(let argument): arguments.append(argument)
            case .unknown(let ids): missing = merged(missing, .unknown(ids))
            case .error(let error): missing = merged(missing, .error(error))
            }
        }
        guard let missing else { return arguments }
        pending = missing
        return nil
    }

    private mutating func builtin(_ instruction: Instruction, _ arguments: [Value]) -> Outcome {
        let function = UInt8(truncatingIfNeeded: instruction.number)
        guard let function = Builtin(family: instruction.kind, function: function) else { return Self.mismatch() }
        return Builtins.apply(function, arguments, isStrict: isStrict, steps: &steps)
    }
}
