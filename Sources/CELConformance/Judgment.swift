import CEL

/// How a case went.
package enum Judgment: Hashable, Sendable {
    case passed
    case failed(expected: String, got: String)
}

extension ConformanceCase {
    /// Compiles and runs it in the standard profile.
    package func judge() -> Judgment {
        switch Program.compile(expression, in: environment, limits: .standard) {
        case .failure(let issues):
            if case .error = expectation { return .passed }
            return .failed(
                expected: expectation.shown, got: "issue: " + issues.all.map(\.message).joined(separator: "; "))
        case .success(let program):
            if isChecked, let deducedType, program.type != deducedType.type {
                return .failed(expected: "type \(deducedType.type)", got: "type \(program.type)")
            }
            return isCheckOnly ? .passed : judge(program.evaluate(BoundValues(self), limits: .standard))
        }
    }

    private func judge(_ outcome: Outcome) -> Judgment {
        switch (expectation, outcome) {
        case (.value(let expected), .value(let value)) where value.isWhatIsExpected(expected.value): .passed
        case (.error, .error), (.type, _): .passed
        case (.value, _), (.error, _): .failed(expected: expectation.shown, got: outcome.shown)
        }
    }

    private var environment: Environment {
        var environment = Environment(profile: .standard)
        environment.container = container
        environment.isChecked = isChecked
        environment.hasMacros = hasMacros
        // Without the check a name needs no declaration; a value is enough.
        for (place, name) in names.enumerated() {
            environment.variables[name] = Variable(id: place, type: type(of: name))
        }
        for declaration in declarations {
            environment.functions[declaration.name] = declaration.function?.map { function in
                Overload(
                    id: 0, isMethod: function.member, parameters: function.params.map { .value($0.type) },
                    result: function.result.type)
            }
        }
        return environment
    }

    fileprivate var names: [String] {
        var names = Set(declarations.filter { $0.type != nil }.map(\.name))
        if !isChecked { names.formUnion(bindings.keys) }
        return names.sorted()
    }

    private func type(of name: String) -> ValueType {
        declarations.first { $0.name == name }?.type?.type ?? .dyn
    }
}

/// Answers with a case's bindings.
private struct BoundValues: Host {
    private let values: [Value?]

    init(_ conformanceCase: ConformanceCase) {
        values = conformanceCase.names.map { conformanceCase.bindings[$0]?.value }
    }

    func variable(_ id: Int) -> Outcome {
        values[id].map { .value($0) } ?? .error(EvaluationError(.unboundName, "The variable has no value"))
    }

    func call(_ id: Int, _ arguments: [Value]) -> Outcome {
        .error(EvaluationError(.noSuchOverload, "Functions of the cases are only checked"))
    }
}

extension ConformanceCase.Expectation {
    fileprivate var shown: String {
        switch self {
        case .value(let expected): expected.value.shown
        case .error: "an error"
        case .type: "a type"
        }
    }
}

extension Outcome {
    fileprivate var shown: String {
        switch self {
        case .value(let value): value.shown
        case .unknown: "unknown"
        case .error(let error): "error \(error.kind.rawValue): \(error.message)"
        }
    }
}
