package import StepwellRuntime

/// What every store must do. Each check gets a new store and says what is wrong with it.
package enum CaseStoreConformance {
    /// A promise that a store did not keep.
    package struct Broken: Error, CustomStringConvertible {
        package var description: String
    }

    package struct Check: Sendable, CustomStringConvertible {
        /// The promise, as a sentence.
        package let name: String
        package let run: @Sendable (any CaseStore) throws -> Void

        package var description: String { name }
    }

    package static let checks: [Check] = caseChecks + outboxChecks + readingChecks

    static func expect(_ holds: Bool, _ what: String) throws {
        guard holds else { throw Broken(description: what) }
    }

    static func expect<Product: Equatable>(_ actual: Product, _ expected: Product, _ what: String) throws {
        guard actual == expected else { throw Broken(description: "\(what): expected \(expected), is \(actual)") }
    }
}
