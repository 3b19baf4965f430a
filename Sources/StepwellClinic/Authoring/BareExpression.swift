import CEL
package import PathwayEngine
package import PathwayModel

/// An expression by itself, with values from the command line.
package struct BareExpression {
    private let source: String
    private let given: [(name: String, value: Value)]
    private let isStrict: Bool

    /// - Parameters:
    ///   - given: values of names, as GivenValue reads them.
    ///   - isStrict: by the stricter rules of guards, not as bare CEL.
    package init(_ source: String, _ given: [Input.NamedText], isStrict: Bool) {
        self.source = source
        self.given = given.map { (name: $0.name, value: GivenValue.read($0.text)) }
        self.isStrict = isStrict
    }

    /// What it comes to; a name without a value is unknown.
    package func evaluate() throws -> Evaluation {
        switch compiledAndEvaluated() {
        case .success(let evaluation): return evaluation
        case .failure(let issues): throw BadExpression(issues)
        }
    }

    private func compiledAndEvaluated() -> Result<Evaluation, Issues> {
        var environment = Environment(profile: isStrict ? .strict : .standard)
        for (index, one) in given.enumerated() {
            environment.variables[one.name] = Variable(id: index, type: one.value.inferredType)
        }
        switch Program.compile(source, in: environment, resolver: NoNames()) {
        case .success(let program): return .success(evaluation(of: program, names: []))
        case .failure(let issues):
            guard issues.all.allSatisfy({ $0.code == .unknownName }) else { return .failure(issues) }
            return evaluateWithUnknowns(issues)
        }
    }

    /// Names without values are unknown, and of any type.
    private func evaluateWithUnknowns(_ first: Issues) -> Result<Evaluation, Issues> {
        var environment = Environment(profile: .standard)
        for (index, one) in given.enumerated() {
            environment.variables[one.name] = Variable(id: index, type: one.value.inferredType)
        }
        let bytes = Array(source.utf8)
        var names: [String] = []
        for issue in first.all {
            let name = String(decoding: bytes[issue.range.clamped(to: 0..<bytes.count)], as: UTF8.self)
            guard !names.contains(name) else { continue }
            environment.variables[name] = Variable(id: given.count + names.count, type: .dyn)
            names.append(name)
        }
        return Program.compile(source, in: environment, resolver: NoNames()).map { evaluation(of: $0, names: names) }
    }

    private func evaluation(of program: Program, names: [String]) -> Evaluation {
        switch program.evaluate(Values(values: given.map(\.value))) {
        case .value(let value): .value(value)
        case .error(let error): .error(error.message)
        case .unknown(let unknowns):
            .unknown(
                unknowns.ids.compactMap { id in
                    let index = Int(id.rawValue) - given.count
                    return names.indices.contains(index) ? names[index] : nil
                })
        }
    }

    private struct Values: Host {
        let values: [Value]

        func variable(_ id: Int) -> Outcome {
            values.indices.contains(id) ? .value(values[id]) : .unknown(UnknownSet(UnknownID(UInt64(id))))
        }

        func call(_ id: Int, _ arguments: [Value]) -> Outcome {
            .error(EvaluationError(.noSuchOverload, "there is no such function"))
        }
    }

    private struct NoNames: LiteralResolver {
        func resolve(_ text: String, kind: Int) -> LiteralResolution {
            .failed(message: "'\(text)' names nothing", suggestions: [])
        }
    }
}

/// An expression that does not compile.
package struct BadExpression: Error {
    package let failure: Failure
    package let json: JSON

    init(_ issues: Issues) {
        let places = issues.all.map { "column \($0.range.lowerBound + 1): \($0.message)" }
        failure = Failure(
            .badData, "bad_expression", places.joined(separator: "; "),
            hint: issues.all.flatMap(\.suggestions).first.map { "did you mean '\($0)'?" })
        json = ["error": .string(issues.all.map(\.message).joined(separator: "; "))]
    }
}
