package import StepwellRuntime

/// What every `CaseStore` must do, as checks that any test can run.
///
/// A check gets a new, empty store each time that it asks for one. It throws `Failure` where the store does otherwise,
/// and passes on what the store throws.
package enum CaseStoreConformance {
    package struct Check: Sendable, CustomStringConvertible {
        /// The behavior, as a sentence.
        package let name: String
        private let body: @Sendable (any CaseStore) throws -> Void

        init(_ name: String, _ body: @escaping @Sendable (any CaseStore) throws -> Void) {
            self.name = name
            self.body = body
        }

        package func run(_ makeStore: () throws -> any CaseStore) throws { try body(try makeStore()) }

        package var description: String { name }
    }

    package struct Failure: Error, CustomStringConvertible {
        package let description: String
    }

    package static let checks =
        cases + committing + racing + requests + definitions + time + tasks + reading + patients + outbox + withholding
}

/// Fails unless two values are equal.
func expect<Value: Equatable>(
    _ found: Value, equals expected: Value, _ what: String, file: String = #fileID, line: Int = #line
) throws {
    guard found != expected else { return }
    throw CaseStoreConformance.Failure(
        description: "\(file):\(line): \(what): expected \(expected), found \(found)")
}

/// Fails unless something is thrown, and that very error.
func expect(
    _ expected: StoreError, _ what: String, file: String = #fileID, line: Int = #line, _ body: () throws -> Void
) throws {
    do {
        try body()
    } catch let found as StoreError {
        return try expect(found, equals: expected, what, file: file, line: line)
    }
    throw CaseStoreConformance.Failure(description: "\(file):\(line): \(what): nothing was thrown")
}
