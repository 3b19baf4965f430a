/// A checked expression taken apart, for whoever looks at what it can come to and not at what it comes to.
extension Program {
    /// A part of an expression.
    package struct Part: Hashable, Sendable {
        fileprivate let node: Int32
    }

    package enum Relation: UInt8, Hashable, Sendable {
        case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual
        /// `in` a list.
        case within
    }

    package enum Arithmetic: UInt8, Hashable, Sendable {
        case add, subtract, multiply, divide, remainder
    }

    /// What becomes of an integer.
    package enum Conversion: Hashable, Sendable {
        /// A number that may have a fraction.
        case fraction
        case days, weeks, hours, minutes
    }

    /// What a part is made of.
    package enum Shape: Hashable, Sendable {
        case constant(Value)
        case variable(Int)
        /// A call of a host's function.
        case call(Int, [Part])
        case not(Part)
        case and([Part])
        case or([Part])
        /// Condition, answer, condition, answer, …, the last answer.
        case conditional([Part])
        case relation(Part, Relation, Part)
        /// A field of a record, by its place.
        case field(Part, Int)
        /// How many elements a list has, or a text characters.
        case size(Part)
        case list([Part])
        /// A sum, a call of CEL's own and the like.
        case other([Part])
        /// A macro, over a list: what it does to each element is not a part by itself.
        case comprehension(Part)
    }

    /// The places of all fields of records that it selects.
    package var selectedPlaces: Set<Int> {
        Set(parts.code.instructions.lazy.filter { $0.operation == .field }.map { Int($0.second) })
    }

    package var root: Part { Part(node: parts.code.root) }

    /// The same for copies of an expression, and for no two that live at once.
    package var identity: Int { parts.code.instructions.withUnsafeBufferPointer { Int(bitPattern: $0.baseAddress) } }

    /// A text that is the same for parts that are written alike, in any expression of one environment.
    package func text(of part: Part) -> String {
        let instruction = parts.code.instructions[Int(part.node)]
        let head = "\(instruction.operation.rawValue).\(instruction.kind)"
        switch shape(of: part) {
        case .constant(let value): return "\(value)"
        case .variable(let id): return "$\(id)"
        case .call(let id, let arguments): return "@\(id)(\(texts(of: arguments)))"
        case .field(let record, let place): return "\(text(of: record)).\(place)"
        case .not, .and, .or, .conditional, .relation, .size, .list, .other:
            let code = parts.code
            let inside = children(of: part).map { text(of: $0) }.joined(separator: ",")
            let detail =
                switch instruction.operation {
                case .builtin: "\(instruction.number)"
                case .local: "\(instruction.first)"
                case .select: "\(code.constants[Int(instruction.second)])"
                case .chain:
                    (1..<Int(instruction.second)).map { "\(code.links[Int(instruction.first) + 2 * $0 - 1])" }
                        .joined(separator: ",")
                case .field: "\(instruction.second)"
                case .bind, .optional: "\(instruction.number)"
                // Of these not all that is inside is a part.
                case .map, .failure: "#\(source)#\(part.node)"
                case .list where instruction.kind != 0: "#\(source)#\(part.node)"
                default: ""
                }
            return "\(head)\(detail)[\(inside)]"
        case .comprehension:
            let places = parts.code.links[Int(instruction.first)..<Int(instruction.first) + 5]
            // The list, the slots of what is bound, and what is done to each element.
            return "\(head)"
                + places.enumerated().map { place, link in
                    place == 1 || place == 2 || link < 0 ? "\(link)" : text(of: Part(node: link))
                }.joined(separator: ";")
        }
    }

    /// A part that is calculated: the first value, and what is done to it one after the other. One value whose sign is turned
    /// is taken from 0, which stands for itself as nil. Nil where it is no arithmetic.
    package func calculation(of part: Part) -> (first: Part?, rest: [(Arithmetic, Part)])? {
        let code = parts.code
        let instruction = code.instructions[Int(part.node)]
        switch instruction.operation {
        case .negate: return (nil, [(.subtract, Part(node: instruction.first))])
        case .arithmetic, .intArithmetic:
            return Arithmetic(rawValue: instruction.kind).map { operation in
                (Part(node: instruction.first), [(operation, Part(node: instruction.second))])
            }
        case .chain:
            let start = Int(instruction.first)
            let rest = (1..<Int(instruction.second)).compactMap { place -> (Arithmetic, Part)? in
                Arithmetic(rawValue: UInt8(code.links[start + 2 * place - 1]))
                    .map { ($0, Part(node: code.links[start + 2 * place])) }
            }
            return (Part(node: code.links[start]), rest)
        default: return nil
        }
    }

    private func texts(of parts: [Part]) -> String { parts.map { text(of: $0) }.joined(separator: ",") }

    /// The parts right below one; of a macro only its list.
    package func children(of part: Part) -> [Part] {
        switch shape(of: part) {
        case .constant, .variable: []
        case .call(_, let parts), .and(let parts), .or(let parts), .conditional(let parts), .list(let parts),
            .other(let parts):
            parts
        case .not(let inner), .field(let inner, _), .size(let inner), .comprehension(let inner): [inner]
        case .relation(let left, _, let right): [left, right]
        }
    }

    package func shape(of part: Part) -> Shape {
        let code = parts.code
        let instruction = code.instructions[Int(part.node)]
        func node(_ node: Int32) -> Part { Part(node: node) }
        var links: [Part] {
            code.links[Int(instruction.first)..<Int(instruction.first) + Int(instruction.second)].map(node)
        }
        switch instruction.operation {
        case .int: return .constant(.int(instruction.number))
        case .bool: return .constant(.bool(instruction.number != 0))
        case .constant: return .constant(code.constants[Int(instruction.first)])
        case .variable: return .variable(Int(instruction.number))
        case .call: return .call(Int(instruction.number), links)
        case .not: return .not(node(instruction.first))
        case .and: return .and(links)
        case .or: return .or(links)
        case .conditional: return .conditional(links)
        case .relation, .intRelation, .numberRelation:
            guard let relation = Relation(rawValue: instruction.kind) else { return .other([]) }
            return .relation(node(instruction.first), relation, node(instruction.second))
        case .field where instruction.kind == Instruction.Selection.value.rawValue:
            return .field(node(instruction.first), Int(instruction.second))
        case .builtin:
            let size = Builtin.value(.size).code
            let isSize = instruction.kind == size.family && instruction.number == Int64(size.function)
            if isSize, let list = links.first { return .size(list) }
            return .other(links)
        case .comprehension: return .comprehension(node(code.links[Int(instruction.first)]))
        case .list where instruction.kind == 0: return .list(links)
        case .chain:
            let first = Int(instruction.first)
            return .other((0..<Int(instruction.second)).map { node(code.links[first + 2 * $0]) })
        case .negate, .field, .select: return .other([node(instruction.first)])
        case .index, .arithmetic, .intArithmetic, .bind, .optional:
            return .other([node(instruction.first), node(instruction.second)])
        case .local, .list, .map, .failure: return .other([])
        }
    }

    /// Of a part that asks whether some element of a list is so: the list, and all that such an element has to be, as texts.
    package func existence(of part: Part) -> (list: String, conditions: Set<String>)? {
        let code = parts.code
        let instruction = code.instructions[Int(part.node)]
        guard instruction.operation == .comprehension, instruction.kind == Comprehension.exists.rawValue else {
            return nil
        }
        let start = Int(instruction.first)
        let (slot, second) = (code.links[start + 1], code.links[start + 2])
        let conditions = conjuncts(of: Part(node: code.links[start + 3])).map { text(of: $0) }
        return ("\(text(of: Part(node: code.links[start])));\(slot);\(second)", Set(conditions))
    }

    private func conjuncts(of part: Part) -> [Part] {
        if case .and(let parts) = shape(of: part) { parts.flatMap { conjuncts(of: $0) } } else { [part] }
    }

    /// What a part makes of an integer that is not written out; nil where it does something else.
    package func conversion(of part: Part) -> (Conversion, Part)? {
        let code = parts.code
        let instruction = code.instructions[Int(part.node)]
        guard instruction.operation == .builtin, instruction.second == 1 else { return nil }
        let made: [(Builtin, Conversion)] = [
            (.value(.toDouble), .fraction), (.time(.days), .days), (.time(.weeks), .weeks), (.time(.hours), .hours),
            (.time(.minutes), .minutes),
        ]
        return made.first { builtin, _ in
            instruction.kind == builtin.code.family && instruction.number == Int64(builtin.code.function)
        }.map { ($0.1, Part(node: code.links[Int(instruction.first)])) }
    }

    /// What a part comes to by itself; not of one inside a macro.
    package func value(of part: Part, _ host: borrowing some Host & ~Copyable, limits: Limits = .guards) -> Outcome {
        value(at: part.node, host, limits: limits)
    }

    /// Whether a relation holds between two values; nil where they cannot be compared.
    package static func holds(_ left: Value, _ relation: Relation, _ right: Value) -> Bool? {
        var steps = Limits.guards.evaluationCost
        return Comparison.holds(left, relation, right, exactly: true, steps: &steps)
    }
}

extension Program.Relation {
    /// The same comparison with its sides exchanged.
    package var mirrored: Program.Relation {
        switch self {
        case .equal, .notEqual, .within: self
        case .less: .greater
        case .lessOrEqual: .greaterOrEqual
        case .greater: .less
        case .greaterOrEqual: .lessOrEqual
        }
    }
}
