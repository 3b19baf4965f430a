/// Finds the type of every part of an expression, says what is wrong with it, and writes the code to evaluate it.
///
/// A part with an issue has the type `.error`, which nothing complains about, so that one mistake is one issue.
struct Checker {
    /// A part that was checked.
    struct Checked {
        var type: ValueType
        /// Its place in the code.
        var node: Int32
        /// Where it is written.
        let range: Range<Int>
        var domain: Variable.Domain?
        /// An integer that comes from dividing integers: it has lost its fraction.
        var isQuotient = false
        let id: Syntax.ID
    }

    /// A name bound by a comprehension.
    struct Local {
        let name: String
        let type: ValueType
        let slot: Int32
    }

    let environment: Environment
    let resolver: any LiteralResolver
    let syntax: Syntax
    let source: [UInt8]
    var code = Code()
    var issues: [Issue] = []
    var variables: Set<Int> = []
    var calls: [Program.HostCall] = []
    var locals: [Local] = []
    /// What a text may be at this place, where a bare word was probably meant as one; empty for any, nil for no text.
    var wordsHere: [String]?
    /// What type parameters were found to be.
    var substitution: [String: ValueType] = [:]
    var parameterCount = 0
    /// Estimated steps, one entry an instruction.
    private var costs: [Int] = []

    var isStrict: Bool { environment.profile == .strict }
    /// Guards are always checked.
    var isChecked: Bool { isStrict || environment.isChecked }
    /// More of them help nobody, and suggestions for each would take long.
    private static let maximumIssues = 100

    init(_ syntax: Syntax, source: String, environment: Environment, resolver: any LiteralResolver) {
        self.syntax = syntax
        self.source = Array(source.utf8)
        self.environment = environment
        self.resolver = resolver
        code.isStrict = environment.profile == .strict
        code.instructions.reserveCapacity(syntax.nodes.count)
        costs.reserveCapacity(syntax.nodes.count)
    }

    /// Checks the whole expression: its type, and what it will cost.
    mutating func check(root expected: ValueType?, limits: Limits) -> Checked {
        var root = check(syntax.root)
        guard issues.isEmpty else { return root }
        if let expected, !isAssignable(root.type, to: expected) {
            if let number = coerced(root), isAssignable(number.type, to: expected) {
                root = number
            } else if !reportQuotient(root, beside: expected) {
                report(
                    .wrongType, "Here belongs \(describe(expected)); this is \(describe(root.type))",
                    at: 0..<source.count)
            }
        }
        let cost = estimatedCost(of: root)
        if cost > limits.evaluationCost {
            report(
                .tooCostly, "This may take \(cost) steps; \(limits.evaluationCost) are allowed", at: 0..<source.count)
        }
        return root
    }

    /// The type as the outside sees it: what was never found out can be anything.
    func finished(_ type: ValueType) -> ValueType {
        switch resolved(type) {
        case .parameter: .dyn
        case .list(let element): .list(finished(element))
        case .map(let key, let value): .map(finished(key), finished(value))
        case .optional(let wrapped): .optional(finished(wrapped))
        case .type(let inner): .type(finished(inner))
        case .abstract(let name, let parameters): .abstract(name, parameters.map { finished($0) })
        case .dyn, .null, .bool, .int, .uint, .double, .string, .bytes, .timestamp, .duration, .date, .period, .object,
            .record, .error:
            resolved(type)
        }
    }

    mutating func check(_ id: Syntax.ID) -> Checked {
        let range = syntax[id].range
        switch syntax[id].kind {
        case .literal(let value): return checkLiteral(value, id)
        case .name: return checkPath(id)
        case .select: return checkPath(id)
        case .index(let operand, let index, let isOptional):
            return checkIndex(check(operand), check(index), isOptional: isOptional, id)
        case .call(let receiver, let function, let isRooted, let arguments):
            let call = Call(
                id: id, receiver: receiver, function: function, isRooted: isRooted, arguments: arguments, range: range)
            return checkCall(call)
        case .not(let operand):
            let operand = checkCondition(operand, "! turns")
            return emit(Instruction(operation: .not, first: operand.node), .bool, over: [operand], id)
        case .negate(let operand): return checkNegation(check(operand), id)
        case .arithmetic(let operands, let operators):
            let operands = operands.map { check($0) }
            return isStrict
                ? checkArithmetic(operands, operators, id) : checkStandardArithmetic(operands, operators, id)
        case .relation(let left, let relation, let right):
            let (left, right) = checkSides(left, right)
            return isStrict
                ? checkRelation(left, relation, right, id) : checkStandardRelation(left, relation, right, id)
        case .and(let parts): return checkLogic(.and, parts, "&& joins", id)
        case .or(let parts): return checkLogic(.or, parts, "|| joins", id)
        case .conditional(let parts): return checkConditional(parts, id)
        case .list(let elements): return checkList(elements, id)
        case .map(let entries): return checkMap(entries, id)
        }
    }

    // MARK: Issues

    mutating func report(
        _ code: Issue.Code, _ message: String, at range: Range<Int>, suggestions: [String] = []
    ) {
        guard issues.count < Self.maximumIssues else { return }
        issues.append(Issue(code, message, at: range, suggestions: suggestions))
    }

    /// Names that were probably meant; none where nobody will read them.
    func suggestions(near name: String, among names: @autoclosure () -> some Sequence<String>) -> [String] {
        isChecked && environment.suggestsNames && issues.count < Self.maximumIssues
            ? Suggestions.nearest(to: name, among: names()) : []
    }

    /// A part that did not check.
    mutating func failed(_ id: Syntax.ID) -> Checked {
        var failed = emit(Instruction(operation: .bool), .error, id)
        failed.type = .error
        return failed
    }

    /// Where checking is left to the run, code that ends in an error; else the issue.
    mutating func refuse(
        _ code: Issue.Code, _ message: String, at range: Range<Int>, suggestions: [String] = [], _ id: Syntax.ID
    ) -> Checked {
        guard isChecked else {
            let text = constant(.string(message))
            let kind: EvaluationError.Kind = code == .unknownName ? .unboundName : .noSuchOverload
            return emit(
                Instruction(operation: .failure, kind: kind == .unboundName ? 1 : 0, first: text), .dyn, id)
        }
        report(code, message, at: range, suggestions: suggestions)
        return failed(id)
    }

    // MARK: Code

    mutating func constant(_ value: Value) -> Int32 {
        code.constants.append(value)
        return Int32(code.constants.count - 1)
    }

    mutating func link(_ nodes: [Int32]) -> Int32 {
        let start = code.links.count
        code.links.append(contentsOf: nodes)
        return Int32(start)
    }

    /// Adds an instruction. `repeating` is what runs once an element, `length` how many elements there are, `more` what
    /// it costs beyond its parts.
    mutating func emit(
        _ instruction: Instruction, _ type: ValueType, over parts: [Checked] = [], repeating: [Checked] = [],
        length: Int = 0, more: Int = 0, _ id: Syntax.ID
    ) -> Checked {
        code.instructions.append(instruction)
        var cost = parts.reduce(1 + min(more, Self.maximumEstimate)) {
            min($0 + costs[Int($1.node)], Self.maximumEstimate)
        }
        let once = repeating.reduce(1) { min($0 + costs[Int($1.node)], Self.maximumEstimate) }
        cost = min(cost + once.multipliedReportingOverflow(by: length).partialValue, Self.maximumEstimate)
        costs.append(cost)
        // Without the check a value is what it is when it runs, and nothing is refused for its type before that.
        return Checked(
            type: isChecked ? type : .dyn, node: Int32(code.instructions.count - 1),
            range: syntax[id].range, domain: nil, id: id)
    }

    /// An estimate that no limit reaches; sums of a few of them do not overflow.
    private static let maximumEstimate = 1 << 40
    /// How long a list is taken to be whose length is not written.
    static let assumedLength = 16

    func estimatedCost(of checked: Checked) -> Int { costs[Int(checked.node)] }

    mutating func emit(_ value: Value, _ type: ValueType, _ id: Syntax.ID) -> Checked {
        switch value {
        case .int(let number): return emit(Instruction(operation: .int, number: number), type, id)
        case .bool(let truth): return emit(Instruction(operation: .bool, number: truth ? 1 : 0), type, id)
        case .null, .uint, .double, .string, .bytes, .list, .map, .timestamp, .duration, .date, .period, .object, .type,
            .optional:
            return emit(Instruction(operation: .constant, first: constant(value)), type, id)
        }
    }

    /// The value of a part that is written out or was computed when it was compiled.
    func constantValue(of checked: Checked) -> Value? {
        let instruction = code.instructions[Int(checked.node)]
        switch instruction.operation {
        case .int: return .int(instruction.number)
        case .bool: return .bool(instruction.number != 0)
        case .constant: return code.constants[Int(instruction.first)]
        case .variable, .local, .field, .select, .index, .not, .negate, .and, .or, .conditional, .arithmetic,
            .intArithmetic, .chain, .relation, .intRelation, .numberRelation, .list, .map, .call, .builtin,
            .comprehension, .bind,
            .optional, .failure:
            return nil
        }
    }

    func text(_ range: Range<Int>) -> String { String(decoding: source[range], as: UTF8.self) }

    // MARK: Literals

    private mutating func checkLiteral(_ value: Value, _ id: Syntax.ID) -> Checked {
        let range = syntax[id].range
        if isStrict {
            switch value {
            case .null:
                return refuse(
                    .notAllowedHere, "There is no null here: a value that is missing is unknown; ask known(…)",
                    at: range, id)
            case .uint:
                return refuse(.notAllowedHere, "Unsigned integers are not used here; leave the u out", at: range, id)
            case .bytes:
                return refuse(.notAllowedHere, "Bytes are not used here; leave the b out", at: range, id)
            case .bool, .int, .double, .string, .list, .map, .timestamp, .duration, .date, .period, .object, .type,
                .optional:
                break
            }
        }
        return emit(value, value.runtimeType, id)
    }
}

extension Value {
    /// The type that `type(…)` tells while an expression runs: what is inside a list or a map does not matter.
    var runtimeType: ValueType {
        switch self {
        case .null: .null
        case .bool: .bool
        case .int: .int
        case .uint: .uint
        case .double: .double
        case .string: .string
        case .bytes: .bytes
        case .list: .list(.dyn)
        case .map: .map(.dyn, .dyn)
        case .timestamp: .timestamp
        case .duration: .duration
        case .date: .date
        case .period: .period
        case .object(let object): .object(object.type)
        case .type: .type(.dyn)
        case .optional: .optional(.dyn)
        }
    }
}
