import CEL
import Testing

/// The outcome of a bare expression, with variables by their names.
func evaluateBare(
    _ source: String, _ variables: [String: Outcome] = [:], types: [String: ValueType] = [:], isChecked: Bool = true,
    limits: Limits = .standard
) throws -> Outcome {
    let bound = BoundNames(variables)
    var environment = Environment(profile: .standard)
    environment.isChecked = isChecked
    for (id, name) in bound.names.enumerated() {
        environment.variables[name] = Variable(id: id, type: types[name] ?? .dyn)
    }
    return try Program.compile(source, in: environment, limits: limits).get().evaluate(bound, limits: limits)
}

/// A host that has values by their names.
struct BoundNames: Host {
    let names: [String]
    private let values: [Outcome]

    init(_ variables: [String: Outcome]) {
        names = variables.keys.sorted()
        values = names.compactMap { variables[$0] }
    }

    func variable(_ id: Int) -> Outcome { values[id] }

    func call(_ id: Int, _ arguments: [Value]) -> Outcome { .value(.list(arguments)) }
}

/// Expects a bare expression to be true.
func expectBare(_ source: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    #expect(try evaluateBare(source) == .value(.bool(true)), "\(source)", sourceLocation: sourceLocation)
}

/// Expects a bare expression to end in an error.
func expectBare(
    _ kind: EvaluationError.Kind, _ source: String, sourceLocation: SourceLocation = #_sourceLocation
) throws {
    let outcome = try evaluateBare(source)
    #expect(CELTests.kind(outcome) == kind, "\(source): \(outcome)", sourceLocation: sourceLocation)
}

/// The type of a bare expression; nil where it does not compile.
func bareType(_ source: String) -> String? {
    switch Program.compile(source, in: Environment(profile: .standard), limits: .standard) {
    case .success(let program): program.type.description
    case .failure: nil
    }
}
