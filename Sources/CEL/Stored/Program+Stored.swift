/// A checked expression as bytes, so that what was checked once runs for ever without being checked again.
///
/// The numbers of operations, of functions and of kinds are a part of the form: a new one gets a new number, and none
/// ever changes its meaning.
extension Program {
    package func write(to writer: inout ByteWriter) {
        let parts = parts
        writer.write(parts.source)
        writer.write(parts.type)
        writer.write(parts.domain) { $0.write($1) }
        writer.write(parts.variables) { $0.write($1) }
        writer.write(parts.calls) { writer, call in
            writer.write(call.id)
            writer.write(call.constants) { writer, constant in writer.write(constant) { $0.write($1) } }
        }
        writer.write(parts.estimatedCost)
        writer.write(parts.depth)
        parts.code.write(to: &writer)
    }

    package init(from reader: inout ByteReader) throws(ByteReader.Malformed) {
        self.init(
            Parts(
                source: try reader.string(), type: try reader.type(),
                domain: try reader.optional { (reader) throws(ByteReader.Malformed) in try reader.domain() },
                variables: try reader.list { (reader) throws(ByteReader.Malformed) in try reader.int() },
                calls: try reader.list { (reader) throws(ByteReader.Malformed) in try HostCall(from: &reader) },
                estimatedCost: try reader.int(), depth: try reader.int(), code: try Code(from: &reader)))
    }
}

extension Program.HostCall {
    fileprivate init(from reader: inout ByteReader) throws(ByteReader.Malformed) {
        self.init(
            id: try reader.int(),
            constants: try reader.list { (reader) throws(ByteReader.Malformed) in
                try reader.optional { (reader) throws(ByteReader.Malformed) in try reader.int64() }
            })
    }
}

extension Code {
    fileprivate func write(to writer: inout ByteWriter) {
        writer.write(constants) { $0.write($1) }
        writer.write(slots)
        writer.write(isStrict)
        writer.write(Int(root))
        writer.write(links) { $0.write(Int($1)) }
        writer.write(instructions) { writer, instruction in
            writer.write(byte: instruction.operation.rawValue)
            writer.write(byte: instruction.kind)
            writer.write(Int(instruction.first))
            writer.write(Int(instruction.second))
            writer.write(instruction.number)
        }
    }

    fileprivate init(from reader: inout ByteReader) throws(ByteReader.Malformed) {
        constants = try reader.list { (reader) throws(ByteReader.Malformed) in try reader.value() }
        slots = try reader.int()
        isStrict = try reader.bool()
        root = try reader.int32()
        links = try reader.list { (reader) throws(ByteReader.Malformed) in try reader.int32() }
        instructions = try reader.list { (reader) throws(ByteReader.Malformed) in try Instruction(from: &reader) }
        guard isSound else { throw ByteReader.Malformed() }
    }
}

extension Instruction {
    fileprivate init(from reader: inout ByteReader) throws(ByteReader.Malformed) {
        guard let operation = Operation(rawValue: try reader.byte()) else { throw ByteReader.Malformed() }
        self.init(
            operation: operation, kind: try reader.byte(), first: try reader.int32(), second: try reader.int32(),
            number: try reader.int64())
    }
}

// MARK: - Soundness

extension Code {
    /// Names bound at once, in code that is sound.
    private static let maximumSlots = 1_000

    /// Whether the evaluator can walk it: each node names only nodes before it, and what it names is there.
    private var isSound: Bool {
        guard (0...Self.maximumSlots).contains(slots), instructions.indices.contains(Int(root)) else { return false }
        return instructions.indices.allSatisfy { isSound($0) }
    }

    private func isSound(_ place: Int) -> Bool {
        let instruction = instructions[place]
        func isNode(_ node: Int32) -> Bool { (0..<place).contains(Int(node)) }
        func isConstant(_ number: Int32) -> Bool { constants.indices.contains(Int(number)) }
        func isSlot(_ number: Int64) -> Bool { (0..<Int64(slots)).contains(number) }
        /// A stretch of links, and which of its places hold nodes.
        func areNodes(_ count: Int, where isNodeAt: (Int) -> Bool = { _ in true }) -> Bool {
            let start = Int(instruction.first)
            guard count >= 0, start >= 0, start + count <= links.count else { return false }
            return (0..<count).allSatisfy { !isNodeAt($0) || isNode(links[start + $0]) }
        }
        let many = Int(instruction.second)
        switch instruction.operation {
        case .int, .bool, .variable: return true
        case .constant, .failure: return isConstant(instruction.first)
        case .local: return isSlot(Int64(instruction.first))
        case .field: return isNode(instruction.first) && instruction.second >= 0
        case .select: return isNode(instruction.first) && isConstant(instruction.second)
        case .not, .negate: return isNode(instruction.first)
        case .index, .arithmetic, .intArithmetic, .relation, .intRelation, .numberRelation:
            return isNode(instruction.first) && isNode(instruction.second)
        case .and, .or, .call, .builtin: return areNodes(many)
        case .conditional: return many > 0 && areNodes(many)
        case .chain: return many > 0 && areNodes(2 * many - 1, where: { $0 % 2 == 0 })
        case .list:
            return instruction.kind == 1 ? areNodes(2 * many, where: { $0 % 2 == 0 }) : areNodes(many)
        case .map: return areNodes(3 * many, where: { $0 % 3 != 2 })
        case .comprehension:
            guard areNodes(5, where: { $0 == 0 || $0 == 3 }) else { return false }
            let start = Int(instruction.first)
            return isSlot(Int64(links[start + 1])) && (links[start + 2] == -1 || isSlot(Int64(links[start + 2])))
                && (links[start + 4] == -1 || isNode(links[start + 4]))
        case .bind: return isNode(instruction.first) && isNode(instruction.second) && isSlot(instruction.number)
        case .optional:
            let binds = instruction.kind <= Instruction.OptionalStep.flatMap.rawValue
            return isNode(instruction.first) && isNode(instruction.second) && (!binds || isSlot(instruction.number))
        }
    }
}
