/// Fields of records, and what an optional holds.
extension Evaluator {
    func field(_ operand: Outcome, _ instruction: Instruction) -> Outcome {
        guard case .value(let value) = operand else { return operand }
        let place = Int(instruction.second)
        guard case .object(let object) = value, object.fields.indices.contains(place) else { return Self.mismatch() }
        let field = object.fields[place]
        switch (Instruction.Selection(rawValue: instruction.kind), field) {
        case (.value?, _), (nil, _), (_, .unknown): return field
        case (.test?, .value): return .value(.bool(true))
        case (.optional?, .value(let value)): return .value(.optional(value))
        case (.test?, .error(let error)):
            return error.kind == .noSuchField ? .value(.bool(false)) : field
        case (.optional?, .error(let error)):
            return error.kind == .noSuchField ? .value(.optional(nil)) : field
        }
    }

    mutating func optional(_ instruction: Instruction) -> Outcome {
        let operand = value(instruction.first)
        guard case .value(let value) = operand else { return operand }
        guard case .optional(let wrapped) = value, let step = Instruction.OptionalStep(rawValue: instruction.kind)
        else {
            return Self.mismatch()
        }
        switch (step, wrapped) {
        case (.map, nil), (.flatMap, nil): return operand
        case (.map, let wrapped?):
            let result = bound(wrapped, instruction)
            guard case .value(let value) = result else { return result }
            return .value(.optional(value))
        case (.flatMap, let wrapped?): return optional(bound(wrapped, instruction))
        case (.or, nil): return optional(self.value(instruction.second))
        case (.or, _): return operand
        case (.orValue, nil): return self.value(instruction.second)
        case (.orValue, let wrapped?): return .value(wrapped)
        }
    }

    private func optional(_ outcome: Outcome) -> Outcome {
        guard case .value(let value) = outcome else { return outcome }
        guard case .optional = value else { return Self.mismatch() }
        return outcome
    }

    /// `second` with the value in its slot.
    private mutating func bound(_ value: Value, _ instruction: Instruction) -> Outcome {
        let slot = Int(truncatingIfNeeded: instruction.number)
        let outer = locals[slot]
        locals[slot] = .value(value)
        defer { locals[slot] = outer }
        return self.value(instruction.second)
    }
}
