/// A checked expression, ready to be evaluated any number of times.
public struct Program: Hashable, Sendable {
    /// A call of a host's function, with what is known of its arguments when it is compiled.
    public struct HostCall: Hashable, Sendable {
        public let id: Int
        /// The numbers that references, literals and integers written out stand for; nil for what is computed at run time.
        public let constants: [Int64?]

        package init(id: Int, constants: [Int64?]) {
            self.id = id
            self.constants = constants
        }
    }

    public var source: String { boxed[0].source }
    public var type: ValueType { boxed[0].type }
    /// What its value can be, where that is known: of a variable or a record's field by itself.
    public var domain: Variable.Domain? { boxed[0].domain }
    /// The ids of the variables it may read, sorted, each once.
    public var variables: [Int] { boxed[0].variables }
    /// The calls of host's functions it may make, in order of appearance.
    public var calls: [HostCall] { boxed[0].calls }
    /// An upper estimate of its cost in steps, where lists have their assumed length.
    public var estimatedCost: Int { boxed[0].estimatedCost }
    /// How deep it nests; what evaluates it takes so much of the stack.
    public var depth: Int { boxed[0].depth }

    /// An array of one: copying a program, which is handed about a lot, counts one reference.
    private let boxed: [Parts]

    init(_ parts: Parts) { boxed = [parts] }

    var parts: Parts { boxed[0] }

    struct Parts: Hashable, Sendable {
        let source: String
        let type: ValueType
        let domain: Variable.Domain?
        let variables: [Int]
        let calls: [HostCall]
        let estimatedCost: Int
        let depth: Int
        let code: Code
    }
}

extension Program {
    /// Compiles an expression, or says everything that is wrong with it.
    ///
    /// - Parameters:
    ///   - resolver: tells what texts name that are written where a function of the host's wants a name.
    ///   - expected: the type it must have; nil for any.
    public static func compile(
        _ source: String, in environment: Environment, resolver: any LiteralResolver = NoLiterals(),
        expected: ValueType? = nil, limits: Limits = .guards
    ) -> Result<Program, Issues> {
        let syntax: Syntax
        do {
            syntax = try Parser.parse(source, limits: limits)
        } catch {
            return .failure(Issues([error]))
        }
        var checker = Checker(syntax, source: source, environment: environment, resolver: resolver)
        let root = checker.check(root: expected, limits: limits)
        guard checker.issues.isEmpty else {
            return .failure(Issues(checker.issues.sorted { $0.range.lowerBound < $1.range.lowerBound }))
        }
        var code = checker.code
        code.root = root.node
        return .success(
            Program(
                Parts(
                    source: source, type: checker.finished(root.type), domain: root.domain,
                    variables: checker.variables.sorted(), calls: checker.calls,
                    estimatedCost: checker.estimatedCost(of: root), depth: syntax.height([syntax.root]), code: code)))
    }

    /// Evaluates it. Costs at most `limits.evaluationCost` steps, then ends in the error `costExceeded`.
    @inlinable
    public func evaluate(_ host: borrowing some Host & ~Copyable, limits: Limits = .guards) -> Outcome {
        var steps = limits.evaluationCost
        return evaluate(host, steps: &steps)
    }

    /// Evaluates it within the steps that are left, and takes from them what it costs; below 0 they were not enough, and
    /// it ends in the error `costExceeded`.
    @inlinable
    public func evaluate(_ host: borrowing some Host & ~Copyable, steps: inout Int) -> Outcome {
        withUnsafePointer(to: host) { evaluate(any: HostReference($0), steps: &steps) }
    }

    @usableFromInline
    func evaluate(any host: any Host, steps: inout Int) -> Outcome {
        boxed.withUnsafeBufferPointer { parts in
            var evaluator = Evaluator(parts, host: host, steps: steps)
            defer { steps = evaluator.steps }
            return evaluator.evaluate()
        }
    }
}

/// Everything that is wrong with an expression, in order of place; never empty.
public struct Issues: Error, Hashable, Sendable {
    public let all: [Issue]

    public init(_ all: [Issue]) { self.all = all }
}

/// Bounds of compiling and evaluating; each has an outcome of its own.
public struct Limits: Hashable, Sendable {
    /// UTF-8 bytes of an expression's text; beyond: `tooLong`.
    public var length: Int
    /// Nesting of an expression; beyond: `tooDeep`. Each level takes some kilobytes of the stack.
    public var depth: Int
    /// Steps of an evaluation, one a node and one an element visited or given by the host, or 64 bytes read or made;
    /// beyond: `costExceeded`.
    public var evaluationCost: Int

    public init(length: Int, depth: Int, evaluationCost: Int) {
        self.length = length
        self.depth = depth
        self.evaluationCost = evaluationCost
    }

    /// What a clinic's guard may take.
    public static let guards = Limits(length: 16_384, depth: 64, evaluationCost: 100_000)
    /// For bare expressions: more of everything, and still within a thread's stack and a second.
    public static let standard = Limits(length: 65_536, depth: 100, evaluationCost: 10_000_000)
}
