extension Program {
    /// A number or a truth that it takes from a record of the host's, or by counting a list of the host's: what is compared
    /// with something.
    public struct Figure: Hashable, Sendable {
        public enum Kind: Hashable, Sendable {
            /// A field of a record, by its place.
            case field(Int)
            /// How many elements a list has.
            case size
        }

        /// What the host is asked.
        public enum Origin: Hashable, Sendable {
            case variable(Int)
            case call(HostCall)
        }

        public let kind: Kind
        public let origin: Origin
        fileprivate let node: Int32
    }

    /// The figures it reads, in order of appearance; none of those that are another for each element of a list.
    public var figures: [Figure] { Figures(code: parts.code).all }

    /// What a figure comes to.
    public func value(
        of figure: Figure, _ host: borrowing some Host & ~Copyable, limits: Limits = .guards
    ) -> Outcome {
        value(at: figure.node, host, limits: limits)
    }

    /// What a node comes to by itself.
    func value(at node: Int32, _ host: borrowing some Host & ~Copyable, limits: Limits) -> Outcome {
        withUnsafePointer(to: host) { pointer in
            [parts].withUnsafeBufferPointer { parts in
                var evaluator = Evaluator(parts, host: HostReference(pointer), steps: limits.evaluationCost)
                let outcome = evaluator.value(node)
                return evaluator.steps < 0 ? Evaluator.costExceeded : outcome
            }
        }
    }
}

/// Looks for figures in checked code.
private struct Figures {
    let code: Code

    var all: [Program.Figure] {
        code.instructions.indices.compactMap { place in
            let instruction = code.instructions[place]
            let node = Int32(place)
            guard let kind = kind(of: instruction), !isInBody(node) else { return nil }
            let operand = kind == .size ? code.links[Int(instruction.first)] : instruction.first
            return origin(of: operand).map { Program.Figure(kind: kind, origin: $0, node: node) }
        }
    }

    private func kind(of instruction: Instruction) -> Program.Figure.Kind? {
        if instruction.operation == .field, instruction.kind == Instruction.Selection.value.rawValue {
            return .field(Int(instruction.second))
        }
        let size = Builtin.value(.size).code
        guard instruction.operation == .builtin, instruction.kind == size.family,
            instruction.number == Int64(size.function)
        else { return nil }
        return .size
    }

    /// What a node asks the host, through what picks elements of a list.
    private func origin(of node: Int32) -> Program.Figure.Origin? {
        let instruction = code.instructions[Int(node)]
        switch instruction.operation {
        case .variable: return .variable(Int(instruction.number))
        case .comprehension: return origin(of: code.links[Int(instruction.first)])
        case .call:
            let arguments = code.links[Int(instruction.first)..<Int(instruction.first + instruction.second)]
            if let first = arguments.first, code.instructions[Int(first)].operation == .call {
                return origin(of: first)
            }
            let constants = arguments.map { code.integer(at: $0) }
            return .call(Program.HostCall(id: Int(instruction.number), constants: constants))
        case .int, .bool, .constant, .local, .field, .select, .index, .not, .negate, .and, .or, .conditional,
            .arithmetic, .intArithmetic, .chain, .relation, .intRelation, .numberRelation, .list, .map, .builtin, .bind,
            .optional, .failure:
            return nil
        }
    }

    /// Whether a node is in the body of a comprehension. Nodes are made from the leaves up: those of a body lie between
    /// the list and the comprehension.
    private func isInBody(_ node: Int32) -> Bool {
        code.instructions.indices.contains { place in
            let instruction = code.instructions[place]
            guard instruction.operation == .comprehension else { return false }
            return code.links[Int(instruction.first)] < node && node < Int32(place)
        }
    }
}
